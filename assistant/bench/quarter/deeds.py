"""What people do in the simulation: customers answer, leave, are away; colleagues enrol, meet, win."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from assistant.actions import deals, tasks
from assistant.actions.deals import DealFields
from assistant.bench.quarter import letters
from assistant.bench.quarter.company import House, enrol_all
from assistant.bench.quarter.ledger import Person
from assistant.bench.quarter.scenario import Intention
from assistant.demo.sandbox import MAILBOX, NUMBER
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from channels.sandbox.mail import SentMail
from storage.models import Contact


class Deeds:
    """Everybody's deeds, done to the house by the ways people have. `contacts`: each person's contact id."""

    def __init__(self, house: House, contacts: Mapping[int, str]) -> None:
        self._house, self._contacts = house, contacts

    async def enrol(self, tag: str, group: Sequence[Person]) -> None:
        """A colleague puts a whole group into a sequence."""
        await asyncio.to_thread(self._enrol, tag, [self._contacts[person.number] for person in group])

    async def do(self, person: Person, intention: Intention, mail: SentMail | None) -> datetime | None:
        """Do what is intended, in answer to a mail or text; when they are back, of who is away."""
        now = self._house.dial.now
        back = letters.returns(now) if intention.deed == "away" else None
        if intention.deed in ("meeting", "won"):
            await asyncio.to_thread(self._decide, person, intention.deed)
        elif mail is None or intention.by_text:
            words = "STOP" if intention.deed == "opt_out" else letters.WORDS["reply"]
            await self._house.sandbox.twilio.text(sender=person.phone, recipient=NUMBER, body=words)
        elif intention.deed == "opt_out":
            await self._unsubscribe(mail)
        else:
            await self._receive(_letter(person, intention, mail, now=now, back=back))
        return back

    async def _receive(self, raw: bytes) -> None:
        received = Received(
            channel="email",
            account=MAILBOX,
            external_id=external_id_of(raw),
            ordering_key=sender_of(raw),
            raw=raw,
            received_at=self._house.dial.now,
        )
        await self._house.runtime.inbox.receive(received)

    async def _unsubscribe(self, mail: SentMail) -> None:
        """One click, as the mail program of the recipient does it (RFC 8058)."""
        links = re.findall(r"<(http[^>]+)>", str(mail.headers["List-Unsubscribe"]))
        answer = await self._house.browser.post(links[0], data={"List-Unsubscribe": "One-Click"})
        answer.raise_for_status()

    def _enrol(self, tag: str, contact_ids: Sequence[str]) -> None:
        with self._house.runtime.database.begin(cause="quarter") as uow:
            enrol_all(self._house.runtime.work(uow), tag, contact_ids)

    def _decide(self, person: Person, deed: str) -> None:
        """A colleague books a meeting, or wins a deal."""
        with self._house.runtime.database.begin(cause="quarter") as uow:
            work = self._house.runtime.work(uow)
            contact = uow.get(Contact, self._contacts[person.number])
            if deed == "meeting":
                tasks.book_meeting(work, contact=contact, starts_at=uow.now + timedelta(days=3))
                return
            deal = deals.create_deal(work, DealFields(title=f"Deal of {person.name}"), contact=contact)
            uow.flush()
            deals.end_deal(work, deal, "won")


def _letter(
    person: Person, intention: Intention, mail: SentMail, *, now: datetime, back: datetime | None
) -> bytes:
    if intention.deed == "bounce":
        return letters.bounce(person, mail, at=now)
    if back is not None:
        return letters.notice_of_absence(person, mail, at=now, back=back)
    return letters.answer(person, mail, letters.WORDS[intention.deed], at=now)
