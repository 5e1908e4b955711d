"""The books: what came in, what goes out, what was changed, what is to be done."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp

LEAVING = "state IN ('queued', 'unknown')"
UNDER_WAY = "state = 'sending'"
WAITING = "state = 'queued'"
NOT_ASKED_FOR = "purpose IN ('marketing', 'survey')"
"""Conditions of partial indexes: a query uses such an index only where it says the same."""


class InboxEntry(Record, table=True):
    """One thing received, raw, with its one final disposition.

    `disposition`: `pending` until worked, then `filed`, `duplicate`, `loop`, `bounce`, `auto_reply`, `spam`,
    `opt_out`, `ignored` or `parked`.
    """

    __table_args__ = (
        UniqueConstraint("channel", "account", "external_id", "body_hash"),
        Index("ix_inbox_entry_disposition", "disposition", "received_at"),
        Index(
            "ix_inbox_entry_visitor",
            "ordering_key",
            "received_at",
            sqlite_where=text("channel = 'webchat'"),
            postgresql_where=text("channel = 'webchat'"),
        ),
    )
    __tablename__ = "inbox_entry"

    id: str = key()
    channel: str
    account: str
    external_id: str
    body_hash: str
    ordering_key: str
    raw: bytes = Field(sa_type=LargeBinary)
    meta: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    disposition: str = "pending"
    reason: str = ""
    attempts: int = 0
    error: str = ""
    interaction_id: str | None = None
    received_at: datetime = stamp()
    settled_at: datetime | None = moment()


class Delivery(Record, table=True):
    """One message on its way out.

    `state`: `queued`, `sending`, `unknown`, `sent`, `delivered`, `bounced`, `complained`, `failed`,
    `withheld`, `cancelled`.

    `key` makes it exist once (`ack:<inbox id>`); `content` is the outbound message as JSON. `first_due_at`
    stays where it was at the first try, while each try that fails moves `due_at` on.
    """

    __table_args__ = (
        Index(
            "ix_delivery_due",
            "due_at",
            "id",
            sqlite_where=text(LEAVING),
            postgresql_where=text(LEAVING),
        ),
        Index(
            "ix_delivery_lease",
            "lease_until",
            sqlite_where=text(UNDER_WAY),
            postgresql_where=text(UNDER_WAY),
        ),
        Index("ix_delivery_external", "channel", "external_id"),
        Index("ix_delivery_address", "address", "created_at"),
        Index(
            "ix_delivery_pace",
            "channel",
            "account",
            "due_at",
            sqlite_where=text(NOT_ASKED_FOR),
            postgresql_where=text(NOT_ASKED_FOR),
        ),
    )

    id: str = key()
    key: str = Field(unique=True)
    channel: str
    account: str = ""
    address: str
    kind: str = "message"
    contact_id: str | None = link("contact.id")
    member_id: str | None = link("member.id")
    conversation_id: str | None = link("conversation.id")
    interaction_id: str | None = link("interaction.id")
    purpose: str = "service"
    is_automatic: bool = False
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    message_id: str = Field(default="", index=True)
    state: str = "queued"
    attempts: int = 0
    due_at: datetime = stamp()
    first_due_at: datetime = stamp()
    lease_until: datetime | None = moment()
    external_id: str = ""
    conversation_key: str = ""
    error: str = ""
    verdict_id: str | None = None
    sent_at: datetime | None = moment()
    delivered_at: datetime | None = moment()
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Job(Record, table=True):
    """A job of the embedded engine (SQLite). `key` makes it exist once; jobs of one `lock` run in order."""

    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index(
            "ix_job_due",
            "run_at",
            "id",
            sqlite_where=text(WAITING),
            postgresql_where=text(WAITING),
        ),
        Index("ix_job_lock", "lock", "state"),
    )

    id: str = key()
    kind: str
    key: str
    lock: str = ""
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    run_at: datetime = stamp()
    state: str = "queued"
    attempts: int = 0
    lease_until: datetime | None = moment()
    worker: str = ""
    error: str = ""
    created_at: datetime = stamp()
    finished_at: datetime | None = moment()


class MailboxCursor(Record, table=True):
    """How far a mailbox was read (RFC 3501: UIDs only grow within one UIDVALIDITY)."""

    account: str = Field(primary_key=True)
    # Both are unsigned 32-bit numbers, more than a PostgreSQL integer holds.
    uid_validity: int = Field(sa_type=BigInteger)
    last_uid: int = Field(sa_type=BigInteger)
    updated_at: datetime = stamp()


class Batch(Record, table=True):
    """Changes made for one reason by one actor; the unit of undo.

    `actor` is `member:<id>`, `contact:<id>`, `rule:<name>` or `system`; `cause` names
    the interaction, rule or call.
    """

    id: str = key()
    actor: str = Field(index=True)
    cause: str = ""
    undoes_id: str | None = Field(default=None, foreign_key="batch.id", unique=True)
    at: datetime = stamp(index=True)


class Change(Record, table=True):
    """One field of one record, before and after. Written by the session itself.

    A new record is one row with field `*` and its values in `after`; a deletion one with
    its values in `before`.
    """

    __table_args__ = (
        Index("ix_change_record", "entity", "record_id", "at"),
        Index("ix_change_field", "entity", "field", "at"),
        Index("ix_change_at", "at", "id"),
    )

    id: str = key()
    batch_id: str = link("batch.id", nullable=False)
    entity: str
    record_id: str
    field: str
    before: Any = Field(default=None, sa_type=JSON)
    after: Any = Field(default=None, sa_type=JSON)
    actor: str
    cause: str = ""
    at: datetime = stamp()


class SlackInstallation(Record, table=True):
    """One workspace Rapport is installed in; the token is sealed with the secret key."""

    team_id: str = Field(primary_key=True)
    team_name: str = ""
    bot_user_id: str = ""
    sealed_token: str
    revoked_at: datetime | None = moment()
    created_at: datetime = stamp()
