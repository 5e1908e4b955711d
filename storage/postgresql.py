"""What only PostgreSQL needs; imported when a PostgreSQL URL is used, for psycopg takes its time to load."""

from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Buffer
from psycopg.types.string import StrDumper

from storage.errors import DatabaseBusy, DatabaseUnavailable, ReadOnlyTransaction, StorageError, StorageFull
from storage.sentences import BUSY, FULL, READ_ONLY, UNAVAILABLE

_BUSY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


class TextDumper(StrDumper):
    """PostgreSQL holds no NUL in text; a mail may. It says nothing to a reader and is dropped."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\x00", "") if "\x00" in obj else obj)


def prepare(connection: Any, _record: object) -> None:
    """Set up a new psycopg connection."""
    connection.adapters.register_dumper(str, TextDumper)


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
