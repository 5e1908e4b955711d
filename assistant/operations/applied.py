"""What applying an operation gives back, and how its JSON arguments are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from assistant.work import Work

Args: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Applied:
    """A change that was made: the record, and the sentence that says so."""

    text: str
    entity: str = ""
    record_id: str = ""
    name: str = ""


Apply: TypeAlias = Callable[[Work, Args], Applied]


def text(args: Args, name: str) -> str | None:
    """A string argument, None where it is missing."""
    value = args.get(name)
    return value if isinstance(value, str) else None


def whole(args: Args, name: str) -> int | None:
    """An integer argument."""
    value = args.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def day(args: Args, name: str) -> date | None:
    """An ISO date argument."""
    value = text(args, name)
    return date.fromisoformat(value) if value else None


def moment(args: Args, name: str) -> datetime | None:
    """An ISO datetime argument."""
    value = text(args, name)
    return datetime.fromisoformat(value) if value else None


def needed(args: Args, name: str) -> str:
    """A string argument a card always holds."""
    value = text(args, name)
    if value is None:
        raise KeyError(name)
    return value
