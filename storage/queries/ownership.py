"""Records by their owner, over all kinds that have one."""

from typing import Any, TypeAlias

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Contact, Deal, Lead, Task, Ticket
from storage.unit_of_work import UnitOfWork

OwnedRecord: TypeAlias = Deal | Ticket | Task | Contact | Lead

OWNED: dict[str, type[OwnedRecord]] = {
    "deals": Deal,
    "tickets": Ticket,
    "tasks": Task,
    "contacts": Contact,
    "leads": Lead,
}
_OPEN = {
    "deals": ("open",),
    "tickets": ("open", "pending", "on_hold"),
    "tasks": ("open",),
    "leads": ("new", "working", "qualified"),
}


def open_records_of(uow: UnitOfWork, *, kind: str, owner_id: str) -> list[OwnedRecord]:
    """What a colleague has of one kind and is not ended."""
    model = OWNED[kind]
    query: SelectOfScalar[Any] = select(model).where(model.owner_id == owner_id)
    if kind in _OPEN:
        query = query.where(col(model.status).in_(_OPEN[kind]))  # type: ignore[union-attr]
    return list(uow.session.exec(query.order_by(model.id)))


def find_record(uow: UnitOfWork, *, kind: str, record_id: str) -> OwnedRecord | None:
    """One record of a kind."""
    return uow.find(OWNED[kind], record_id)
