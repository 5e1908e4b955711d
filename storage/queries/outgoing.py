"""The outbox's other end: what is due is claimed, given back, or found to have lost its sender.

The conditions of partial indexes are written out as the indexes say them: a database that is handed `queued`
as a value cannot know that the index holds just these.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, bindparam, false, or_
from sqlmodel import col, select, text, update

from storage.among import among
from storage.models import Delivery
from storage.models.ledger import LEAVING, UNDER_WAY
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork
from storage.upsert import table_of

_ROWS = table_of(Delivery)
_TAKE = (
    update(_ROWS)
    .where(among(_ROWS.c.id, "ids"), _ROWS.c.state == "queued")
    .values(state="sending", attempts=_ROWS.c.attempts + 1, lease_until=bindparam("until"))
)
_LOOK_UP = (
    update(_ROWS)
    .where(among(_ROWS.c.id, "ids"), _ROWS.c.state == "unknown")
    .values(due_at=bindparam("until"), lease_until=bindparam("until"))
)
_EXPIRE = (
    update(_ROWS)
    .where(text(UNDER_WAY), _ROWS.c.lease_until < bindparam("now"))
    .values(state="unknown", lease_until=None, due_at=bindparam("now"))
)


@cache
def _due(channels: int) -> Prepared[Delivery]:
    """What is due on any of so many channels (`channel_0`, …): a process asks of the same ones each time."""
    return Prepared(
        select(Delivery)
        .where(text(LEAVING), col(Delivery.due_at) <= bindparam("now"), _is_on(channels))
        .order_by(col(Delivery.due_at), Delivery.id)
        .limit(bindparam("at_most"))
        .with_for_update(skip_locked=True)
    )


@cache
def _next(channels: int) -> Prepared[datetime]:
    return Prepared(
        select(Delivery.due_at).where(text(LEAVING), _is_on(channels)).order_by(col(Delivery.due_at)).limit(1)
    )


def _is_on(channels: int) -> ColumnElement[bool]:
    named = (col(Delivery.channel) == bindparam(f"channel_{place}") for place in range(channels))
    return or_(false(), *named)


def _by_name(channels: Sequence[str]) -> dict[str, str]:
    return {f"channel_{place}": channel for place, channel in enumerate(channels)}


def claim_deliveries(
    uow: UnitOfWork, *, limit: int, lease: timedelta, channels: Sequence[str]
) -> list[Delivery]:
    """Take due deliveries for sending: no other worker gets them until the lease ends. They are given as
    they stood before (`queued` or `unknown`).

    On PostgreSQL rows another worker is taking are skipped; on SQLite the writer's lock serialises claims.
    """
    due = _due(len(channels))
    deliveries = due.all(uow, now=uow.now, at_most=limit, **_by_name(channels))
    for state, claim in (("queued", _TAKE), ("unknown", _LOOK_UP)):
        ids = [one.id for one in deliveries if one.state == state]
        if ids:
            uow.connection().execute(claim, {"ids": ids, "until": uow.now + lease})
    return deliveries


def hold_back(
    uow: UnitOfWork, delivery: Delivery, *, state: str, error: str, due_at: datetime | None = None
) -> None:
    """Undo a claim: the message is not sent, now (`queued`, due again) or at all (`withheld`)."""
    values: dict[str, object] = {"state": state, "error": error, "lease_until": None}
    if due_at is not None:
        values["due_at"] = due_at
        if not delivery.attempts:
            values["first_due_at"] = due_at
    uow.connection().execute(
        update(_ROWS).where(_ROWS.c.id == delivery.id).values(**values, attempts=_ROWS.c.attempts - 1)
    )


def expire_claims(uow: UnitOfWork) -> None:
    """Deliveries whose sender died become `unknown`: they are looked up before any further try."""
    uow.connection().execute(_EXPIRE, {"now": uow.now})


def next_delivery_due(uow: UnitOfWork, *, channels: Sequence[str]) -> datetime | None:
    """When the next queued delivery on any of these channels is due."""
    return _next(len(channels)).first(uow, **_by_name(channels))
