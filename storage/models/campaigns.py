"""Segments of records, and campaigns: one message to everybody in a segment."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp


class Segment(Record, table=True):
    """A saved filter over `contact`, `company` or `deal` records, in the rules' expression language."""

    id: str = key()
    name: str = Field(unique=True)
    entity: str = "contact"
    expression: str
    made_by_id: str | None = link("member.id", index=False)
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Campaign(Record, table=True):
    """One message to a segment, sent in batches.

    `state`: `draft`, `running`, `paused`, `cancelled` or `done`.
    """

    id: str = key()
    name: str = Field(unique=True)
    segment_id: str = link("segment.id", nullable=False)
    channel: str = "email"
    subject: str = ""
    body: str = ""
    state: str = "draft"
    cursor: str = ""
    """The last contact id a batch reached."""
    per_hour: int = 500
    is_tracked: bool = False
    """Whether opens and clicks are asked for; they are counted only for who agreed to it."""
    made_by_id: str | None = link("member.id", index=False)
    started_at: datetime | None = moment()
    finished_at: datetime | None = moment()
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class CampaignRecipient(Record, table=True):
    """What became of one contact of a campaign. `state`: `sent` (on its way), `withheld` or `failed`."""

    __table_args__ = (
        UniqueConstraint("campaign_id", "contact_id"),
        Index("ix_campaignrecipient_at", "campaign_id", "at"),
    )

    id: str = key()
    campaign_id: str = link("campaign.id", nullable=False, index=False)
    contact_id: str = Field(index=True)
    """As it was then: no reference, so that merging two recipients leaves the books alone."""
    state: str
    reason: str = ""
    delivery_id: str | None = link("delivery.id")
    is_counted: bool = False
    """Whether they agreed to opens and clicks being counted, as it was sent."""
    opened_at: datetime | None = moment()
    fetched_at: datetime | None = moment()
    """When a machine first fetched the picture: it tells nothing of people."""
    clicked_at: datetime | None = moment()
    replied_at: datetime | None = moment()
    at: datetime = stamp()
