"""INSERT … ON CONFLICT for both databases. Each statement is built once: building costs more than running."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import SQLModel

Row = Mapping[str, Any]


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


Insert = sqlite.Insert | postgresql.Insert


def insert_new(connection: Connection, table: Table, unique: Sequence[str]) -> "Insert":
    """An insert that leaves out what is there already by its `unique` columns."""
    return _insert_new(connection.dialect.name, table, tuple(unique))


@cache
def _insert_new(dialect: str, table: Table, unique: tuple[str, ...]) -> "Insert":
    return _insert(dialect, table).on_conflict_do_nothing(index_elements=unique)


@cache
def _insert_new_returning_id(dialect: str, table: Table, unique: tuple[str, ...]) -> ReturningInsert[Any]:
    return _insert_new(dialect, table, unique).returning(table.c.id)


@cache
def _insert_adding(dialect: str, table: Table, unique: tuple[str, ...], sums: tuple[str, ...]) -> "Insert":
    statement = _insert(dialect, table)
    added = {name: table.c[name] + statement.excluded[name] for name in sums}
    return statement.on_conflict_do_update(index_elements=unique, set_=added)


@cache
def _insert_counting(dialect: str, table: Table, column: str) -> ReturningInsert[Any]:
    statement = _insert(dialect, table).values({"id": 1, column: 1})
    counted = {column: table.c[column] + 1}
    return statement.on_conflict_do_update(index_elements=["id"], set_=counted).returning(table.c[column])


def _insert(dialect: str, table: Table) -> "Insert":
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_ignoring(
    connection: Connection, model: type[SQLModel], rows: Sequence[Row], *, unique: Sequence[str]
) -> None:
    """Insert rows, leaving out those that are already there by their `unique` columns."""
    connection.execute(insert_new(connection, table_of(model), unique), [dict(row) for row in rows])


def insert_if_new(
    connection: Connection, model: type[SQLModel], rows: Sequence[Row], *, unique: Sequence[str]
) -> list[bool]:
    """Insert rows in one statement unless they are already there by their `unique` columns.

    For each row, which bears its `id`, whether it was new (False too where it stands twice among these).
    """
    if not rows:
        return []
    # Drivers disagree on the row count of an insert that did nothing; what it returns is certain.
    statement = _insert_new_returning_id(connection.dialect.name, table_of(model), tuple(unique))
    new = set(connection.execute(statement, [dict(row) for row in rows]).scalars())
    return [row["id"] in new for row in rows]


def insert_adding(
    connection: Connection,
    model: type[SQLModel],
    rows: Sequence[Row],
    *,
    unique: Sequence[str],
    sums: Sequence[str],
) -> None:
    """Insert rows; where one is already there, add the `sums` columns to it. Safe with concurrent writers."""
    statement = _insert_adding(connection.dialect.name, table_of(model), tuple(unique), tuple(sums))
    connection.execute(statement, [dict(row) for row in rows])


def count_up(connection: Connection, model: type[SQLModel], column: str) -> int:
    """The next number of a counter: the table's one row (`id` 1), made with the first number."""
    statement = _insert_counting(connection.dialect.name, table_of(model), column)
    return int(connection.execute(statement).scalar_one())
