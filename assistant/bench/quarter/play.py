"""Playing a quarter: the clock leaps from one moment something is due to the next, and everybody acts."""

import asyncio
import heapq
import random
import re
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from assistant.bench.quarter import scenario
from assistant.bench.quarter.company import House, open_house, settle_in
from assistant.bench.quarter.deeds import Deeds
from assistant.bench.quarter.ledger import Decided, Enrolled, Happened, Ledger, Person, Reminded, Sent
from assistant.bench.quarter.scenario import Intention, Size
from assistant.bench.quarter.schedulers import Schedulers
from channels.sandbox.mail import SentMail
from storage.models import SendVerdict
from storage.queries import enrolling, sequencing

TAG = re.compile(r"\[(?P<tag>\w+) (?P<step>\d)(?P<label>\w)\]")
REMINDER = re.compile(r"Reminder: (Call back number \d+\.)")
"""How a reminder is said; a digest names the same task again, in its own way."""
EARLIER = timedelta(minutes=5)
"""What people do before a moment has arrived by then."""
A_LITTLE = timedelta(minutes=1)
"""Steps wait while something waits to be read: by then it is, and they go out."""
LONGEST_LEAP = timedelta(hours=12)
SEED = 20


@dataclass(order=True, slots=True)
class Coming:
    """Something that will happen: a cohort begins, or a person does something."""

    at: datetime
    number: int
    person: Person | None = field(default=None, compare=False)
    intention: Intention | None = field(default=None, compare=False)
    mail: SentMail | None = field(default=None, compare=False)
    tag: str = field(default="", compare=False)
    group: Sequence[Person] = field(default=(), compare=False)


