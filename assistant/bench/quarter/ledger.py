"""What a simulated quarter leaves behind, as plain values: what went out, what people did, what was decided.

Nothing here knows the product: the rules that judge the quarter are to be independent of what they judge.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Deed = Literal["reply", "thanks", "opt_out", "bounce", "away", "meeting", "won"]


@dataclass(frozen=True, slots=True)
class Person:
    """A customer. `zone` is where they truly are; nobody writes to them there at night."""

    number: int
    name: str
    email: str
    phone: str
    zone: str
    company: int
    written_zone: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """One step that reached somebody: `tag` is its sequence, `label` its wording."""

    person: int
    channel: str
    tag: str
    step: int
    label: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """Something a person did, or that was done with them. `back` is the day an absent one returns at nine."""

    person: int
    deed: Deed
    at: datetime
    back: datetime | None = None


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person was put into a sequence."""

    person: int
    tag: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict the product kept about a step."""

    person: int
    tag: str
    step: int
    verdict: str
    reason: str
    at: datetime
    late_minutes: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A colleague asked to be reminded of something, by its own words."""

    words: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """A colleague was reminded."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed on: the steps' waits in business days by sequence, and every limit."""

    waits: dict[str, tuple[int, ...]]
    stops_on_colleague: frozenset[str]
    company_zone: str
    holidays: frozenset[str]
    per_week: int
    per_hour: dict[str, int]
    stale_hours: int
    slack_minutes: int
    outage: tuple[datetime, datetime]
    end: datetime


@dataclass(slots=True)
class Ledger:
    """All of it."""

    terms: Terms
    people: list[Person] = field(default_factory=list)
    enrolled: list[Enrolled] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    reminded: list[Reminded] = field(default_factory=list)
