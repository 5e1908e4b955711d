"""One transaction, and everything that is true for its length: its time, its actor, its batch of changes."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from typing import TypeVar, cast

import structlog
from sqlalchemy import Connection, Engine, Table, bindparam, inspect
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, SQLModel, select

from storage.ahead import ReadAhead
from storage.entities import entity_name, fill_in_times, primary_keys
from storage.errors import RecordNotFound
from storage.models import Batch
from storage.prepared import Prepared
from storage.types import new_id
from storage.upsert import insert_ignoring, table_of

Answer = TypeVar("Answer")
Record = TypeVar("Record", bound=SQLModel)

log = structlog.get_logger()


class RecordSession(Session):
    """A session that belongs to one `UnitOfWork`."""

    def __init__(self, bind: Engine, *, uow: "UnitOfWork") -> None:
        super().__init__(bind, expire_on_commit=False)
        self.uow = uow


class UnitOfWork:
    """An open transaction. Made by `Database.begin` and `Database.read`, which also end it."""

    def __init__(
        self,
        engine: Engine,
        *,
        sessions: type[RecordSession],
        now: datetime,
        actor: str = "",
        cause: str = "",
        is_read_only: bool = False,
    ) -> None:
        self.now = now
        self.actor = actor
        self.cause = cause
        self.is_read_only = is_read_only
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.batch_id = new_id()
        self.session = sessions(engine, uow=self)
        self._undoes_id: str | None = None
        self._is_batch_written = False
        self._callbacks: list[Callable[[], None]] = []
        self._added: dict[tuple[type[SQLModel], object], SQLModel] = {}
        self._remembered: dict[Callable[[UnitOfWork], object], object] = {}
        self.read_ahead = ReadAhead()

    def get(self, model: type[Record], record_id: str | int) -> Record:
        """The record with this id; raises `RecordNotFound`."""
        record = self.find(model, record_id)
        if record is None:
            raise RecordNotFound(entity_name(model), record_id)
        return record

    def get_locked(self, model: type[Record], record_id: str | int) -> Record:
        """Like `get`, and nobody else changes the record until this transaction ends."""
        record = self.session.get(
            model, record_id, with_for_update=True, populate_existing=not self.is_sqlite
        )
        if record is None:
            raise RecordNotFound(entity_name(model), record_id)
        return record

    def find(self, model: type[Record], record_id: str | int | None) -> Record | None:
        """The record with this id, or None."""
        if record_id is None:
            return None
        added = self._added.get((model, record_id))
        if added is not None:
            return cast(Record, added)
        if inspect(model).identity_key_from_primary_key((record_id,)) in self.session.identity_map:
            return self.session.get(model, record_id)
        return _by_id(model).first(self, id=record_id)

    def add(self, record: Record) -> Record:
        """Put a new record in, its times filled in; it reaches the database with the next flush."""
        fill_in_times(record, self.now)
        self.session.add(record)
        self._added[type(record), getattr(record, primary_keys(type(record))[0])] = record
        return record

    def is_added(self, model: type[SQLModel], record_id: str | int) -> bool:
        """Whether a record is new and not yet in the database: nothing there can refer to it."""
        return (model, record_id) in self._added

    def added(self, model: type[Record]) -> list[Record]:
        """The new records of a kind that are not yet in the database."""
        return [record for record in self._added.values() if isinstance(record, model)]

    def delete(self, record: SQLModel) -> None:
        """Take a record out."""
        self.session.delete(record)

    def flush(self) -> None:
        """Send what is pending to the database, so that constraints speak and queries see it."""
        self.session.flush()

    def flush_for(self, tables: Collection[Table]) -> None:
        """Flush where something pending belongs to one of these tables: a query of others need not wait."""
        session = self.session
        for records in (session.new, session.dirty, session.deleted):
            if any(table_of(type(record)) in tables for record in records):
                self.flush()
                return

    def forget_added(self) -> None:
        """Called when new records reached the database, or were rolled back."""
        self._added.clear()

    def remembered(self, ask: "Callable[[UnitOfWork], Answer]") -> Answer:
        """What `ask` answered when it was first asked in this transaction."""
        if ask not in self._remembered:
            self._remembered[ask] = ask(self)
        return cast(Answer, self._remembered[ask])

    def savepoint(self) -> AbstractContextManager[SessionTransaction]:
        """A part that can fail alone: an exception inside undoes the part and passes on."""
        return self.session.begin_nested()

    def connection(self) -> Connection:
        """The transaction's connection, for Core statements (they write no Changes)."""
        return self.session.connection()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call `callback` once the transaction is durable; for waking workers, and it must not fail."""
        self._callbacks.append(callback)

    @property
    def has_changes(self) -> bool:
        """Whether a Change was written in the present batch."""
        return self._is_batch_written

    def new_batch(self, *, undoes_id: str | None = None) -> str:
        """Close the present batch, so that what follows can be undone apart from it; returns the new id."""
        self.flush()
        self.batch_id = new_id()
        self._undoes_id = undoes_id
        self._is_batch_written = False
        return self.batch_id

    def write_batch(self) -> str:
        """Make sure the batch's row is there, and return its id. Called with the first Change."""
        if not self._is_batch_written:
            row = {
                "id": self.batch_id,
                "actor": self.actor,
                "cause": self.cause,
                "undoes_id": self._undoes_id,
                "at": self.now,
            }
            insert_ignoring(self.connection(), Batch, [row], unique=("id",))
            self._is_batch_written = True
        return self.batch_id

    def forget_batch(self) -> None:
        """Called when a savepoint was rolled back: the batch's row may have gone with it."""
        self._is_batch_written = False

    def run_callbacks(self) -> None:
        """Called once after the commit."""
        for callback in self._callbacks:
            try:
                callback()
            except Exception:
                # The transaction stands; failing it now would have its caller do it all again.
                log.exception("unit_of_work.callback_failed", cause=self.cause)


@cache
def _by_id(model: type[Record]) -> Prepared[Record]:
    [key] = inspect(model).primary_key
    return Prepared(select(model).where(key == bindparam("id")), sees_pending=False)