class Play:
    """One run. `ledger` is whole when `run` returns."""

    def __init__(self, house: House, size: Size) -> None:
        self.ledger = Ledger(scenario.terms(size))
        self.moments = 0
        self.schedulers = Schedulers(house.settings, self._reported)
        self._house, self._size = house, size
        self._coming: list[Coming] = []
        self._numbers = count()
        self._mails_seen = self._texts_seen = 0
        self._intentions: dict[int, Intention] = {}
        self._contacts: dict[int, str] = {}
        self._by_address: dict[str, Person] = {}

    async def prepare(self, *, processes: bool) -> None:
        """Let everybody move in while the schedulers start, in this process or each in its own."""
        starting = self.schedulers.start(self._size.start, processes=processes)
        await asyncio.gather(asyncio.to_thread(self._move_in), starting)

    async def run(self) -> Ledger:
        """Play from the first day to the last."""
        now, end = self._size.start, self.ledger.terms.end
        while now < end:
            await self._play(now)
            now = await self._next(now)
        self._house.dial.now = end
        self.ledger.decided = await asyncio.to_thread(self._verdicts)
        return self.ledger

    def _move_in(self) -> None:
        chance = random.Random(SEED)
        people = scenario.people(self._size, chance)
        self._intentions = scenario.intentions(people, chance)
        for at, tag, group in scenario.cohorts(self._size, people, chance):
            self._will(Coming(at, next(self._numbers), tag=tag, group=group))
        self.ledger.people = people
        self._by_address = {address: one for one in people for address in (one.email, one.phone) if address}
        self._contacts, self.ledger.reminders = settle_in(self._house, self._size, people)
        self._deeds = Deeds(self._house, self._contacts)

    def _will(self, coming: Coming) -> None:
        heapq.heappush(self._coming, coming)

    async def _play(self, now: datetime) -> None:
        """What people do, what is read of it, then what is due, till both rest; then what reached whom.

        After the outage all comes at once: steps that are due find answers that nobody read.
        """
        self.moments += 1
        self._house.dial.now = earlier = now - EARLIER
        has_news = bool(self._coming) and self._coming[0].at <= now
        is_back = now == self._size.outage[1]
        if is_back:
            await self._happen_by(now)
        elif has_news:
            await self._work_at(earlier, ticks=False, meanwhile=self._happen_by(now))
        await self._work_at(now, ticks=True)
        if has_news and is_back:
            await self._work_at(now + A_LITTLE, ticks=True)
        self._note_mails()
        self._note_texts()

    async def _work_at(
        self, now: datetime, *, ticks: bool, meanwhile: Coroutine[None, None, None] | None = None
    ) -> None:
        self._house.dial.now = now
        await self.schedulers.work_at(now, ticks=ticks, meanwhile=meanwhile)

    async def _happen_by(self, now: datetime) -> None:
        happening = []
        while self._coming and self._coming[0].at <= now:
            happening.append(self._happen(heapq.heappop(self._coming)))
        for one in asyncio.as_completed(happening):
            await one
            self.schedulers.rouse()

    async def _reported(self) -> int:
        """Of how many texts all reports came in, once they have."""
        twilio = self._house.sandbox.twilio
        await twilio.settled()
        return len(twilio.account.texts)

    async def _next(self, now: datetime) -> datetime:
        """The next moment at which anything is due, past the outage."""
        due = await asyncio.to_thread(self._next_due)
        moments = [now + LONGEST_LEAP]
        moments += [max(due, now)] if due is not None else []
        moments += [self._coming[0].at] if self._coming else []
        moment = _on_grid(max(min(moments), now + EARLIER), minutes=self._size.grid_minutes)
        begin, end = self._size.outage
        if not begin <= moment < end:
            return moment
        await self.schedulers.fall_out(back_at=end)
        return end

    def _next_due(self) -> datetime | None:
        with self._house.runtime.database.read() as uow:
            return sequencing.next_due(uow)

    async def _happen(self, coming: Coming) -> None:
        now = self._house.dial.now
        if coming.person is None or coming.intention is None:
            self.ledger.enrolled += [Enrolled(one.number, coming.tag, now) for one in coming.group]
            await self._deeds.enrol(coming.tag, coming.group)
            return
        person, intention = coming.person, coming.intention
        back = await self._deeds.do(person, intention, coming.mail)
        self.ledger.happened.append(Happened(person.number, intention.deed, now, back))
        if coming.mail is not None and intention.deed in ("opt_out", "bounce") and not intention.by_text:
            self._will_insist(person, now)

    def _will_insist(self, person: Person, now: datetime) -> None:
        """A careless colleague puts them into another sequence: nothing may come of it."""
        known = {one.tag for one in self.ledger.enrolled if one.person == person.number}
        tag = next(one for one in ("outreach", "account") if one not in known)
        at = now + timedelta(days=2)
        if not self._size.outage[0] <= at < self._size.outage[1]:
            self._will(Coming(at, next(self._numbers), tag=tag, group=(person,)))

    def _note_mails(self) -> None:
        mails = self._house.sandbox.mail.messages()
        for mail in mails[self._mails_seen :]:
            person = self._by_address.get(mail.recipients[0])
            if person is not None:
                self._note(person, "email", str(mail.headers["Subject"]), mail.taken_at, mail)
                continue
            said = dict.fromkeys(REMINDER.findall(mail.text))
            self.ledger.reminded += [Reminded(words, mail.taken_at) for words in said]
        self._mails_seen = len(mails)

    def _note_texts(self) -> None:
        texts = self._house.sandbox.twilio.account.texts
        for text in texts[self._texts_seen :]:
            if text.direction != "inbound":
                self._note(self._by_address[text.recipient], "sms", text.body, text.created_at, None)
        self._texts_seen = len(texts)

    def _note(self, person: Person, channel: str, words: str, at: datetime, mail: SentMail | None) -> None:
        found = TAG.search(words)
        if found is None:
            return
        step = int(found["step"])
        self.ledger.sent.append(Sent(person.number, channel, found["tag"], step, found["label"], at))
        intention = self._intentions.get(person.number)
        if intention is None or intention.after_step != step:
            return
        if mail is None and intention.deed in ("bounce", "away", "thanks"):
            return
        del self._intentions[person.number]
        at = at + intention.delay
        self._will(Coming(at, next(self._numbers), person=person, intention=intention, mail=mail))

    def _verdicts(self) -> list[Decided]:
        numbers = {contact_id: number for number, contact_id in self._contacts.items()}
        with self._house.runtime.database.read() as uow:
            ways = enrolling.whose_ways(uow)
            found = sequencing.verdicts_about_steps(uow)
            return [_decided(one, ways[one.enrolment_id or ""], numbers) for one in found]


def _decided(verdict: SendVerdict, way: tuple[str, str], numbers: dict[str, int]) -> Decided:
    contact_id, tag = way
    return Decided(
        person=numbers[contact_id],
        tag=tag,
        step=int(verdict.details["step"]),
        verdict=verdict.verdict,
        reason=verdict.reason,
        at=verdict.at,
        late_minutes=int(verdict.details.get("late_minutes", 0)),
        not_before=verdict.not_before,
    )


def _on_grid(moment: datetime, *, minutes: int) -> datetime:
    """The next moment played: a multiple of so many minutes of the day."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    leaps = -((midnight - moment) // timedelta(minutes=minutes))
    return midnight + leaps * timedelta(minutes=minutes)


async def play(database_url: str, size: Size, *, folder: Path, processes: bool) -> Play:
    """Play a quarter on an empty database with two schedulers, in this process or each in its own."""
    async with open_house(database_url, folder, size) as house:
        played = Play(house, size)
        try:
            await played.prepare(processes=processes)
            await played.run()
        finally:
            await played.schedulers.stop()
    return played
