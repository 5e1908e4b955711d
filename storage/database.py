"""Where transactions come from: an engine and a clock."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, text

from storage.engine import reading
from storage.errors import DatabaseBusy
from storage.flushing import FollowedSession
from storage.indexing.entries import index_written
from storage.sentences import BUSY
from storage.sqlite import BUSY_SECONDS
from storage.unit_of_work import UnitOfWork


class Database:
    """An engine and a clock: where transactions come from."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._reading = reading(engine)
        self._write_gate = threading.Lock()

    @contextmanager
    def begin(self, *, actor: str = "system", cause: str = "") -> Iterator[UnitOfWork]:
        """A transaction that commits when the block ends well and rolls back when it raises.

        `actor` and `cause` are written on its batch of Changes. Raises `DatabaseBusy` when another writer
        holds the database for too long.
        """
        uow = UnitOfWork(self.engine, sessions=FollowedSession, now=self.clock(), actor=actor, cause=cause)
        with self.writing(), uow.session:
            if self.is_sqlite:
                uow.connection()
            yield uow
            uow.flush()
            index_written(uow.connection())
            uow.session.commit()
        uow.run_callbacks()

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A transaction that only reads; a write in it raises `ReadOnlyTransaction`."""
        uow = UnitOfWork(self._reading, sessions=FollowedSession, now=self.clock(), is_read_only=True)
        with uow.session:
            yield uow
            if uow.session.new or uow.session.dirty or uow.session.deleted:
                uow.flush()
            # After a rollback psycopg forgets the statements the server has prepared for it.
            uow.session.commit()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """On SQLite, this process's turn to write: threads queue here rather than poll the file's lock."""
        if not self.is_sqlite:
            yield
            return
        if not self._write_gate.acquire(timeout=BUSY_SECONDS):
            raise DatabaseBusy(BUSY)
        try:
            yield
        finally:
            self._write_gate.release()

    @property
    def conninfo(self) -> str:
        """How another client reaches the same PostgreSQL database: a libpq URI, password included."""
        url = self.engine.url.set(drivername="postgresql")
        return url.render_as_string(hide_password=False)

    def ping(self) -> None:
        """Ask the database for a sign of life; raises `DatabaseUnavailable` and its kin."""
        with self._reading.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._reading.dispose()
