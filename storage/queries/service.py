"""Tickets, tasks and appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, func, not_, or_, select, text

from storage.among import among
from storage.models import Appointment, Task, Ticket, TicketNumber
from storage.models.service import NOT_REMINDED, REPEATING
from storage.prepared import Prepared
from storage.queries.reporting.narrowing import Narrowing, narrowed
from storage.queries.traits import NO_TRAITS, Traits, fitting, ordering
from storage.search import ticket_numbered
from storage.unit_of_work import UnitOfWork
from storage.upsert import count_up

OPEN_STATUSES = ("open", "pending", "on_hold")


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets: every given condition must hold."""

    statuses: tuple[str, ...] = ()
    owner_ids: tuple[str, ...] = ()
    is_unassigned: bool = False
    company_id: str | None = None
    contact_id: str | None = None
    priority: str | None = None
    category: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    breaching_before: datetime | None = None
    narrowed_to: tuple[Narrowing, ...] = ()
    traits: Traits = NO_TRAITS


def next_ticket_number(uow: UnitOfWork) -> int:
    """Take the next number; the counter's row serialises those who ask at once, the very first too."""
    return count_up(uow.connection(), TicketNumber, "last")


def find_ticket(uow: UnitOfWork, number: int) -> Ticket | None:
    """The ticket of that number; where it is none of ours, the one that had it where it came from."""
    return ticket_numbered(uow, number)


def tickets_of_contact(
    uow: UnitOfWork, contact_id: str, *, statuses: Sequence[str] = OPEN_STATUSES, limit: int = 10
) -> list[Ticket]:
    """A contact's tickets, newest first."""
    return list(
        uow.session.exec(
            select(Ticket)
            .where(Ticket.contact_id == contact_id, col(Ticket.status).in_(statuses))
            .order_by(col(Ticket.number).desc())
            .limit(limit)
        )
    )


def list_tickets(uow: UnitOfWork, where: TicketFilter, *, limit: int | None = None) -> list[Ticket]:
    """Tickets by filter, newest first where no other order is said."""
    query = select(Ticket).where(*narrowed(Ticket, where.narrowed_to), *fitting(Ticket, where.traits))
    if where.statuses:
        query = query.where(col(Ticket.status).in_(where.statuses))
    if where.owner_ids:
        query = query.where(col(Ticket.owner_id).in_(where.owner_ids))
    if where.is_unassigned:
        query = query.where(col(Ticket.owner_id).is_(None))
    for column, value in (
        (Ticket.company_id, where.company_id),
        (Ticket.contact_id, where.contact_id),
        (Ticket.priority, where.priority),
        (Ticket.category, where.category),
    ):
        if value is not None:
            query = query.where(column == value)
    if where.created_from is not None:
        query = query.where(col(Ticket.created_at) >= where.created_from)
    if where.created_to is not None:
        query = query.where(col(Ticket.created_at) < where.created_to)
    if where.breaching_before is not None:
        dues = (Ticket.first_response_due_at, Ticket.next_response_due_at, Ticket.resolution_due_at)
        query = query.where(or_(*(col(due) < where.breaching_before for due in dues)))
    ordered = query.order_by(*ordering(Ticket, where.traits), col(Ticket.number).desc())
    return list(uow.session.exec(ordered.limit(limit) if limit is not None else ordered))


def list_tasks(
    uow: UnitOfWork,
    *,
    owner_ids: Sequence[str] = (),
    statuses: Sequence[str] = ("open",),
    due_from: datetime | None = None,
    due_to: datetime | None = None,
    traits: Traits = NO_TRAITS,
    limit: int | None = None,
) -> list[Task]:
    """Tasks by filter, the soonest due first where no other order is said."""
    query = select(Task).where(*fitting(Task, traits))
    if owner_ids:
        query = query.where(col(Task.owner_id).in_(owner_ids))
    if statuses:
        query = query.where(col(Task.status).in_(statuses))
    if due_from is not None:
        query = query.where(col(Task.due_at) >= due_from)
    if due_to is not None:
        query = query.where(col(Task.due_at) < due_to)
    soonest = (col(Task.due_at).is_(None), col(Task.due_at), Task.id)
    ordered = query.order_by(*ordering(Task, traits), *soonest)
    return list(uow.session.exec(ordered.limit(limit) if limit is not None else ordered))


_TO_REMIND = Prepared(
    select(Task)
    .where(
        text(NOT_REMINDED),
        col(Task.due_at) <= bindparam("now"),
        or_(col(Task.owner_id).is_(None), not_(among(Task.owner_id, "except_owners"))),
    )
    .order_by(col(Task.due_at))
    .limit(bindparam("at_most"))
)
_REPEATING = Prepared(
    select(Task)
    .where(text(REPEATING), col(Task.due_at) <= bindparam("now"))
    .order_by(col(Task.due_at))
    .limit(bindparam("at_most"))
)


def tasks_to_remind(uow: UnitOfWork, *, except_owners: Sequence[str] = (), limit: int = 200) -> list[Task]:
    """Open tasks that are due and whose owner was not yet reminded of this due value (`ix_task_remind`)."""
    return _TO_REMIND.all(uow, now=uow.now, except_owners=except_owners, at_most=limit)


def repeating_tasks_due(uow: UnitOfWork, *, limit: int = 500) -> list[Task]:
    """Open repeating tasks that are due, told of or not (`ix_task_repeating`)."""
    return _REPEATING.all(uow, now=uow.now, at_most=limit)


def tasks_about(uow: UnitOfWork, *, contact_id: str, statuses: Sequence[str] = ("open",)) -> list[Task]:
    """Tasks that concern a contact."""
    return list(
        uow.session.exec(
            select(Task)
            .where(Task.contact_id == contact_id, col(Task.status).in_(statuses))
            .order_by(col(Task.due_at))
        )
    )


def appointments_of(
    uow: UnitOfWork,
    *,
    contact_id: str | None = None,
    member_id: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
) -> list[Appointment]:
    """Appointments that were not called off, in order of time."""
    query = select(Appointment).where(Appointment.status != "cancelled")
    if contact_id is not None:
        query = query.where(Appointment.contact_id == contact_id)
    if member_id is not None:
        query = query.where(Appointment.member_id == member_id)
    if start is not None:
        query = query.where(Appointment.starts_at >= start)
    if end is not None:
        query = query.where(Appointment.starts_at < end)
    return list(uow.session.exec(query.order_by(col(Appointment.starts_at))))


def open_tickets_by_owner(uow: UnitOfWork) -> dict[str, int]:
    """How many open tickets each colleague has."""
    rows = uow.session.exec(
        select(Ticket.owner_id, func.count())
        .where(col(Ticket.status).in_(OPEN_STATUSES), col(Ticket.owner_id).is_not(None))
        .group_by(col(Ticket.owner_id))
    )
    return {owner_id: count for owner_id, count in rows if owner_id is not None}
