"""The books: inbox entries and deliveries, their claims and their settling."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select, update

from storage.among import among
from storage.models import Delivery, InboxEntry
from storage.prepared import Prepared
from storage.together import ManyAtOnce
from storage.unit_of_work import UnitOfWork
from storage.upsert import table_of

FINAL_DISPOSITIONS = (
    "filed",
    "duplicate",
    "loop",
    "bounce",
    "auto_reply",
    "spam",
    "opt_out",
    "ignored",
)


_HEARD = Prepared(
    select(Delivery.due_at).where(
        Delivery.contact_id == bindparam("contact_id"),
        among(Delivery.purpose, "purposes"),
        col(Delivery.due_at) > bindparam("since"),
        col(Delivery.state).in_(("queued", "sending", "unknown", "sent", "delivered")),
    )
)
_HEARD_OF_MANY: ManyAtOnce[str, tuple[str, datetime]] = ManyAtOnce(
    select(Delivery.contact_id, Delivery.purpose, Delivery.due_at).where(
        among(Delivery.contact_id, "keys"),
        col(Delivery.due_at) > bindparam("since"),
        col(Delivery.state).in_(("queued", "sending", "unknown", "sent", "delivered")),
    ),
    lambda row: (row[0], (row[1], row[2])),
)
_ENTRY, _TWIN = aliased(InboxEntry), aliased(InboxEntry)
_IS_TWIN = (
    select(_TWIN.id)
    .where(
        _TWIN.channel == _ENTRY.channel,
        _TWIN.external_id == _ENTRY.external_id,
        _TWIN.body_hash == _ENTRY.body_hash,
        col(_TWIN.id) < _ENTRY.id,
        col(_TWIN.disposition).in_(("filed", "auto_reply", "bounce", "opt_out", "spam", "loop")),
    )
    .exists()
)
_LOCK_ENTRY = (
    select(col(_ENTRY.disposition), _IS_TWIN).where(_ENTRY.id == bindparam("id")).with_for_update(of=_ENTRY)
)
_SETTLE_ENTRY = (
    update(table_of(InboxEntry))
    .where(table_of(InboxEntry).c.id == bindparam("entry_id"))
    .values({name: bindparam(name) for name in ("disposition", "reason", "interaction_id", "settled_at")})
)


class EntryState(NamedTuple):
    """Where an entry stands; `has_twin`: the same message came earlier through another account of ours."""

    disposition: str
    has_twin: bool


def lock_entry(uow: UnitOfWork, entry_id: str) -> EntryState:
    """Where an entry stands, while nobody else may settle it; its raw bytes are not read again."""
    return EntryState(*uow.connection().execute(_LOCK_ENTRY, {"id": entry_id}).one())


def settle_entry(
    uow: UnitOfWork, entry_id: str, *, disposition: str, reason: str, interaction_id: str | None
) -> None:
    """Give an entry its one disposition."""
    settled = {"disposition": disposition, "reason": reason, "interaction_id": interaction_id}
    uow.connection().execute(_SETTLE_ENTRY, {"entry_id": entry_id, "settled_at": uow.now, **settled})


def list_inbox(uow: UnitOfWork, *, dispositions: Sequence[str] = (), limit: int = 50) -> list[InboxEntry]:
    """Inbox entries, newest first."""
    query = select(InboxEntry)
    if dispositions:
        query = query.where(col(InboxEntry.disposition).in_(dispositions))
    return list(uow.session.exec(query.order_by(col(InboxEntry.id).desc()).limit(limit)))


def count_inbox(uow: UnitOfWork) -> dict[tuple[str, str], int]:
    """How many entries each channel has of each disposition."""
    rows = uow.session.exec(
        select(InboxEntry.channel, InboxEntry.disposition, func.count()).group_by(
            InboxEntry.channel, InboxEntry.disposition
        )
    )
    return {(channel, disposition): count for channel, disposition, count in rows}


def external_ids_known(uow: UnitOfWork, *, channel: str, external_ids: Sequence[str]) -> set[str]:
    """Which of these provider ids were taken in, on any account."""
    found: set[str] = set()
    for start in range(0, len(external_ids), 500):
        part = external_ids[start : start + 500]
        found.update(
            uow.session.exec(
                select(InboxEntry.external_id).where(
                    InboxEntry.channel == channel, col(InboxEntry.external_id).in_(part)
                )
            )
        )
    return found


_DELIVERY = Prepared(select(Delivery).where(Delivery.key == bindparam("key")), sees_pending=False)


_OF_KEYS: ManyAtOnce[str, Delivery] = ManyAtOnce(
    select(Delivery).where(among(Delivery.key, "keys")),
    lambda one: (one.key, one),
)


def read_heard(uow: UnitOfWork, contact_ids: Collection[str], *, since: datetime) -> None:
    """Read together what contacts heard from us since a moment."""
    _HEARD_OF_MANY.ask(uow, contact_ids, since=since)


def read_keys(uow: UnitOfWork, keys: Collection[str]) -> None:
    """Read together which deliveries of these keys there are."""
    _OF_KEYS.ask(uow, keys)


def find_delivery(uow: UnitOfWork, key: str) -> Delivery | None:
    """The delivery of that key (unique index)."""
    added = next((one for one in uow.added(Delivery) if one.key == key), None)
    told = _OF_KEYS.told(uow, key) if added is None else None
    if told is not None:
        return next(iter(told), None)
    return added or _DELIVERY.first(uow, key=key)


_LOCK_DELIVERIES = Prepared(
    select(Delivery)
    .where(among(Delivery.id, "ids"))
    .order_by(Delivery.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def lock_deliveries(uow: UnitOfWork, ids: Collection[str]) -> dict[str, Delivery]:
    """These deliveries by id; nobody else changes them until the transaction ends."""
    return {one.id: one for one in _LOCK_DELIVERIES.all(uow, ids=list(ids))}


def find_delivery_by_message_id(uow: UnitOfWork, message_id: str) -> Delivery | None:
    """The mail we sent under that Message-ID."""
    return uow.session.exec(select(Delivery).where(Delivery.message_id == message_id).limit(1)).first()


_KNOWN_AS = Prepared(
    select(Delivery)
    .where(Delivery.channel == bindparam("channel"), Delivery.external_id == bindparam("external_id"))
    .limit(1)
)


def find_delivery_by_external_id(uow: UnitOfWork, *, channel: str, external_id: str) -> Delivery | None:
    """The delivery a provider knows under that id (`ix_delivery_external`)."""
    return _KNOWN_AS.first(uow, channel=channel, external_id=external_id)


_ANSWERED = Prepared(
    select(func.count())
    .select_from(Delivery)
    .where(
        Delivery.address == bindparam("address"),
        col(Delivery.created_at) >= bindparam("since"),
        col(Delivery.state).in_(("queued", "sending", "unknown", "sent", "delivered")),
        col(Delivery.is_automatic),
        Delivery.purpose == "service",
    ),
    sees_pending=False,
)


def automatic_answers_since(uow: UnitOfWork, *, address: str, since: datetime) -> int:
    """How many automatic answers went (or are going) to an address since a moment.

    What sequences and campaigns send is no answer: who got it may still be told that we have their words.
    """
    stored = _ANSWERED.all(uow, address=address, since=since)
    waiting = (one for one in uow.added(Delivery) if one.address == address and one.is_automatic)
    return stored[0] + sum(one.purpose == "service" for one in waiting)


def heard_since(
    uow: UnitOfWork, *, contact_id: str, purposes: Sequence[str], since: datetime
) -> list[datetime]:
    """When a contact got, or is to get, messages of these purposes on any channel, the newest first."""
    told = _HEARD_OF_MANY.told(uow, contact_id)
    if told is None:
        stored = _HEARD.all(uow, contact_id=contact_id, purposes=list(purposes), since=since)
        return sorted(stored, reverse=True)
    waiting = (one for one in uow.added(Delivery) if one.contact_id == contact_id)
    known = [*told, *((one.purpose, one.due_at) for one in waiting)]
    return sorted((at for purpose, at in known if purpose in purposes and at > since), reverse=True)


def count_deliveries(uow: UnitOfWork) -> dict[tuple[str, str], int]:
    """How many deliveries each channel has in each state."""
    rows = uow.session.exec(
        select(Delivery.channel, Delivery.state, func.count()).group_by(Delivery.channel, Delivery.state)
    )
    return {(channel, state): count for channel, state, count in rows}


def overdue_deliveries(uow: UnitOfWork, *, than: datetime) -> int:
    """How many deliveries should have gone out before a moment."""
    return uow.session.exec(
        select(func.count()).where(
            or_(Delivery.state == "queued", Delivery.state == "unknown"), col(Delivery.due_at) < than
        )
    ).one()


def uids_known(uow: UnitOfWork, *, account: str) -> set[str]:
    """UIDs (`validity.uid`) of a mailbox's messages that have no Message-ID of their own."""
    rows = uow.session.exec(
        select(InboxEntry.meta).where(
            InboxEntry.channel == "email",
            InboxEntry.account == account,
            or_(
                col(InboxEntry.external_id).startswith("sha256:"),
                col(InboxEntry.external_id).startswith("uid:"),
            ),
        )
    )
    return {f"{meta.get('uidvalidity')}.{meta.get('uid')}" for meta in rows}


def latest_delivery_to(uow: UnitOfWork, *, channel: str, address: str, since: datetime) -> Delivery | None:
    """The newest message that left for an address since a moment (`ix_delivery_address`)."""
    return uow.session.exec(
        select(Delivery)
        .where(
            Delivery.address == address,
            Delivery.channel == channel,
            col(Delivery.created_at) >= since,
            col(Delivery.sent_at).is_not(None),
        )
        .order_by(col(Delivery.created_at).desc())
        .limit(1)
    ).first()


def count_dispositions(uow: UnitOfWork, *, channel: str, account: str) -> dict[str, int]:
    """How many entries of one account ended in each disposition."""
    rows = uow.session.exec(
        select(InboxEntry.disposition, func.count())
        .where(InboxEntry.channel == channel, InboxEntry.account == account)
        .group_by(InboxEntry.disposition)
    )
    return dict(rows.all())
