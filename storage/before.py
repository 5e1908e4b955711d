"""What a record held before the coming flush."""

from typing import Any

from sqlalchemy import inspect, select
from sqlmodel import SQLModel

from storage.unit_of_work import UnitOfWork


def changed_fields(record: SQLModel) -> list[str]:
    """The fields the coming flush will write: assigned since the last, and to another value than they had."""
    state = inspect(record)
    return [field for field in state.committed_state if state.attrs[field].history.has_changes()]


def value_before(uow: UnitOfWork, record: SQLModel, field: str) -> Any:
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
