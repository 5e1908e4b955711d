"""The name of a kind of record as people and Changes say it (`deal_contact`), and the model behind it."""

import re
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import inspect
from sqlmodel import SQLModel

from storage import models
from storage.types import UtcDateTime

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


@cache
def entity_name(model: type[SQLModel]) -> str:
    """`DealContact` -> `deal_contact`."""
    return _WORD.sub("_", model.__name__).lower()


@cache
def models_by_entity() -> dict[str, type[SQLModel]]:
    """Every kind of record by its name."""
    found = [getattr(models, name) for name in models.__all__]
    return {entity_name(model): model for model in found if hasattr(model, "__table__")}


def model_of(entity: str) -> type[SQLModel]:
    """The model of a kind of record; raises `ValueError` for a name that is none."""
    try:
        return models_by_entity()[entity]
    except KeyError:
        raise ValueError(f"there are no records called {entity!r}") from None


def id_of(record: SQLModel) -> str:
    """The record's primary key as text."""
    (key,) = primary_keys(type(record))
    return str(getattr(record, key))


@cache
def primary_keys(model: type[SQLModel]) -> tuple[str, ...]:
    """The names of the primary key's attributes."""
    mapper = inspect(model)
    return tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)


@cache
def stamped_fields(model: type[SQLModel]) -> tuple[str, ...]:
    """The points in time the session fills in when they are None."""
    columns: Any = inspect(model).columns
    return tuple(c.key for c in columns if isinstance(c.type, UtcDateTime) and not c.nullable)


def fill_in_times(record: SQLModel, now: datetime) -> None:
    """Set every required point in time that is still None to the transaction's time."""
    for field in stamped_fields(type(record)):
        if getattr(record, field) is None:
            setattr(record, field, now)
