"""The rules a quarter's ledger is held against. Written from the promise, without the product's code."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.bench.quarter.ledger import Decided, Ledger, Sent

StepKey = tuple[int, str, int]
"""Person, sequence, number of the step."""
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
ENDS = ("reply", "opt_out", "bounce", "meeting", "won")
WAKES, SLEEPS = 8, 21


@dataclass(frozen=True)
class Books:
    """A ledger, and its steps by person, sequence and number."""

    ledger: Ledger
    sent: dict[StepKey, Sent]
    decided: dict[StepKey, list[Decided]]

    @classmethod
    def of(cls, ledger: Ledger) -> "Books":
        """The ledger with its indexes."""
        decided: dict[StepKey, list[Decided]] = defaultdict(list)
        for one in sorted(ledger.decided, key=lambda verdict: verdict.at):
            decided[one.person, one.tag, one.step].append(one)
        return cls(ledger, {(one.person, one.tag, one.step): one for one in ledger.sent}, dict(decided))

    def verdicts(self, step: StepKey) -> Sequence[Decided]:
        """What was decided about a step, oldest first."""
        return self.decided.get(step, ())


Rule = Callable[[Books], Iterator[str]]


def broken(ledger: Ledger) -> list[str]:
    """Every breach of every rule, in words."""
    books = Books.of(ledger)
    return [f"{name}: {breach}" for name, rule in RULES.items() for breach in rule(books)]


def nothing_twice(books: Books) -> Iterator[str]:
    """No step reaches anybody twice, whatever its channel."""
    counts = Counter((one.person, one.tag, one.step) for one in books.ledger.sent)
    for (person, tag, step), count in counts.items():
        if count > 1:
            yield f"person {person} got step {step} of {tag} {count} times"


def nothing_at_night(books: Books) -> Iterator[str]:
    """Nothing comes before eight or from nine in the evening on, where the person is."""
    zones = {one.number: ZoneInfo(one.zone) for one in books.ledger.people}
    for one in books.ledger.sent:
        local = one.at.astimezone(zones[one.person])
        if not WAKES <= local.hour < SLEEPS:
            yield f"person {one.person} got step {one.step} of {one.tag} at {local:%d %b %H:%M %Z}"


def nothing_after_the_end(books: Books) -> Iterator[str]:
    """Nothing after an answer, an opt-out, a bounce, a meeting or the deal's end."""
    ends: dict[int, datetime] = {}
    for one in books.ledger.happened:
        if one.deed in ENDS:
            ends[one.person] = min(one.at, ends.get(one.person, one.at))
    for sent in books.ledger.sent:
        if sent.person in ends and sent.at > ends[sent.person]:
            yield f"person {sent.person} got step {sent.step} of {sent.tag} after it was over"


def nothing_after_a_colleagues_answer(books: Books) -> Iterator[str]:
    """Where a sequence says so, it ends when somebody else of the company answers."""
    company = {one.number: one.company for one in books.ledger.people}
    answers: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for one in books.ledger.happened:
        if one.deed == "reply":
            answers[company[one.person]].append((one.at, one.person))
    begun = {(one.person, one.tag): one.at for one in books.ledger.enrolled}
    for sent in books.ledger.sent:
        if sent.tag in books.ledger.terms.stops_on_colleague:
            for at, person in answers[company[sent.person]]:
                if person != sent.person and begun[sent.person, sent.tag] < at < sent.at:
                    yield f"person {sent.person} got step {sent.step} of {sent.tag} after {person} answered"


def nothing_while_away(books: Books) -> Iterator[str]:
    """Nothing between a notice of absence and one business day after the return."""
    zones = {one.number: one.zone for one in books.ledger.people}
    for one in books.ledger.happened:
        if one.deed != "away" or one.back is None:
            continue
        back = _after_business_days(books, one.back, 1, zone=zones[one.person])
        for sent in books.ledger.sent:
            if sent.person == one.person and one.at < sent.at < back:
                yield f"person {sent.person} got step {sent.step} of {sent.tag} while away"


def no_more_than_agreed_a_week(books: Books) -> Iterator[str]:
    """The cap over all channels."""
    by_person: dict[int, list[datetime]] = defaultdict(list)
    for one in sorted(books.ledger.sent, key=lambda sent: sent.at):
        by_person[one.person].append(one.at)
    for person, times in by_person.items():
        if _busiest(times, WEEK) > books.ledger.terms.per_week:
            yield f"person {person} got {_busiest(times, WEEK)} messages in seven days"


def no_faster_than_agreed(books: Books) -> Iterator[str]:
    """The pace of a mailbox and a number."""
    for channel, most in books.ledger.terms.per_hour.items():
        times = sorted(one.at for one in books.ledger.sent if one.channel == channel)
        if _busiest(times, HOUR) > most:
            yield f"{_busiest(times, HOUR)} messages went out by {channel} within an hour"


def nothing_too_early(books: Books) -> Iterator[str]:
    """Between two steps lie the business days agreed on."""
    for person, tag, step, due in _due_times(books):
        sent = books.sent.get((person, tag, step))
        if sent is not None and sent.at < due:
            yield f"person {person} got step {step} of {tag} before it was due"


