"""What replaying rules over the past needs to know: what happened when, and what was changed since."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, col, select

from storage.filters import ENTITIES
from storage.models import Change, Deal, Interaction, Member, Task, Ticket
from storage.unit_of_work import UnitOfWork

_CHUNK = 500


def changes_of_record(uow: UnitOfWork, *, entity: str, record_id: str, batch_id: str) -> list[Change]:
    """What one batch changed of one record, in order; its making left out."""
    return list(
        uow.session.exec(
            select(Change)
            .where(Change.batch_id == batch_id, Change.entity == entity, Change.record_id == record_id)
            .where(Change.field != "*")
            .order_by(Change.id)
        )
    )


def changes_after(uow: UnitOfWork, entity: str, since: datetime) -> list[Change]:
    """Every change of a field of records of a kind since a moment, newest first."""
    return list(
        uow.session.exec(
            select(Change)
            .where(Change.entity == entity, col(Change.at) >= since, Change.field != "*")
            .order_by(col(Change.at).desc(), col(Change.id).desc())
        )
    )


def created_since(uow: UnitOfWork, model: type[SQLModel], since: datetime) -> list[tuple[str, datetime]]:
    """Records of a kind made since a moment, oldest first."""
    made: Any = model
    query = select(made.id, made.created_at).where(made.created_at >= since)
    return [(str(one), at) for one, at in uow.session.exec(query.order_by(made.created_at, made.id))]


def messages_since(uow: UnitOfWork, since: datetime) -> list[tuple[str, datetime]]:
    """Messages from customers since a moment, oldest first."""
    query = (
        select(Interaction.id, Interaction.at)
        .where(Interaction.kind == "message", Interaction.direction == "in", col(Interaction.at) >= since)
        .order_by(col(Interaction.at), Interaction.id)
    )
    return list(uow.session.exec(query))


def tasks_due_since(uow: UnitOfWork, since: datetime) -> list[tuple[str, datetime]]:
    """Tasks that came due since a moment, and by now."""
    query = select(Task.id, Task.due_at).where(col(Task.due_at) >= since, col(Task.due_at) <= uow.now)
    return [(one, at) for one, at in uow.session.exec(query.order_by(col(Task.due_at), Task.id)) if at]


def breaches_since(uow: UnitOfWork, since: datetime) -> list[tuple[str, datetime]]:
    """Tickets whose first answer or solution came after its hour, with that hour."""
    found: list[tuple[str, datetime]] = []
    for due, done in (
        (Ticket.first_response_due_at, Ticket.first_response_at),
        (Ticket.resolution_due_at, Ticket.solved_at),
    ):
        query = select(Ticket.id, due).where(col(due) >= since, col(due) <= uow.now)
        query = query.where(col(done).is_(None) | (col(done) > col(due)))
        found += [(one, at) for one, at in uow.session.exec(query) if at]
    return sorted(found, key=lambda one: one[1])


def ids_made_before(uow: UnitOfWork, entity: str, moment: datetime) -> list[tuple[str, datetime]]:
    """Every record of a kind that was there at a moment, with when it was made."""
    table = ENTITIES[entity].table
    query = select(table.c.id, table.c.created_at).where(table.c.created_at <= moment)
    return [(str(one), at) for one, at in uow.connection().execute(query.order_by(table.c.id))]


def moments_of(
    uow: UnitOfWork, *, by: str, ids: Collection[str], direction: str = ""
) -> Iterator[tuple[str, datetime]]:
    """When something happened with records (`by`: `deal_id`, `contact_id`), perhaps in one direction."""
    column = getattr(Interaction, by)
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        query = select(column, Interaction.at).where(col(column).in_(chunk))
        if direction:
            query = query.where(Interaction.direction == direction)
        yield from uow.session.exec(query)


def emails_of_members(uow: UnitOfWork) -> dict[str, str]:
    """Every colleague's mail address, gone ones too, by id."""
    return dict(uow.session.exec(select(Member.id, Member.email)).all())


def currencies_of_deals(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, str]:
    """The currencies of deals, by id."""
    return dict(uow.session.exec(select(Deal.id, Deal.currency).where(col(Deal.id).in_(ids))).all())
