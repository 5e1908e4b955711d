"""What happened to a record, told to whoever waits for it: a job per event, in the same transaction."""

from typing import Protocol

from assistant.work import Work

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
    "ticket.updated",
)
"""Every event a rule may wait for."""


class Record(Protocol):
    """Anything with an id."""

    id: str


def emit(work: Work, event: str, record: Record) -> None:
    """Leave a job that runs the rules waiting for this event; one per event, record and batch."""
    if event not in EVENTS:
        raise ValueError(f"{event!r} is no known event")
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
