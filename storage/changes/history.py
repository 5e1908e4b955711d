"""Reading the books: what happened to a record, what happened since Monday."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import col, select

from storage.cursors import decode, encode
from storage.models import Change
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChangePage:
    """A page of changes; `next` is the cursor of the page after it, None on the last."""

    items: list[Change]
    next: str | None


def changes_of(
    uow: UnitOfWork, entity: str, record_id: str, *, since: datetime | None = None, limit: int = 50
) -> list[Change]:
    """What happened to one record, newest first."""
    uow.flush()
    query = select(Change).where(Change.entity == entity, Change.record_id == record_id)
    if since is not None:
        query = query.where(col(Change.at) >= since)
    return list(uow.session.exec(query.order_by(col(Change.at).desc(), col(Change.id).desc()).limit(limit)))


def changes_since(
    uow: UnitOfWork,
    since: datetime | None = None,
    *,
    until: datetime | None = None,
    entity: str | None = None,
    field: str | None = None,
    actor: str | None = None,
    batch_id: str | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> ChangePage:
    """A page of what happened since a time, oldest first; `cursor` is the `next` of the page before.

    Raises `InvalidCursor` for a cursor that is none of ours.
    """
    uow.flush()
    query = select(Change)
    if since is not None:
        query = query.where(col(Change.at) >= since)
    if until is not None:
        query = query.where(col(Change.at) < until)
    wanted = {"entity": entity, "field": field, "actor": actor, "batch_id": batch_id}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(getattr(Change, name) == value)
    if cursor is not None:
        query = query.where(tuple_(col(Change.at), col(Change.id)) > tuple_(*decode(cursor)))
    found = list(uow.session.exec(query.order_by(col(Change.at), col(Change.id)).limit(limit + 1)))
    items = found[:limit]
    has_more = len(found) > limit
    return ChangePage(items, encode(items[-1].at, items[-1].id) if has_more else None)
