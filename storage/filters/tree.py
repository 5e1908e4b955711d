"""A filter as a value. A comparison with a field that holds nothing is neither true nor false, as in SQL."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

Operator: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
Value: TypeAlias = str | int | float | bool | datetime | date


@dataclass(frozen=True, slots=True)
class Path:
    """A field of the records filtered, or of one they belong to: `deal` `stage`, `company` `region`."""

    record: str
    field: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A field against a value or another field."""

    left: Path
    operator: Operator
    right: "Path | Value"


@dataclass(frozen=True, slots=True)
class Among:
    """The field's text is one of these."""

    path: Path
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """The field's text holds, begins or ends with these words, letter for letter."""

    path: Path
    words: str
    where: Literal["anywhere", "start", "end"] = "anywhere"


@dataclass(frozen=True, slots=True)
class HasWord:
    """One of the field's words is this one."""

    path: Path
    word: str


@dataclass(frozen=True, slots=True)
class IsEmpty:
    """The field holds nothing."""

    path: Path


@dataclass(frozen=True, slots=True)
class Truth:
    """A flag that is set."""

    path: Path


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    of: "Filter"


@dataclass(frozen=True, slots=True)
class Every:
    """Every part holds; without parts, always."""

    parts: "tuple[Filter, ...]" = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds; without parts, never."""

    parts: "tuple[Filter, ...]" = ()


Filter: TypeAlias = Compare | Among | Contains | HasWord | IsEmpty | Truth | Not | Every | Either
