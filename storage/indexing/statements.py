"""Statements straight to the driver: the index is written with every name, so each costs little."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult

AMONG = "{among}"
"""Stands in a statement for the list of values asked about."""


def ask(
    connection: Connection, statement: str, *values: Any, among: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """The rows of a statement; its `?` are the `values`, its `{among}` (after them) the values of `among`."""
    return [tuple(row) for row in _execute(connection, statement, values, among)]


def run(connection: Connection, statement: str, *values: Any, among: Sequence[Any] = ()) -> None:
    """Run a statement that gives back nothing, filled in like `ask`."""
    _execute(connection, statement, values, among)


def run_many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement once for each row."""
    connection.exec_driver_sql(_marked(connection, statement), list(rows))


def _execute(
    connection: Connection, statement: str, values: Sequence[Any], among: Sequence[Any]
) -> CursorResult[Any]:
    filled = statement.replace(AMONG, ", ".join("?" * len(among)))
    return connection.exec_driver_sql(_marked(connection, filled), (*values, *among))


def _marked(connection: Connection, statement: str) -> str:
    return statement if connection.dialect.name == "sqlite" else statement.replace("?", "%s")
