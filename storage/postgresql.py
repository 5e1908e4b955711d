"""What only PostgreSQL needs; imported when a PostgreSQL URL is used, for psycopg takes its time to load."""

import select
import time
from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Buffer
from psycopg.types.string import StrDumper
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import DatabaseBusy, DatabaseUnavailable, ReadOnlyTransaction, StorageError, StorageFull
from storage.sentences import BUSY, FULL, READ_ONLY, UNAVAILABLE

ASKED_AFTER = 30.0
"""Seconds of rest after which a connection is asked whether the server is still there."""
_RETURNED = "rapport.returned_at"
_BUSY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


class TextDumper(StrDumper):
    """PostgreSQL holds no NUL in text; a mail may. It says nothing to a reader and is dropped."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x00", "") if "\x00" in obj else obj)


def prepare(connection: Any, _record: object) -> None:
    """Set up a new psycopg connection."""
    connection.adapters.register_dumper(str, TextDumper)


def is_quiet(connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> bool:
    """Whether nothing came over an idle connection: a server that goes away closes its end, which is heard.

    Costs a system call, where asking the server costs as much as a query. What is lost without a word (a
    pulled cable) is not noticed. Raises `psycopg.OperationalError` for a closed connection.
    """
    listening = select.poll()
    listening.register(connection.fileno(), select.POLLIN)
    return not listening.poll(0)


def note_return(_connection: object, record: ConnectionPoolEntry) -> None:
    """A connection rests in the pool from now on."""
    record.info[_RETURNED] = time.monotonic()


def replace_lost(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Before a connection is used again: have the pool make a new one where the server is gone."""
    returned = record.info.get(_RETURNED)
    if returned is None:
        return
    try:
        if is_quiet(connection) and time.monotonic() - returned < ASKED_AFTER:
            return
        connection.execute("")
        connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def translated(error: BaseException | None) -> StorageError | None:
    """The storage error that says what psycopg's `error` means to a reader; None where nothing is clearer."""
    if isinstance(error, _BUSY):
        return DatabaseBusy(BUSY)
    if isinstance(error, errors.DiskFull):
        return StorageFull(FULL)
    if isinstance(error, errors.ReadOnlySqlTransaction):
        return ReadOnlyTransaction(READ_ONLY)
    if isinstance(error, psycopg.OperationalError) and _is_connection_loss(error.sqlstate):
        return DatabaseUnavailable(UNAVAILABLE)
    return None


def _is_connection_loss(state: str | None) -> bool:
    # Without an SQLSTATE the client itself lost the server; classes 08 and 57P are the server's side of it.
    return not state or state.startswith(("08", "57P", "3D"))
