"""What happened to deals and tickets, read from the Changes the session wrote."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from storage.models import Change
from storage.unit_of_work import UnitOfWork

WHOLE = "*"
_SLICE = 500


class FieldChange(NamedTuple):
    """One field of one record, before and after; the field `*` holds a whole record made or deleted."""

    record_id: str
    field: str
    before: Any
    after: Any
    at: datetime


def changes_since(
    uow: UnitOfWork, *, entity: str, fields: Sequence[str], since: datetime
) -> list[FieldChange]:
    """Changes of these fields from a moment on, oldest first (`ix_change_at`)."""
    query = (
        select(Change.record_id, Change.field, Change.before, Change.after, Change.at)  # type: ignore[call-overload]
        .where(col(Change.at) >= since, col(Change.entity) == entity, col(Change.field).in_(fields))
        .order_by(col(Change.at), col(Change.id))
    )
    return [FieldChange(*row) for row in uow.connection().execute(query)]


def changes_of(
    uow: UnitOfWork, *, entity: str, fields: Sequence[str], ids: Sequence[str]
) -> dict[str, list[FieldChange]]:
    """Every change of these fields of these records, oldest first (`ix_change_record`)."""
    found: dict[str, list[FieldChange]] = {}
    for part in _slices(ids):
        query = (
            select(Change.record_id, Change.field, Change.before, Change.after, Change.at)  # type: ignore[call-overload]
            .where(
                col(Change.entity) == entity, col(Change.record_id).in_(part), col(Change.field).in_(fields)
            )
            .order_by(col(Change.at), col(Change.id))
        )
        for row in uow.connection().execute(query):
            found.setdefault(row[0], []).append(FieldChange(*row))
    return found


def _slices(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _SLICE] for start in range(0, len(ids), _SLICE))
