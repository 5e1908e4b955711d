"""Column types and ids every record shares."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import uuid_utils
from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Before the first table is made: migrations on two databases need every constraint to have a name.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> str:
    """A new record id: a UUIDv7, so ids sort by the time they were made."""
    return str(uuid_utils.uuid7())


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time. Refuses naive values (SQLite would drop the zone in silence); loads as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """On SQLite one call a value instead of four: reports read a hundred thousand of them."""
        return _from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _from_sqlite(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


def key() -> Any:
    """The primary key of a record."""
    return Field(default_factory=new_id, primary_key=True, max_length=36)


def link(target: str, *, index: bool = True, nullable: bool = True) -> Any:
    """A reference to `table.id`."""
    if nullable:
        return Field(default=None, foreign_key=target, index=index, nullable=True)
    return Field(foreign_key=target, index=index, nullable=False)


def moment(*, index: bool = False) -> Any:
    """An optional point in time."""
    return Field(default=None, sa_type=UtcDateTime, nullable=True, index=index)


def stamp(*, index: bool = False) -> Any:
    """A point in time the session fills in with its clock when the record is first written."""
    return Field(default=None, sa_type=UtcDateTime, nullable=False, index=index)
