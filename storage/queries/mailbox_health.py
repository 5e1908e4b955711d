"""What came into the mailboxes, what is stuck there, and which mails did not reach anybody."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import col, func, select

from storage.models import Delivery, InboxEntry
from storage.queries.ledger import FINAL_DISPOSITIONS
from storage.unit_of_work import UnitOfWork

LOST_STATES = ("failed", "bounced", "complained")


class Received(NamedTuple):
    """How many mails of one mailbox ended so."""

    account: str
    disposition: str
    mails: int


class Parked(NamedTuple):
    """A mail set aside with its error."""

    account: str
    error: str
    at: datetime


def received_since(uow: UnitOfWork, since: datetime) -> list[Received]:
    """Mails by mailbox and how they ended (`ix_inbox_entry_disposition`)."""
    rows = uow.session.exec(
        select(InboxEntry.account, InboxEntry.disposition, func.count())
        .where(
            col(InboxEntry.disposition).in_(("pending", "parked", *FINAL_DISPOSITIONS)),
            col(InboxEntry.received_at) >= since,
            InboxEntry.channel == "email",
        )
        .group_by(InboxEntry.account, InboxEntry.disposition)
    )
    return [Received(*row) for row in rows]


def newly_parked(uow: UnitOfWork, since: datetime) -> list[Parked]:
    """Messages of any channel parked since a moment and still there, the oldest first."""
    rows = uow.session.exec(
        select(InboxEntry.account, InboxEntry.error, InboxEntry.received_at)
        .where(InboxEntry.disposition == "parked", col(InboxEntry.settled_at) >= since)
        .order_by(col(InboxEntry.received_at))
    )
    return [Parked(*row) for row in rows]


def failed_since(uow: UnitOfWork, since: datetime) -> dict[str, int]:
    """How many mails made since a moment ended undelivered, by how."""
    rows = uow.session.exec(
        select(Delivery.state, func.count())
        .where(
            Delivery.channel == "email",
            col(Delivery.state).in_(LOST_STATES),
            col(Delivery.updated_at) >= since,
        )
        .group_by(Delivery.state)
    )
    return dict(rows.all())
