"""Loading many rows at once, by the quickest road each database has. Writes no Changes."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection
from sqlmodel import SQLModel

from storage.upsert import table_of

_CHUNK = 20_000

_PLAIN = frozenset({str, int, float, bool, type(None)})

Row = Sequence[Any]


def load(connection: Connection, model: type[SQLModel], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert rows of these columns, the others at the model's defaults; returns how many.

    On PostgreSQL by COPY. Ids and times must be given, times zone-aware in UTC; dicts and lists become JSON.
    """
    constants = _defaults(model, leaving_out=columns)
    every = (*columns, *constants)
    filled = ((*row, *constants.values()) for row in rows)
    name = connection.dialect.identifier_preparer.format_table(table_of(model))
    quoted = ", ".join(connection.dialect.identifier_preparer.quote(column) for column in every)
    if connection.dialect.name == "sqlite":
        return _insert(connection, f"INSERT INTO {name} ({quoted})", len(every), filled)
    return _copy(connection, f"COPY {name} ({quoted}) FROM STDIN", filled)


def _defaults(model: type[SQLModel], *, leaving_out: Sequence[str]) -> dict[str, Any]:
    fields = model.model_fields.items()
    known = {
        name: field.get_default(call_default_factory=True)
        for name, field in fields
        if name not in leaving_out
    }
    return {name: value for name, value in known.items() if value is not None}


def _insert(connection: Connection, start: str, width: int, rows: Iterable[Row]) -> int:
    statement = f"{start} VALUES ({', '.join('?' * width)})"
    prepared = (tuple(map(_for_sqlite, row)) for row in rows)
    count = 0
    while chunk := list(islice(prepared, _CHUNK)):
        connection.exec_driver_sql(statement, chunk)
        count += len(chunk)
    return count


def _copy(connection: Connection, statement: str, rows: Iterable[Row]) -> int:
    cursor: Any = connection.connection.cursor()
    count = 0
    with cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(tuple(map(_for_postgresql, row)))
            count += 1
    return count


def _for_sqlite(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return _for_postgresql(value)


def _for_postgresql(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
