"""Helping: tickets and their clocks, tasks and appointments."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp

NOT_REMINDED = "status = 'open' AND (reminded_for IS NULL OR reminded_for <> due_at)"
REPEATING = "status = 'open' AND repeat <> ''"
"""Conditions of partial indexes; a query uses the index only where it says the very same."""


def waiting(name: str, column: str, condition: str) -> Index:
    """An index over the few rows that wait for something, small however many rows there are."""
    return Index(name, column, sqlite_where=text(condition), postgresql_where=text(condition))


class Ticket(Record, table=True):
    """A customer's matter. `status`: `open`, `pending`, `on_hold`, `solved`, `closed`."""

    __table_args__ = (
        Index("ix_ticket_status_owner", "status", "owner_id"),
        waiting("ix_ticket_unassigned", "id", "owner_id IS NULL AND status = 'open'"),
        waiting("ix_ticket_alarm", "alarm_at", "alarm_at IS NOT NULL"),
        waiting("ix_ticket_closing", "closing_at", "closing_at IS NOT NULL"),
        waiting("ix_ticket_survey", "survey_at", "survey_at IS NOT NULL"),
        waiting("ix_ticket_snoozed", "snoozed_until", "snoozed_until IS NOT NULL"),
    )

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
    csat_comment: str = ""
    csat_asked_at: datetime | None = moment()
    survey_at: datetime | None = moment()
    """When its customer is to be asked how it went."""
    first_response_at: datetime | None = moment()
    first_response_due_at: datetime | None = moment()
    next_response_due_at: datetime | None = moment()
    resolution_due_at: datetime | None = moment()
    clocks_from: datetime | None = moment()
    """From when the clocks of first response and resolution count: its beginning, moved on by each pause."""
    next_response_from: datetime | None = moment()
    """From when the clock of the next response counts; None while nothing is owed."""
    paused_at: datetime | None = moment()
    """Since when the clocks stand still."""
    alarm_at: datetime | None = moment()
    """When a clock has something to say next: a warning, a breach, an escalation."""
    alarms: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """How many things each clock has said in its present run."""
    snoozed_until: datetime | None = moment()
    """When it opens again by itself, laid aside until then."""
    closing_at: datetime | None = moment()
    """When silence is looked into next."""
    closing_told_at: datetime | None = moment()
    """When its customer was told that it will be closed."""
    solved_at: datetime | None = moment()
    closed_at: datetime | None = moment()
    reopened: int = 0
    custom: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = stamp(index=True)
    updated_at: datetime = stamp()


class ServiceLevelEvent(Record, table=True):
    """Something a ticket's clock said: `warning`, `breach` or `escalation`, with the reason in a sentence.

    `clock`: `first_response`, `next_response` or `resolution`; `level` counts escalations from 1.
    """

    __table_args__ = (UniqueConstraint("ticket_id", "clock", "counted_from", "kind", "level"),)

    id: str = key()
    ticket_id: str = link("ticket.id", nullable=False)
    clock: str
    kind: str
    level: int = 0
    policy: str
    minutes: int
    """The policy's working minutes."""
    counted_from: datetime = stamp()
    due_at: datetime = stamp()
    owner_id: str | None = link("member.id")
    reason: str = ""
    at: datetime = stamp(index=True)


class TicketNumber(Record, table=True):
    """The counter of ticket numbers: one row, raised in the transaction that opens a ticket."""

    id: int = Field(default=1, primary_key=True)
    last: int = 0


class Task(Record, table=True):
    """Something a colleague is to do. `repeat` is an RFC 5545 rule, `repeat_text` the words it came from."""

    __table_args__ = (
        waiting("ix_task_due", "due_at", "status = 'open'"),
        waiting("ix_task_remind", "due_at", NOT_REMINDED),
        waiting("ix_task_repeating", "due_at", REPEATING),
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


class Appointment(Record, table=True):
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
