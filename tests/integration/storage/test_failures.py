"""What a reader is told when the database refuses, and that nothing half-done stays."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from config.errors import RapportError
from storage import postgresql, sqlite
from storage.database import Database
from storage.engine import make_engine
from storage.errors import DatabaseBusy, DatabaseUnavailable, ReadOnlyTransaction, StorageFull
from storage.models import Company, Contact
from tests.fixtures.clock import FrozenClock
from tests.fixtures.troubles import impatient


def test_a_locked_sqlite_file_is_a_sentence_and_can_be_tried_again(
    sqlite_database: Database, sqlite_url: str
) -> None:
    impatient(sqlite_database)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusy, match="try again"), sqlite_database.begin():
        pass
    with sqlite_database.read() as uow:
        assert uow.session.exec(select(Contact)).all() == []
    other.execute("ROLLBACK")
    other.close()
    with sqlite_database.begin() as uow:
        uow.add(Contact(name="Jane"))


def test_a_locked_row_is_a_sentence_on_postgresql(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        contact = uow.add(Contact(name="Jane"))
    with postgres_database.begin() as holder:
        holder.get_locked(Contact, contact.id)
        with postgres_database.read() as waiter:
            waiter.connection().exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            with pytest.raises(DatabaseBusy):
                waiter.connection().exec_driver_sql("LOCK TABLE contact IN ACCESS EXCLUSIVE MODE")


def fill(database: Database) -> None:
    with database.begin() as uow:
        uow.connection().exec_driver_sql("PRAGMA max_page_count = 1")
        for number in range(2000):
            uow.add(Contact(name=f"Jane {number} {'x' * 500}"))


def test_a_full_disk_is_a_sentence_and_nothing_is_kept(sqlite_database: Database) -> None:
    # SQLite answers a file that may not grow with the same error as a disk that is full.
    with pytest.raises(StorageFull, match="free some space"):
        fill(sqlite_database)
    sqlite_database.dispose()
    with sqlite_database.read() as uow:
        assert uow.session.exec(select(Contact)).all() == []
    with sqlite_database.begin() as uow:
        uow.add(Contact(name="Jane"))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (psycopg.errors.DiskFull("no space left"), StorageFull),
        (psycopg.errors.DeadlockDetected("deadlock"), DatabaseBusy),
        (psycopg.errors.SerializationFailure("serialise"), DatabaseBusy),
        (psycopg.errors.LockNotAvailable("lock"), DatabaseBusy),
        (psycopg.errors.AdminShutdown("bye"), DatabaseUnavailable),
        (psycopg.errors.ReadOnlySqlTransaction("no"), ReadOnlyTransaction),
        (psycopg.OperationalError("connection lost"), DatabaseUnavailable),
    ],
)
def test_what_postgresql_says_is_translated(error: psycopg.Error, meaning: type[RapportError]) -> None:
    translated = postgresql.translated(error)
    assert type(translated) is meaning
    assert translated.code == meaning.code


@pytest.mark.parametrize("error", [psycopg.errors.UniqueViolation("x"), psycopg.errors.SyntaxError("x")])
def test_what_is_no_readers_business_stays(error: psycopg.Error) -> None:
    assert postgresql.translated(error) is None
    assert sqlite.translated(sqlite3.IntegrityError("x")) is None


def test_a_server_that_is_not_there_is_a_sentence(open_database: Callable[[str], Database]) -> None:
    database = open_database("postgresql://nobody@127.0.0.1:1/nothing?connect_timeout=2")
    with pytest.raises(DatabaseUnavailable, match="DATABASE_URL"):
        database.ping()


def test_a_file_that_is_no_database_is_a_sentence(
    tmp_path: Path, open_database: Callable[[str], Database]
) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Jane, " * 1000)
    with pytest.raises(DatabaseUnavailable, match="DATABASE_URL"):
        open_database(f"sqlite:///{path}").ping()


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="must start with sqlite:// or postgresql://, not mysql://"):
        make_engine("mysql://localhost/rapport")


def test_a_connection_the_server_closed_is_replaced(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        contact = uow.add(Contact(name="Jane"))
    with postgres_database.read() as uow:
        pid = uow.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
    _terminate(postgres_database, pid)
    with postgres_database.read() as uow:
        assert uow.get(Contact, contact.id).name == "Jane"


def _terminate(database: Database, pid: object) -> None:
    """End a connection from another one, and wait until it is gone."""
    other = Database(make_engine(str(database.engine.url)), clock=FrozenClock())
    with other.begin() as uow:
        ended = uow.connection().exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 10000)").scalar()
    other.dispose()
    assert ended


def test_a_server_that_goes_away_amid_a_transaction_is_said_to_be_unreachable(
    postgres_database: Database,
) -> None:
    with (  # noqa: PT012 - the transaction is the block that fails
        pytest.raises(DatabaseUnavailable),
        postgres_database.begin() as uow,
    ):
        pid = uow.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
        _terminate(postgres_database, pid)
        uow.find(Contact, "anybody")


def test_a_connection_that_rested_long_is_asked_and_used_again(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "ASKED_AFTER", 0.0)
    pids = set()
    for _ in range(2):
        with postgres_database.read() as uow:
            pids.add(uow.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar())
    assert len(pids) == 1


def test_the_same_domain_twice_stays_an_integrity_error(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Company(name="Acme", domain="acme.example"))
    with pytest.raises(IntegrityError), database.begin() as uow:
        uow.add(Company(name="Acme", domain="acme.example"))


def test_a_reference_to_nothing_is_refused_at_the_commit(database: Database) -> None:
    with pytest.raises(IntegrityError), database.begin() as uow:
        uow.add(Contact(name="Jane", company_id="no-such-company"))
    with database.begin() as uow:
        uow.add(Contact(name="Joe"))
