"""What keeps a rule from acting although it was triggered: loops and caps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from assistant.expressions.vocabulary import span_of
from assistant.follow_ups.rules.definition.compiling import CompiledRule
from assistant.follow_ups.rules.definition.schema import Limits
from assistant.follow_ups.rules.running.firing import Occasion
from assistant.follow_ups.rules.running.subjects import Subject
from assistant.work import Work
from storage.queries import automation

MOST_IN_A_ROW = 3
"""How many rules may set each other off."""


def chain_loop(compiled: CompiledRule, occasion: Occasion) -> str:
    """Why the rules that led here may lead no further; empty where they may."""
    if f"{compiled.name}@{occasion.record_id}" in occasion.chain:
        return "it was set off by what it did itself to this record"
    if len(occasion.chain) >= MOST_IN_A_ROW:
        rules = ", ".join(one.split("@")[0] for one in occasion.chain)
        return f"{len(occasion.chain)} rules in a row led here ({rules}); that is as many as may"
    return ""


class Tally(Protocol):
    """How often a rule acted after a moment."""

    def on_this(self, since: datetime) -> int:
        """On the record in question, or on behalf of its customer (`counted_by`)."""
        ...

    def in_all(self, since: datetime) -> int:
        """On any record."""
        ...


@dataclass(frozen=True, slots=True)
class KeptTally:
    """The tally of a rule and a record, counted from the verdicts kept."""

    work: Work
    rule: str
    subject: Subject

    def on_this(self, since: datetime) -> int:
        """On the record, or on behalf of its customer."""
        kind, who = counted_by(self.subject)
        return automation.count_done(self.work.uow, rule=self.rule, since=since, **{kind: who})

    def in_all(self, since: datetime) -> int:
        """On any record."""
        return automation.count_done(self.work.uow, rule=self.rule, since=since)


def counted_by(subject: Subject) -> tuple[Literal["contact_id", "record_id"], str]:
    """Whose actions a cap counts: a message is new each time, so its customer's, else the record's."""
    if subject.entity == "message" and subject.contact is not None:
        return "contact_id", subject.contact.id
    return "record_id", subject.id


def reached_cap(limits: Limits, tally: Tally, *, now: datetime) -> str:
    """Which cap is reached at a moment; empty where none is."""
    pause = span_of(limits.again_after)
    if pause is not None and tally.on_this(now - pause):
        return f"it acted on this within {limits.again_after} already"
    if tally.on_this(now - timedelta(days=1)) >= limits.per_record_per_day:
        return f"it acted on this {limits.per_record_per_day} times within a day, and may not more often"
    if tally.in_all(now - timedelta(hours=1)) >= limits.per_hour:
        return f"it acted {limits.per_hour} times within an hour, and may not more often"
    return ""
