"""What goes out by itself: sequences, schedules, nudges and the verdicts of the send gate."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import key, link, moment, stamp


class Template(SQLModel, table=True):
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


class Sequence(SQLModel, table=True):
    """Steps sent one after the other to one contact.

    A step has `channel`, `wait_days` (business days), `subject`, `body` and perhaps `variants`.
    """

    id: str = key()
    name: str = Field(unique=True)
    steps: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    stop_on_colleague: bool = False
    is_active: bool = True
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class Enrolment(SQLModel, table=True):
    """One contact's way through one sequence. `state`: `active`, `paused`, `finished`, `stopped`."""

    __table_args__ = (
        UniqueConstraint("sequence_id", "contact_id", "round"),
        Index(
            "ix_enrolment_due",
            "due_at",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: str = key()
    sequence_id: str = link("sequence.id", nullable=False)
    contact_id: str = link("contact.id", nullable=False)
    deal_id: str | None = link("deal.id")
    round: int = 1
    step: int = 0
    """Index of the next step."""
    variant: str = ""
    state: str = "active"
    reason: str = ""
    due_at: datetime | None = moment()
    paused_until: datetime | None = moment()
    started_by_id: str | None = link("member.id", index=False)
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class SendVerdict(SQLModel, table=True):
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


class Schedule(SQLModel, table=True):
    """A report posted again and again, or a rule made by chat. `rule` is an RFC 5545 recurrence."""

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
    next_at: datetime | None = moment(index=True)
    last_at: datetime | None = moment()
    created_at: datetime = stamp()


class Nudge(SQLModel, table=True):
    """One nudge per thing and due value: what was told to whom, so that it is told once."""

    __table_args__ = (UniqueConstraint("kind", "record_id", "value", "member_id"),)

    id: str = key()
    kind: str
    record_id: str
    value: str
    member_id: str | None = link("member.id")
    state: str = "sent"
    snoozed_until: datetime | None = moment()
    at: datetime = stamp()
