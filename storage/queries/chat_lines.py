"""What was said with a visitor of the web chat: their lines stand in the inbox, ours in the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select, update

from storage.models import Delivery, InboxEntry
from storage.unit_of_work import UnitOfWork

_CHANNEL = "webchat"
_SAID = ("sent", "delivered")


def lines_of_visitor(uow: UnitOfWork, visitor: str, *, limit: int) -> list[InboxEntry]:
    """The visitor's latest lines, newest first (`ix_inbox_entry_visitor`)."""
    query = select(InboxEntry).where(InboxEntry.channel == _CHANNEL, InboxEntry.ordering_key == visitor)
    return list(uow.session.exec(query.order_by(col(InboxEntry.received_at).desc()).limit(limit)))


def lines_to_visitor(uow: UnitOfWork, visitor: str, *, limit: int) -> list[Delivery]:
    """Our latest lines for a visitor, newest first (`ix_delivery_address`)."""
    query = select(Delivery).where(
        Delivery.address == visitor, Delivery.channel == _CHANNEL, col(Delivery.state).in_(_SAID)
    )
    return list(uow.session.exec(query.order_by(col(Delivery.created_at).desc()).limit(limit)))


def lines_said_since(uow: UnitOfWork, visitors: Sequence[str], since: datetime) -> list[Delivery]:
    """Our lines for any of these visitors settled at or after a moment, oldest first."""
    query = select(Delivery).where(
        col(Delivery.address).in_(visitors),
        Delivery.channel == _CHANNEL,
        col(Delivery.state).in_(_SAID),
        or_(col(Delivery.sent_at) >= since, col(Delivery.delivered_at) >= since),
    )
    return list(uow.session.exec(query.order_by(col(Delivery.created_at))))


def note_lines_shown(uow: UnitOfWork, visitor: str, ids: Sequence[str]) -> None:
    """These of the visitor's deliveries were seen; one whose settling is under way as well."""
    shown = update(Delivery).where(
        col(Delivery.id).in_(ids),
        col(Delivery.address) == visitor,
        col(Delivery.channel) == _CHANNEL,
        col(Delivery.state).in_(("sending", "unknown", "sent")),
    )
    uow.session.exec(shown.values(state="delivered", delivered_at=uow.now, updated_at=uow.now))
