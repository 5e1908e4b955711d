"""What a condition may name: records and their fields, moments, and functions; all of it documented."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.crm import CrmConfig, CustomField
from storage.filters import ENTITIES, FilterField, Kind, Path

WAS = "was"
"""The record as it was before the event."""
CUSTOM = "custom"
NAMED: Mapping[str, str] = {
    "now": "This moment.",
    "today": "This day, where the company is.",
}
_SPAN = re.compile(r"(\d{1,5})\s*([wdhm])")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
_CUSTOM_KINDS: Mapping[str, Kind] = {
    "text": "text",
    "choice": "text",
    "number": "number",
    "date": "text",
    "boolean": "flag",
}

Customs = Mapping[str, Mapping[str, Kind]]


def span_of(words: str) -> timedelta | None:
    """`10d`, `1w 2d`, `36h` as a length of time; None for anything else."""
    found = _SPAN.findall(words)
    if not found or _SPAN.sub("", words).strip():
        return None
    return sum((timedelta(**{_UNITS[unit]: int(count)}) for count, unit in found), timedelta())


@dataclass(frozen=True, slots=True)
class Moment:
    """When a condition is asked: `now` in UTC, and the company's zone, which says what day it is."""

    now: datetime
    zone: str = "UTC"

    @property
    def today(self) -> date:
        """The company's day."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one condition may name: its record, the records this one belongs to, and `was` for events."""

    entity: str
    customs: Customs = field(default_factory=dict)
    has_before: bool = False

    @property
    def records(self) -> tuple[str, ...]:
        """Every record that may be named."""
        before = (WAS,) if self.has_before else ()
        return (self.entity, *ENTITIES[self.entity].related, *before)

    def fields(self, record: str) -> Mapping[str, FilterField]:
        """The fields of a record."""
        return ENTITIES[self.kind_of_record(record)].fields

    def kind_of_record(self, record: str) -> str:
        """`was` is of the same kind as the record itself."""
        return self.entity if record == WAS else record

    def kind(self, path: Path) -> Kind | None:
        """What kind of value a path holds; None where there is no such field."""
        if path.field.startswith(f"{CUSTOM}."):
            customs = self.customs.get(self.kind_of_record(path.record), {})
            return customs.get(path.field.removeprefix(f"{CUSTOM}."))
        known = self.fields(path.record).get(path.field)
        return known.kind if known else None

    def nearest(self, path: Path) -> str:
        """What was probably meant by a field that is not there, as the end of a sentence."""
        customs = self.customs.get(self.kind_of_record(path.record), {})
        known = [*self.fields(path.record), *(f"{CUSTOM}.{key}" for key in customs)]
        return did_you_mean(path.field, known)


def did_you_mean(said: str, known: Iterable[str]) -> str:
    """The nearest names, else all of them, as the end of a sentence."""
    names = list(known)
    close = difflib.get_close_matches(said, names, n=2)
    if close:
        return f"do you mean {' or '.join(close)}?"
    return f"there are {', '.join(names)}"


def sentence(words: str) -> str:
    """Words with a full stop, unless they ask."""
    return words if words.endswith("?") else f"{words}."


def customs_of(crm: CrmConfig | None) -> Customs:
    """The company's own fields, as conditions see them."""
    if crm is None:
        return {}
    return {entity: _kinds(fields) for entity, fields in crm.custom_fields.items()}


def _kinds(fields: Iterable[CustomField]) -> dict[str, Kind]:
    return {one.key: _CUSTOM_KINDS[one.kind] for one in fields}
