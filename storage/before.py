"""What a record held before the coming flush."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select
from sqlmodel import SQLModel

if TYPE_CHECKING:
    from storage.unit_of_work import UnitOfWork


def changed_fields(record: SQLModel) -> list[str]:
    """The fields assigned since the last flush (perhaps to the value they had)."""
    return list(inspect(record).committed_state)


def value_before(uow: "UnitOfWork", record: SQLModel, field: str) -> Any:
    """The field's value before this flush; asks the database where it was assigned unloaded."""
    history = inspect(record).attrs[field].history
    if history.deleted:
        return history.deleted[0]
    if not history.has_changes():
        return getattr(record, field)
    mapper = inspect(type(record))
    key = mapper.primary_key[0]
    statement = select(mapper.columns[field]).where(key == getattr(record, key.key))
    return uow.connection().execute(statement).scalar()
