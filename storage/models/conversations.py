"""What was said: conversations and the interactions in them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp

ALARMING = (
    "direction = 'in' AND (sentiment = 'negative' OR CAST(intents AS TEXT) LIKE '%\"cancel.request\"%'"
    " OR CAST(intents AS TEXT) LIKE '%\"complaint\"%')"
)
"""The condition of a partial index: a query uses it only where it says the same."""


class Conversation(Record, table=True):
    """A run of messages with one contact about one matter, on one or several channels.

    `provider_key` is the thread at the provider where there is one; `channel` is where it began.
    """

    __table_args__ = (Index("ix_conversation_provider", "channel", "account", "provider_key"),)

    id: str = key()
    contact_id: str | None = link("contact.id")
    channel: str
    account: str = ""
    provider_key: str = ""
    subject: str = ""
    ticket_id: str | None = Field(default=None, index=True)
    lead_id: str | None = Field(default=None, index=True)
    is_open: bool = True
    auto_replies: int = 0
    """Automatic answers sent in a row with no person's word between; the circuit breaker counts on it."""
    last_at: datetime = stamp()
    created_at: datetime = stamp()


class Interaction(Record, table=True):
    """One message, call, meeting or note on a contact's timeline.

    `direction`: `in`, `out`, `internal`. `new_text` is what its writer added; `text` the whole body.
    """

    __table_args__ = (
        Index("ix_interaction_timeline", "contact_id", "at"),
        Index("ix_interaction_conversation", "conversation_id", "at"),
        Index("ix_interaction_deal", "deal_id", "at"),
        Index("ix_interaction_company", "company_id", "at"),
        Index("ix_interaction_member", "member_id", "at"),
        Index("ix_interaction_at", "at"),
        Index("ix_interaction_alarming", "at", sqlite_where=text(ALARMING), postgresql_where=text(ALARMING)),
    )

    id: str = key()
    contact_id: str | None = link("contact.id", index=False)
    company_id: str | None = link("company.id", index=False)
    conversation_id: str | None = link("conversation.id", index=False)
    deal_id: str | None = link("deal.id", index=False)
    ticket_id: str | None = link("ticket.id")
    member_id: str | None = link("member.id", index=False)
    inbox_id: str | None = Field(default=None, index=True)
    kind: str = "message"
    channel: str = ""
    direction: str = "in"
    subject: str = ""
    text: str = ""
    new_text: str = ""
    html: str = ""
    minutes: int | None = None
    external_id: str = ""
    is_automatic: bool = False
    is_authentic: bool | None = None
    intents: list[str] = Field(default_factory=list, sa_type=JSON)
    language: str | None = None
    sentiment: str | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = stamp()
    created_at: datetime = stamp()


class MessageId(Record, table=True):
    """Every mail id ever seen or referred to, and the conversation it belongs to."""

    message_id: str = Field(primary_key=True)
    conversation_id: str = link("conversation.id", nullable=False)
    is_received: bool = True
    """False for an ancestor that was only referred to."""


class Attachment(Record, table=True):
    """A file of an interaction; its bytes lie once on disk under their SHA-256."""

    id: str = key()
    interaction_id: str = link("interaction.id", nullable=False)
    filename: str
    content_type: str
    size: int
    sha256: str = Field(index=True)
    content_id: str | None = None
    is_inline: bool = False
    remote_url: str = ""
    """Where it waits at the provider, until it was fetched."""
    problem: str = ""
    """Why its bytes were not kept (too large, a forbidden type), in one sentence."""
    created_at: datetime = stamp()


class Thread(Record, table=True):
    """The state of one talk between a member and the assistant: what `it` means, what was asked.

    `key` is channel, account and provider thread; `state` holds the dialogue's frozen value as JSON.
    """

    __table_args__ = (UniqueConstraint("key"),)

    id: str = key()
    key: str
    member_id: str | None = link("member.id")
    state: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    bound_entity: str = ""
    bound_id: str = ""
    """A record the whole channel is about (a deal room, a ticket's thread)."""
    updated_at: datetime = stamp()
    created_at: datetime = stamp()


class Card(Record, table=True):
    """Changes proposed to a member, waiting for Confirm, or applied and still undoable."""

    id: str = key()
    thread_id: str | None = link("thread.id")
    member_id: str = link("member.id", nullable=False)
    kind: str = "changes"
    state: str = "pending"
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    batch_id: str | None = Field(default=None, index=True)
    external_id: str = ""
    expires_at: datetime | None = moment()
    created_at: datetime = stamp()
    settled_at: datetime | None = moment()


class Post(Record, table=True):
    """A message of ours in a team channel that stands for a record, and is kept current."""

    __table_args__ = (
        Index("ix_post_record", "entity", "record_id"),
        Index("ix_post_message", "channel", "conversation_key"),
    )

    id: str = key()
    entity: str
    record_id: str
    channel: str
    account: str = ""
    conversation_key: str = ""
    external_id: str = ""
    delivery_id: str = Field(default="", index=True)
    created_at: datetime = stamp()
