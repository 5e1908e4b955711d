"""Rules on their way: the accepted file, rules made by chat, what is switched off, and every evaluation."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field

from storage.record import Record
from storage.types import key, link, moment, stamp


class RuleFile(Record, table=True):
    """The last `automations.yaml` that could be worked with, and what was wrong with a newer one.

    One row: every process of every machine goes by it, so a broken file stops nothing.
    """

    id: int = Field(default=1, primary_key=True)
    text: str = Field(default="", sa_type=Text)
    awaits: str = ""
    """The events its rules wait for, parted by spaces: what nobody waits for leaves no job."""
    sha256: str = ""
    accepted_at: datetime | None = moment()
    refused_sha256: str = ""
    problem: str = Field(default="", sa_type=Text)
    refused_at: datetime | None = moment()


class SavedRule(Record, table=True):
    """A rule made by chat or console. `definition` is what the file would hold; `words` what was said."""

    id: str = key()
    name: str = Field(unique=True)
    definition: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    event: str = ""
    """What it waits for, where that is an event."""
    words: str = ""
    made_by_id: str | None = link("member.id", index=False)
    created_at: datetime = stamp()
    updated_at: datetime = stamp()


class RulePause(Record, table=True):
    """A rule that was switched off by hand; `*` stands for all of them."""

    id: str = key()
    rule: str = Field(unique=True)
    reason: str = ""
    by_id: str | None = link("member.id", index=False)
    created_at: datetime = stamp()


class RuleRun(Record, table=True):
    """One evaluation of one rule on one record; `key` makes it happen once per cause.

    `verdict`: `done`, `withheld` (the reason says why), `failed`, or `marked` for a schedule's occurrence.
    `details` lists what each action came to. `chain` are the rules that led here, nearest last.
    """

    __table_args__ = (
        UniqueConstraint("rule", "key"),
        Index("ix_rulerun_rule_at", "rule", "at"),
        Index("ix_rulerun_record", "record_id", "at"),
        Index("ix_rulerun_occurrence", "rule", "occurrence"),
    )

    id: str = key()
    rule: str
    key: str
    occurrence: str = ""
    entity: str
    record_id: str
    contact_id: str | None = Field(default=None, index=True)
    verdict: str
    reason: str = ""
    depth: int = 0
    details: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    at: datetime = stamp(index=True)
