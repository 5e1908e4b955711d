"""Colleagues: who they are, what they may do, when they work."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp


class Role(enum.StrEnum):
    """What a member may do at most; `crm.yaml` narrows or widens each."""

    REP = "rep"
    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


class Member(Record, table=True):
    """A colleague. `working_hours` maps `mon`..`sun` to lists of `["09:00", "17:00"]`."""

    id: str = key()
    email: str = Field(unique=True)
    name: str
    role: str = Role.REP
    team: str = ""
    time_zone: str | None = None
    working_hours: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    skills: list[str] = Field(default_factory=list, sa_type=JSON)
    territories: list[str] = Field(default_factory=list, sa_type=JSON)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    capacity: int | None = None
    leave_until: date | None = None
    stand_in_id: str | None = link("member.id", index=False)
    is_active: bool = True
    password_hash: str = ""
    digest_hour: int = 9
    preferences: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    last_assigned_at: datetime | None = moment()
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class MemberIdentity(Record, table=True):
    """A colleague's address on a channel (a Slack user of one workspace, a phone)."""

    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: str = key()
    member_id: str = link("member.id", nullable=False)
    channel: str
    address: str
    created_at: datetime = stamp()


class ApiToken(Record, table=True):
    """A bearer token of one member; only its SHA-256 is kept."""

    id: str = key()
    member_id: str = link("member.id", nullable=False)
    name: str = ""
    token_hash: str = Field(unique=True)
    created_at: datetime = stamp()
    expires_at: datetime | None = moment()
    revoked_at: datetime | None = moment()


class Goal(Record, table=True):
    """A target: of a member, a team, or (both empty) the company, for days from `start` up to `end`."""

    id: str = key()
    member_id: str | None = link("member.id")
    team: str = ""
    metric: str = "revenue"
    start: date
    end: date
    target_minor: int
    currency: str
    created_at: datetime = stamp()


class Handover(Record, table=True):
    """A bulk reassignment that returns by itself on `until`."""

    id: str = key()
    from_id: str = link("member.id", nullable=False)
    to_id: str = link("member.id", nullable=False)
    what: str
    until: date | None = Field(default=None, index=True)
    records: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    returned_at: datetime | None = moment()
    created_at: datetime = stamp()
