"""INSERT … ON CONFLICT for both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

Row = Mapping[str, Any]


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


def insert_for(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """The insert of the connection's own database, which knows ON CONFLICT."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def insert_ignoring(
    connection: Connection, model: type[SQLModel], rows: Sequence[Row], *, unique: Sequence[str]
) -> None:
    """Insert rows, leaving out those that are already there by their `unique` columns."""
    statement = insert_for(connection, table_of(model)).on_conflict_do_nothing(index_elements=list(unique))
    connection.execute(statement, [dict(row) for row in rows])


def insert_if_new(connection: Connection, model: type[SQLModel], row: Row, *, unique: Sequence[str]) -> bool:
    """Insert one row unless it is already there by its `unique` columns; True where it was new."""
    table = table_of(model)
    statement = insert_for(connection, table).on_conflict_do_nothing(index_elements=list(unique))
    # Drivers disagree on the row count of an insert that did nothing; what it returns is certain.
    returned = statement.returning(next(iter(table.primary_key.columns)))
    return connection.execute(returned, dict(row)).first() is not None


def insert_adding(
    connection: Connection,
    model: type[SQLModel],
    rows: Sequence[Row],
    *,
    unique: Sequence[str],
    sums: Sequence[str],
) -> None:
    """Insert rows; where one is already there, add the `sums` columns to it. Safe with concurrent writers."""
    table = table_of(model)
    statement = insert_for(connection, table)
    added = {name: table.c[name] + statement.excluded[name] for name in sums}
    statement = statement.on_conflict_do_update(index_elements=list(unique), set_=added)
    connection.execute(statement, [dict(row) for row in rows])
