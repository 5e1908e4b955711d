"""What only SQLite needs: pragmas, how a transaction begins, what its errors mean."""

import sqlite3

from sqlalchemy import Connection

from storage.errors import DatabaseBusy, DatabaseUnavailable, ReadOnlyTransaction, StorageError, StorageFull
from storage.sentences import BUSY, FULL, READ_ONLY

READ_ONLY_OPTION = "rapport_read_only"
"""Execution option of an engine whose transactions only read (deferred, `query_only`)."""

BUSY_SECONDS = 10
"""How long a writer waits for another before it gives up with `DatabaseBusy`."""

_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode=WAL",
    # FULL, not NORMAL: what was acknowledged to a provider must survive a power cut; group commit
    # carries the load.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",
    "PRAGMA journal_size_limit=67108864",
)


def prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set up a new connection."""
    # The driver's own BEGIN comes too late for reads and is never IMMEDIATE: we say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def begin(connection: Connection) -> None:
    """Begin a transaction, at once for writing unless the engine's option says it only reads."""
    read_only = bool(connection.get_execution_options().get(READ_ONLY_OPTION, False))
    if connection.info.get(READ_ONLY_OPTION, False) is not read_only:
        connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
        connection.info[READ_ONLY_OPTION] = read_only
    # A deferred transaction that reads and then writes fails at once when another wrote between;
    # one that says so at its start waits its turn.
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def finish(connection: sqlite3.Connection | None, _record: object) -> None:
    """Give the lock back: a COMMIT that was refused (a reference to nothing) leaves its transaction open."""
    if connection is not None and connection.in_transaction:
        connection.rollback()


def translated(error: sqlite3.Error) -> StorageError | None:
    """The storage error that says what `error` means to a reader; None where nothing is clearer."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return DatabaseBusy(BUSY)
    if name in {"SQLITE_FULL", "SQLITE_IOERR_WRITE"}:
        return StorageFull(FULL)
    if name.startswith("SQLITE_READONLY"):
        return ReadOnlyTransaction(READ_ONLY)
    if name in {"SQLITE_CANTOPEN", "SQLITE_NOTADB"}:
        return DatabaseUnavailable(f"The database file cannot be opened ({error}). Check DATABASE_URL.")
    return None
