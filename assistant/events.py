"""What happened to a record, told to whoever waits for it: a job per event, in the same transaction."""

from typing import Protocol

from assistant.work import Work
from storage.queries.automation import awaited_events

EVENTS = (
    "contact.created",
    "deal.assigned",
    "deal.created",
    "deal.lost",
    "deal.stage_changed",
    "deal.won",
    "lead.assigned",
    "lead.converted",
    "lead.created",
    "message.received",
    "sla.breached",
    "sla.warning",
    "task.due",
    "ticket.assigned",
    "ticket.closed",
    "ticket.created",
    "ticket.reopened",
    "ticket.snooze_ended",
    "ticket.updated",
)
"""Every event a rule may wait for."""
ALWAYS_HEARD = frozenset(EVENTS) - {
    "contact.created",
    "deal.assigned",
    "deal.created",
    "message.received",
    "sla.breached",
    "sla.warning",
    "task.due",
}
"""Those Rapport itself does something about; the others are heard only where a rule waits for them."""


class Record(Protocol):
    """Anything with an id."""

    id: str


def emit(work: Work, event: str, record: Record) -> None:
    """Leave a job that does what waits for this event; one per event, record and batch, none where nothing
    waits."""
    if event not in EVENTS:
        raise ValueError(f"{event!r} is no known event")
    if event not in ALWAYS_HEARD and event not in work.uow.remembered(awaited_events):
        return
    work.jobs.enqueue(
        work.uow,
        "event",
        f"{event}:{record.id}:{work.uow.batch_id}",
        payload={
            "event": event,
            "record_id": record.id,
            "cause": work.uow.cause,
            "actor": work.actor.key,
            "batch": work.uow.batch_id,
            "at": work.now.isoformat(),
            "chain": " ".join(work.actor.chain),
        },
        lock=f"{event.split('.')[0]}:{record.id}",
    )
