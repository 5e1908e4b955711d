"""How fast a mailbox or number sends: when the newest messages nobody asked for are due on it."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select, text

from storage.models import Delivery
from storage.models.ledger import NOT_ASKED_FOR
from storage.prepared import Prepared
from storage.together import ManyAtOnce
from storage.unit_of_work import UnitOfWork

_UNASKED = ("marketing", "survey")
_NEVER_LEFT = ("cancelled", "withheld")
_ON_ACCOUNT = (
    text(NOT_ASKED_FOR),
    Delivery.channel == bindparam("channel"),
    Delivery.account == bindparam("account"),
    col(Delivery.due_at) > bindparam("since"),
    col(Delivery.state).not_in(_NEVER_LEFT),
)
_NTH_NEWEST = Prepared(
    select(Delivery.due_at)
    .where(*_ON_ACCOUNT)
    .order_by(col(Delivery.due_at).desc())
    .offset(bindparam("skipped"))
    .limit(1)
)
_NEWEST: ManyAtOnce[tuple[str, str], datetime] = ManyAtOnce(
    select(Delivery.channel, Delivery.account, Delivery.due_at)
    .where(*_ON_ACCOUNT)
    .order_by(col(Delivery.due_at).desc())
    .limit(bindparam("at_most")),
    lambda row: ((row[0], row[1]), row[2]),
)


def read_ahead(uow: UnitOfWork, *, channel: str, account: str, since: datetime, number: int) -> None:
    """Read the `number` newest, so that what this transaction adds is counted without asking again."""
    _NEWEST.ask(uow, [(channel, account)], channel=channel, account=account, since=since, at_most=number)


def nth_newest_due(
    uow: UnitOfWork, *, channel: str, account: str, since: datetime, number: int
) -> datetime | None:
    """When the `number`-th newest message nobody asked for is due on an account (`ix_delivery_pace`).

    None where fewer are due after `since`.
    """
    told = _NEWEST.told(uow, (channel, account))
    if told is None:
        return _NTH_NEWEST.first(uow, channel=channel, account=account, since=since, skipped=number - 1)
    added = (one for one in uow.added(Delivery) if (one.channel, one.account) == (channel, account))
    waiting = [one.due_at for one in added if one.purpose in _UNASKED and one.due_at > since]
    newest = sorted((*told, *waiting), reverse=True)
    return newest[number - 1] if len(newest) >= number else None
