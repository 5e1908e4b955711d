"""A ledger with its indexes, and what follows from what was agreed: when each step is due, and until when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.bench.quarter.ledger import Decided, Ledger, Sent

StepKey = tuple[int, str, int]
"""Person, sequence, number of the step."""


@dataclass(frozen=True)
class Books:
    """A ledger, and its steps by person, sequence and number."""

    ENDS = ("reply", "opt_out", "bounce", "meeting", "won")
    """What ends everything for who did it."""

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

    def deadline(self, due: datetime) -> datetime:
        """Until when what is due then has to have come: with slack, and after an outage that it fell into."""
        begin, end = self.ledger.terms.outage
        slack = timedelta(minutes=self.ledger.terms.slack_minutes)
        return (end if begin <= due + slack and due < end else due) + slack


def due_times(books: Books) -> Iterator[tuple[int, str, int, datetime]]:
    """Each step that ever came due: the first as its person is enrolled, the next counted from the last.

    A step that was never sent nor dropped ends the count: what follows it never came due.
    """
    zone = books.ledger.terms.company_zone
    for one in books.ledger.enrolled:
        over: datetime | None = one.at
        for step, wait in enumerate(books.ledger.terms.waits[one.tag], start=1):
            if over is None:
                break
            due = over if wait == 0 else after_business_days(books, over, wait, zone=zone)
            yield one.person, one.tag, step, due
            over = _over_at(books, (one.person, one.tag, step))


def _over_at(books: Books, step: StepKey) -> datetime | None:
    """When a step was over: as it was let out, or dropped as stale."""
    over = (one.at for one in books.verdicts(step) if one.verdict == "send" or "dropped" in one.reason)
    return next(over, None)


def after_business_days(books: Books, start: datetime, days: int, *, zone: str) -> datetime:
    """The same local hour, so many business days later."""
    local = start.astimezone(ZoneInfo(zone))
    day = local.date()
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5 and day.isoformat() not in books.ledger.terms.holidays
    return datetime.combine(day, local.time(), tzinfo=local.tzinfo).astimezone(UTC)
