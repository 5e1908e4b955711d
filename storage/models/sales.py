"""Selling: leads, deals, their pipelines and what was bought."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp


class Lead(Record, table=True):
    """Somebody who may buy. `status`: `new`, `working`, `qualified`, `unqualified`, `converted`."""

    __table_args__ = (
        Index("ix_lead_status", "status", "created_at"),
        Index(
            "ix_lead_unassigned",
            "id",
            sqlite_where=text("owner_id IS NULL AND status = 'new'"),
            postgresql_where=text("owner_id IS NULL AND status = 'new'"),
        ),
    )

    id: str = key()
    name: str = ""
    contact_id: str | None = link("contact.id")
    company_id: str | None = link("company.id")
    company_name: str = ""
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    status: str = "new"
    source: str = ""
    owner_id: str | None = link("member.id")
    score: int = 0
    reason: str = ""
    interest: str = ""
    deal_id: str | None = link("deal.id")
    first_response_at: datetime | None = moment()
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    utm: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Pipeline(Record, table=True):
    """A row of stages a deal walks through; mirrored from `crm.yaml`."""

    key: str = Field(primary_key=True)
    name: str
    position: int = 0


class Stage(Record, table=True):
    """One stage. `outcome` is `open`, `won` or `lost`; `stale_days` is when a deal in it needs attention."""

    __table_args__ = (UniqueConstraint("pipeline", "key"),)

    id: str = key()
    pipeline: str = Field(foreign_key="pipeline.key")
    key: str
    name: str
    position: int
    probability: int
    outcome: str = "open"
    category: str = "pipeline"
    stale_days: int = 14


class Deal(Record, table=True):
    """A sale in progress. `amount_minor` counts the currency's smallest unit; None where unknown."""

    __table_args__ = (
        Index("ix_deal_stage_owner", "stage", "owner_id"),
        Index("ix_deal_open_close_date", "status", "close_date"),
        Index("ix_deal_status_closed", "status", "closed_at"),
        Index("ix_deal_created", "created_at"),
    )

    id: str = key()
    title: str = Field(index=True)
    company_id: str | None = link("company.id")
    pipeline: str = "sales"
    stage: str = "new"
    status: str = "open"
    amount_minor: int | None = Field(default=None, sa_type=BigInteger)
    currency: str = "USD"
    close_date: date | None = None
    probability: int | None = None
    next_step: str = ""
    owner_id: str | None = link("member.id")
    source: str = ""
    category: str = ""
    lost_reason: str = ""
    split_from_id: str | None = link("deal.id")
    stage_entered_at: datetime = stamp()
    last_activity_at: datetime = stamp(index=True)
    closed_at: datetime | None = moment()
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class DealContact(Record, table=True):
    """A person's part in a deal."""

    __table_args__ = (UniqueConstraint("deal_id", "contact_id"),)

    id: str = key()
    deal_id: str = link("deal.id", nullable=False)
    contact_id: str = link("contact.id", nullable=False)
    role: str = ""
    is_primary: bool = False
    created_at: datetime = stamp()


class PipelineRollup(Record, table=True):
    """Sums of deals by stage and owner, kept by the session in the transaction that changes a deal."""

    __table_args__ = (UniqueConstraint("pipeline", "stage", "owner_id", "currency"),)

    id: str = key()
    pipeline: str
    stage: str
    owner_id: str = ""
    currency: str
    deals: int = 0
    amount_minor: int = Field(default=0, sa_type=BigInteger)
    weighted_minor: int = Field(default=0, sa_type=BigInteger)
    """Amount times probability, in hundredths of the smallest unit."""


class Product(Record, table=True):
    """Something sold."""

    id: str = key()
    name: str = Field(unique=True)
    price_minor: int | None = Field(default=None, sa_type=BigInteger)
    currency: str = "USD"
    created_at: datetime = stamp()


class Order(Record, table=True):
    """Something bought, with the number customers quote."""

    __tablename__ = "customer_order"

    id: str = key()
    number: str = Field(unique=True)
    contact_id: str | None = link("contact.id")
    company_id: str | None = link("company.id")
    deal_id: str | None = link("deal.id")
    product_id: str | None = link("product.id")
    status: str = "open"
    amount_minor: int | None = Field(default=None, sa_type=BigInteger)
    currency: str = "USD"
    ordered_on: date | None = None
    created_at: datetime = stamp()
