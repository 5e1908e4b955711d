"""Pages of records for programs: filtered by field, newest first, continued by a cursor; never OFFSET."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlmodel import SQLModel, col, select

from storage.errors import InvalidCursor
from storage.unit_of_work import UnitOfWork

Record = TypeVar("Record", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Page(Generic[Record]):
    """Some records and the cursor of the rest; None at the end."""

    items: list[Record]
    next: str | None


def page_of(
    uow: UnitOfWork,
    model: type[Record],
    *,
    where: Mapping[str, str | int | bool | None],
    limit: int,
    cursor: str | None = None,
    key: str = "id",
) -> Page[Record]:
    """One page by `key` (ids sort by the time they were made), newest first. Raises InvalidCursor."""
    column = getattr(model, key)
    query = select(model)
    for name, value in where.items():
        field = col(getattr(model, name))
        query = query.where(field.is_(None) if value is None else field == value)
    if cursor is not None:
        query = query.where(col(column) < _decode(cursor))
    rows = list(uow.session.exec(query.order_by(col(column).desc()).limit(limit + 1)))
    is_more = len(rows) > limit
    items = rows[:limit]
    return Page(items, _encode(str(getattr(items[-1], key))) if is_more else None)


def _encode(record_id: str) -> str:
    return base64.urlsafe_b64encode(record_id.encode()).decode().rstrip("=")


def _decode(cursor: str) -> str:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error) as error:
        raise InvalidCursor(cursor) from error
    if len(text) != 36 or text.count("-") != 4:
        raise InvalidCursor(cursor)
    return text
