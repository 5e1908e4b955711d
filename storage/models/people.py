"""People and the organisations they belong to, and how they can be reached."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp


class Company(Record, table=True):
    """An organisation. `domain` is its mail domain, never one of a free-mail provider."""

    id: str = key()
    name: str = Field(index=True)
    domain: str | None = Field(default=None, unique=True)
    phone: str | None = None
    industry: str | None = None
    region: str | None = None
    country: str | None = None
    owner_id: str | None = link("member.id")
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Contact(Record, table=True):
    """A person. A merged contact keeps its row and points to the one it became (`merged_into_id`)."""

    id: str = key()
    name: str = Field(default="", index=True)
    title: str | None = None
    company_id: str | None = link("company.id")
    owner_id: str | None = link("member.id")
    time_zone: str | None = None
    language: str | None = None
    source: str | None = None
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    merged_into_id: str | None = link("contact.id")
    last_inbound_at: datetime | None = moment()
    last_outbound_at: datetime | None = moment()
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Identity(Record, table=True):
    """One address of one contact on one kind of channel (`email`, `phone`, `slack`, `webchat`).

    `address` is canonical: e-mail lower-cased, phone in E.164. `lookup` is the form that matches look-alikes
    (a Brazilian number with and without its ninth digit).
    """

    __table_args__ = (UniqueConstraint("kind", "address"), Index("ix_identity_lookup", "kind", "lookup"))

    id: str = key()
    contact_id: str = link("contact.id", nullable=False)
    kind: str
    address: str
    lookup: str
    is_verified: bool = False
    is_primary: bool = False
    created_at: datetime = stamp()


class Consent(Record, table=True):
    """What one address agreed to, or refused, for one purpose; the newest row counts.

    `purpose`: `service` (answers to what they asked), `marketing` (sequences, campaigns), `survey` or
    `tracking`.
    """

    __table_args__ = (Index("ix_consent_latest", "kind", "address", "purpose", "at"),)

    id: str = key()
    kind: str
    address: str
    purpose: str
    is_granted: bool
    proof: str = ""
    """Why we believe it: the words written, the form, the import."""
    interaction_id: str | None = link("interaction.id", index=False)
    at: datetime = stamp()


class Suppression(Record, table=True):
    """An address nothing may be sent to, with the reason and perhaps an end."""

    __table_args__ = (UniqueConstraint("kind", "address"),)

    id: str = key()
    kind: str
    address: str
    reason: str
    until: datetime | None = moment()
    created_at: datetime = stamp()


class Tag(Record, table=True):
    """A word put on a record."""

    __table_args__ = (UniqueConstraint("entity", "record_id", "name"), Index("ix_tag_name", "entity", "name"))

    id: str = key()
    entity: str
    record_id: str
    name: str
    created_at: datetime = stamp()
