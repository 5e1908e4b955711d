"""The past triggers of a rule: events read from Changes and the timeline, and the times of a schedule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.follow_ups.rules.definition.compiling import CompiledRule
from assistant.follow_ups.rules.definition.schedules import slots
from assistant.follow_ups.rules.running.subjects import MODELS
from assistant.work import InvalidValue, Work
from config.crm import CrmConfig
from storage.models import Change
from storage.queries import replaying

_ENDED = ("solved", "closed")
_TICKET_FIELDS = ("priority", "status", "category", "subject", "is_escalated")


@dataclass(frozen=True, slots=True)
class PastTrigger:
    """Something that set the rule off: one record at one moment, and the batch that did it, if one did."""

    record_id: str
    at: datetime
    batch_id: str = ""


def past_triggers(work: Work, compiled: CompiledRule, since: datetime) -> list[PastTrigger]:
    """Every event the rule waits for since a moment. Raises InvalidValue for one nobody kept."""
    event = compiled.rule.event
    if event.endswith(".created"):
        made = replaying.created_since(work.uow, MODELS[compiled.entity], since)
        return [PastTrigger(*one) for one in made]
    kept = {
        "message.received": replaying.messages_since,
        "task.due": replaying.tasks_due_since,
        "sla.breached": replaying.breaches_since,
    }
    if event in kept:
        return [PastTrigger(*one) for one in kept[event](work.uow, since)]
    if event not in _TOLD_BY:
        raise InvalidValue(
            f"The past does not tell when {event} happened, so {compiled.name} cannot be tried."
        )
    return _changed(work, compiled.entity, since, lambda change: _TOLD_BY[event](change, work.crm))


def hours_of(work: Work, compiled: CompiledRule, since: datetime, until: datetime) -> list[datetime]:
    """Every hour a schedule came round between two moments, oldest first."""
    zone = work.company.time_zone
    return list(slots(compiled.rule.schedule, zone=zone, after=since, until=until))


def _changed(work: Work, entity: str, since: datetime, tells: Callable[[Change], bool]) -> list[PastTrigger]:
    found: dict[tuple[str, str], PastTrigger] = {}
    for change in reversed(replaying.changes_after(work.uow, entity, since)):
        if tells(change):
            key = (change.record_id, change.batch_id)
            found.setdefault(key, PastTrigger(change.record_id, change.at, change.batch_id))
    return list(found.values())


def _stage_outcome(change: Change, crm: CrmConfig) -> str:
    if change.field != "stage":
        return ""
    stages = (stage for pipeline in crm.pipelines for stage in pipeline.stages)
    return next((stage.outcome for stage in stages if stage.key == change.after), "")


def _is_own(change: Change) -> bool:
    """Whether it was the clock that woke it, not a word or a colleague."""
    return change.cause == "snoozing"


_TOLD_BY: Mapping[str, Callable[[Change, CrmConfig], bool]] = {
    "deal.stage_changed": lambda change, crm: _stage_outcome(change, crm) == "open",
    "deal.won": lambda change, crm: _stage_outcome(change, crm) == "won",
    "deal.lost": lambda change, crm: _stage_outcome(change, crm) == "lost",
    "deal.assigned": lambda change, _crm: change.field == "owner_id" and bool(change.after),
    "lead.assigned": lambda change, _crm: change.field == "owner_id" and bool(change.after),
    "ticket.assigned": lambda change, _crm: change.field == "owner_id" and bool(change.after),
    "ticket.updated": lambda change, _crm: change.field in _TICKET_FIELDS and change.after != "closed",
    "ticket.closed": lambda change, _crm: change.field == "status" and change.after == "closed",
    "ticket.reopened": lambda change, _crm: (
        change.field == "status" and change.before in _ENDED and change.after not in _ENDED
    ),
    "ticket.snooze_ended": lambda change, _crm: (
        change.field == "snoozed_until" and bool(change.before) and not change.after and _is_own(change)
    ),
    "lead.converted": lambda change, _crm: change.field == "status" and change.after == "converted",
}
