"""Helping: tickets, tasks and appointments."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from storage.types import key, link, moment, stamp


class Ticket(SQLModel, table=True):
    """A customer's matter. `status`: `open`, `pending`, `on_hold`, `solved`, `closed`."""

    __table_args__ = (Index("ix_ticket_status_owner", "status", "owner_id"),)

    id: str = key()
    number: int = Field(unique=True)
    subject: str
    status: str = "open"
    priority: str = "normal"
    category: str = ""
    contact_id: str | None = link("contact.id")
    company_id: str | None = link("company.id")
    conversation_id: str | None = link("conversation.id")
    owner_id: str | None = link("member.id")
    team: str = ""
    channel: str = ""
    language: str | None = None
    sentiment: str | None = None
    merged_into_id: str | None = link("ticket.id")
    follow_up_of_id: str | None = link("ticket.id")
    is_escalated: bool = False
    escalated_to: str = ""
    csat: int | None = None
    csat_asked_at: datetime | None = moment()
    first_response_at: datetime | None = moment()
    first_response_due_at: datetime | None = moment()
    next_response_due_at: datetime | None = moment()
    resolution_due_at: datetime | None = moment()
    solved_at: datetime | None = moment()
    closed_at: datetime | None = moment()
    reopened: int = 0
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = stamp(index=True)
    updated_at: datetime = stamp()


class TicketNumber(SQLModel, table=True):
    """The counter of ticket numbers: one row, raised in the transaction that opens a ticket."""

    id: int = Field(default=1, primary_key=True)
    last: int = 0


class Task(SQLModel, table=True):
    """Something a colleague is to do. `repeat` is an RFC 5545 rule, `repeat_text` the words it came from."""

    __table_args__ = (
        Index(
            "ix_task_due",
            "due_at",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: str = key()
    text: str
    status: str = "open"
    due_at: datetime | None = moment()
    owner_id: str | None = link("member.id")
    created_by_id: str | None = link("member.id", index=False)
    contact_id: str | None = link("contact.id")
    company_id: str | None = link("company.id")
    deal_id: str | None = link("deal.id")
    ticket_id: str | None = link("ticket.id")
    repeat: str = ""
    repeat_text: str = ""
    reminded_for: datetime | None = moment()
    """The due value its owner was last reminded of: one reminder per due value."""
    done_at: datetime | None = moment()
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Appointment(SQLModel, table=True):
    """A meeting with a contact. `status`: `booked`, `moved`, `cancelled`, `held`."""

    __table_args__ = (Index("ix_appointment_member", "member_id", "starts_at"),)

    id: str = key()
    contact_id: str | None = link("contact.id")
    deal_id: str | None = link("deal.id")
    member_id: str | None = link("member.id", index=False)
    purpose: str = ""
    starts_at: datetime = stamp()
    minutes: int = 30
    status: str = "booked"
    sequence: int = 0
    """The revision number of its invitation (RFC 5545 SEQUENCE)."""
    created_at: datetime = stamp()
    updated_at: datetime = stamp()