def everything_due_is_sent_or_explained(books: Books) -> Iterator[str]:
    """What is due is sent at its time, or a verdict says why it is not, or late, or not yet."""
    slack = timedelta(minutes=books.ledger.terms.slack_minutes)
    for person, tag, step, due in _due_times(books):
        sent, verdicts = books.sent.get((person, tag, step)), books.verdicts((person, tag, step))
        if sent is None:
            if due + slack < books.ledger.terms.end and not any(one.verdict != "send" for one in verdicts):
                yield f"step {step} of {tag} for person {person}, due {due:%d %b %H:%M}, is missing"
        elif sent.at > due + slack and not _is_excused(verdicts, sent):
            yield f"step {step} of {tag} for person {person} came {sent.at - due} late, unexplained"


def nothing_stale(books: Books) -> Iterator[str]:
    """What is late is marked, and never so late as to be stale."""
    for one in books.ledger.decided:
        if one.verdict == "send" and one.late_minutes > books.ledger.terms.stale_hours * 60:
            yield f"step {one.step} of {one.tag} went to person {one.person} {one.late_minutes} minutes late"


def thanks_end_nothing(books: Books) -> Iterator[str]:
    """Who only said thanks goes on."""
    deeds: dict[int, set[str]] = defaultdict(set)
    for one in books.ledger.happened:
        deeds[one.person].add(one.deed)
    for verdict in books.ledger.decided:
        if deeds[verdict.person] <= {"thanks", "away"} and "they replied" in verdict.reason:
            yield f"person {verdict.person} was taken to have answered {verdict.tag}"


def wordings_are_shared_out(books: Books) -> Iterator[str]:
    """Each wording of a step goes to about its share of people."""
    counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for one in books.ledger.sent:
        counts[one.tag, one.step][one.label] += 1
    for (tag, step), labels in counts.items():
        total, share = labels.total(), 1 / len(labels)
        if total >= 200 and any(abs(count / total - share) > 0.12 for count in labels.values()):
            yield f"the wordings of step {step} of {tag} went out {dict(labels)}"


def reminders_come_once(books: Books) -> Iterator[str]:
    """Every reminder reaches its colleague once, never early."""
    told: dict[str, list[datetime]] = defaultdict(list)
    for one in books.ledger.reminded:
        told[one.words].append(one.at)
    for reminder in books.ledger.reminders:
        times = told[reminder.words]
        if len(times) != 1:
            yield f"“{reminder.words}” was said {len(times)} times"
        elif times[0] < reminder.due:
            yield f"“{reminder.words}” was said early"


RULES: dict[str, Rule] = {
    "nothing twice": nothing_twice,
    "nothing at night": nothing_at_night,
    "nothing after the end": nothing_after_the_end,
    "nothing after a colleague's answer": nothing_after_a_colleagues_answer,
    "nothing while away": nothing_while_away,
    "weekly cap": no_more_than_agreed_a_week,
    "hourly pace": no_faster_than_agreed,
    "nothing too early": nothing_too_early,
    "sent or explained": everything_due_is_sent_or_explained,
    "nothing stale": nothing_stale,
    "thanks end nothing": thanks_end_nothing,
    "wordings": wordings_are_shared_out,
    "reminders once": reminders_come_once,
}


def _due_times(books: Books) -> Iterator[tuple[int, str, int, datetime]]:
    """Each step that ever came due: the first as its person is enrolled, the next counted from the last.

    A step that was never sent nor dropped ends the count: what follows it never came due.
    """
    zone = books.ledger.terms.company_zone
    for one in books.ledger.enrolled:
        over: datetime | None = one.at
        for step, wait in enumerate(books.ledger.terms.waits[one.tag], start=1):
            if over is None:
                break
            due = over if wait == 0 else _after_business_days(books, over, wait, zone=zone)
            yield one.person, one.tag, step, due
            over = _over_at(books, (one.person, one.tag, step))


def _over_at(books: Books, step: StepKey) -> datetime | None:
    """When a step was over: as it was let out, or dropped as stale."""
    over = (one.at for one in books.verdicts(step) if one.verdict == "send" or "dropped" in one.reason)
    return next(over, None)


def _is_excused(verdicts: Sequence[Decided], sent: Sent) -> bool:
    return any(one.verdict == "later" or one.late_minutes for one in verdicts if one.at <= sent.at)


def _after_business_days(books: Books, start: datetime, days: int, *, zone: str) -> datetime:
    """The same local hour, so many business days later."""
    local = start.astimezone(ZoneInfo(zone))
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day.isoformat() not in books.ledger.terms.holidays
    return datetime.combine(day, local.time(), tzinfo=local.tzinfo).astimezone(UTC)


def _busiest(times: list[datetime], window: timedelta) -> int:
    """The most that fell into one window; `times` in order."""
    most = start = 0
    for end, time in enumerate(times):
        while time - times[start] >= window:
            start += 1
        most = max(most, end - start + 1)
    return most
