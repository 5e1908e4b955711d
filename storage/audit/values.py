"""Field values as the JSON a Change holds, and back."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, inspect
from sqlmodel import SQLModel

from storage.types import UtcDateTime

Json = Any


def to_json(value: object) -> Json:
    """A value a Change can hold: times and dates as ISO 8601 text, enums as their value."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def from_json(model: type[SQLModel], field: str, value: Json) -> Any:
    """The value of `field` a Change holds, as the record takes it."""
    if not isinstance(value, str):
        return value
    kind = inspect(model).columns[field].type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
