"""What every stored record derives from: a SQLModel made and changed at the price of a plain object."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute
from sqlmodel import SQLModel


class Record(SQLModel):
    """A table's row as an object.

    SQLModel passes each field of a table model through its own, pydantic's and SQLAlchemy's setter, and none
    of them checks its value; one is enough. A name that is no field raises `TypeError` or `ValueError`.
    """

    def __init__(self, **values: Any) -> None:
        names, defaults, factories = _fields(type(self))
        if not names.issuperset(values):
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(values.keys() - names))}")
        # What a new record holds is written whole: SQLAlchemy needs no history of it.
        held = self.__dict__
        held.update(defaults)
        for name, factory in factories:
            if name not in values:
                held[name] = factory()
        held.update(values)

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(getattr(type(self), name, None), InstrumentedAttribute):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)


_Factories = tuple[tuple[str, Callable[[], Any]], ...]


@cache
def _fields(model: type[SQLModel]) -> tuple[frozenset[str], dict[str, Any], _Factories]:
    """The names of a model's fields, their defaults, and what makes the defaults that are made anew."""
    fields = model.model_fields
    made = {name: field.default_factory for name, field in fields.items() if field.default_factory}
    defaults = {
        name: field.get_default()
        for name, field in fields.items()
        if not field.is_required() and name not in made
    }
    return frozenset(fields), defaults, tuple(made.items())  # type: ignore[arg-type]
