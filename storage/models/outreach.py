"""What goes out by itself: sequences, schedules, nudges and the verdicts of the send gate."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp


class Template(Record, table=True):
    """Words to send, with `{{ variables }}`; an unresolved one blocks the send.

    `kind`: `macro`, `step` or `notice`.
    """

    id: str = key()
    name: str = Field(unique=True)
    kind: str = "macro"
    subject: str = ""
    body: str
    status_after: str = ""
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Sequence(Record, table=True):
    """Steps sent one after the other to one contact.

    A step has `channel`, `wait_days` (business days), `subject`, `body`, and perhaps `variants` and a `key`.
    `calendar`: whose business days count, the `company`'s or the `recipient`'s.
    """

    id: str = key()
    name: str = Field(unique=True)
    version: int = 1
    """Grows with every change of the steps."""
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    stop_on_colleague: bool = False
    calendar: str = "company"
    is_from_file: bool = False
    """Kept in line with `crm.yaml`; else made through the API."""
    is_active: bool = True
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class SequenceVersion(Record, table=True):
    """The steps a sequence had before a change, for those who wait for one of them."""

    __table_args__ = (UniqueConstraint("sequence_id", "version"),)

    id: str = key()
    sequence_id: str = link("sequence.id", nullable=False, index=False)
    version: int
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = stamp()


ACTIVE = "state = 'active'"
PAUSED = "state = 'paused'"
"""Conditions of partial indexes: a query uses such an index only where it says the same."""


class Enrolment(Record, table=True):
    """One contact's way through one sequence. `state`: `active`, `paused`, `finished`, `stopped`."""

    __table_args__ = (
        UniqueConstraint("sequence_id", "contact_id", "round"),
        Index(
            "ix_enrolment_due",
            "due_at",
            sqlite_where=text(ACTIVE),
            postgresql_where=text(ACTIVE),
        ),
        Index(
            "ix_enrolment_paused",
            "paused_until",
            sqlite_where=text(PAUSED),
            postgresql_where=text(PAUSED),
        ),
    )

    id: str = key()
    sequence_id: str = link("sequence.id", nullable=False)
    contact_id: str = link("contact.id", nullable=False)
    deal_id: str | None = link("deal.id")
    round: int = 1
    version: int = 1
    """The version of the sequence the next step is taken from."""
    step: int = 0
    """Index of the next step in that version."""
    position: int = 0
    """How many steps are behind it, sent or dropped: it only grows, whatever becomes of the sequence."""
    conversation_id: str | None = link("conversation.id", index=False)
    """The mail thread its steps share."""
    state: str = "active"
    reason: str = ""
    due_at: datetime | None = moment()
    paused_until: datetime | None = moment()
    started_by_id: str | None = link("member.id", index=False)
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class StepRun(Record, table=True):
    """One step that went out in one enrolment, and what came of it.

    `variant` is `a`, `b`, …; `outcome` is empty until the enrolment ends while this is its last step: then
    `replied`, `meeting`, `won`, `lost`, `opted_out`, `bounced`, `refused` or `stopped`.
    """

    __table_args__ = (
        UniqueConstraint("enrolment_id", "position"),
        Index("ix_steprun_results", "sequence_id", "position", "variant"),
    )

    id: str = key()
    sequence_id: str = link("sequence.id", nullable=False, index=False)
    enrolment_id: str = link("enrolment.id", nullable=False, index=False)
    position: int
    variant: str = "a"
    delivery_id: str | None = link("delivery.id")
    outcome: str = ""
    at: datetime = stamp()


class SendVerdict(Record, table=True):
    """Why something was sent, withheld or put off: the answer to "why did you text Jane".

    `cause` names what wanted it (`sequence:<id>`, `rule:<name>`, `member:<id>`); `verdict` is `send`,
    `later` or `never`.
    """

    __table_args__ = (Index("ix_sendverdict_contact", "contact_id", "at"),)

    id: str = key()
    contact_id: str | None = link("contact.id", index=False)
    member_id: str | None = link("member.id")
    delivery_id: str | None = Field(default=None, index=True)
    enrolment_id: str | None = Field(default=None, index=True)
    cause: str
    purpose: str
    channel: str
    address: str
    verdict: str
    reason: str
    not_before: datetime | None = moment()
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = stamp()


class Schedule(Record, table=True):
    """Something told again and again: a `report` posted, or a colleague's `digest`.

    `rule` is an RFC 5545 recurrence in `time_zone`; `content` is what is needed to make it.
    """

    __table_args__ = (
        Index(
            "uq_schedule_digest",
            "member_id",
            "what",
            unique=True,
            sqlite_where=text("kind = 'digest'"),
            postgresql_where=text("kind = 'digest'"),
        ),
        Index(
            "ix_schedule_due",
            "next_at",
            sqlite_where=text("is_active AND next_at IS NOT NULL"),
            postgresql_where=text("is_active AND next_at IS NOT NULL"),
        ),
    )

    id: str = key()
    kind: str
    what: str
    rule: str
    time_zone: str
    channel: str = ""
    member_id: str | None = link("member.id")
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    muted_until: datetime | None = moment()
    is_active: bool = True
    next_at: datetime | None = moment()
    last_at: datetime | None = moment()
    created_at: datetime = stamp()


class Nudge(Record, table=True):
    """One nudge per thing and due value: what was told to whom, so that it is told once.

    `state`: `waiting` or `snoozed` (told from `snoozed_until` on), `sent` or `done`. `group_key` is the
    delivery it was told in; `said` its sentence, `content` what its buttons need.
    """

    __table_args__ = (
        UniqueConstraint("kind", "record_id", "value", "member_id"),
        Index(
            "ix_nudge_waiting",
            "snoozed_until",
            sqlite_where=text("snoozed_until IS NOT NULL"),
            postgresql_where=text("snoozed_until IS NOT NULL"),
        ),
    )

    id: str = key()
    kind: str
    record_id: str
    value: str
    member_id: str | None = link("member.id")
    state: str = "sent"
    said: str = ""
    group_key: str = Field(default="", index=True)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    snoozed_until: datetime | None = moment()
    at: datetime = stamp()
