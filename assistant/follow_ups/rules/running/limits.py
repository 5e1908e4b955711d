"""What keeps a rule from acting although it was triggered: loops and caps."""

from datetime import timedelta

from assistant.expressions.vocabulary import span_of
from assistant.follow_ups.rules.definition.compiling import CompiledRule
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


def reached_cap(work: Work, compiled: CompiledRule, subject: Subject) -> str:
    """Which cap is reached; empty where none is."""
    limits, now = compiled.rule.limits, work.now
    # A message is new each time: what a customer may be the cause of is counted by customer.
    by_contact = subject.entity == "message" and subject.contact is not None
    who = {"contact_id": subject.contact.id} if by_contact and subject.contact else {"record_id": subject.id}
    pause = span_of(limits.again_after)
    if pause is not None and automation.count_done(work.uow, rule=compiled.name, since=now - pause, **who):
        return f"it acted on this within {limits.again_after} already"
    day = now - timedelta(days=1)
    if automation.count_done(work.uow, rule=compiled.name, since=day, **who) >= limits.per_record_per_day:
        return f"it acted on this {limits.per_record_per_day} times within a day, and may not more often"
    hour = now - timedelta(hours=1)
    if automation.count_done(work.uow, rule=compiled.name, since=hour) >= limits.per_hour:
        return f"it acted {limits.per_hour} times within an hour, and may not more often"
    return ""
