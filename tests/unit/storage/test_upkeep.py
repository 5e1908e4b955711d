"""Upkeep: SQLite's planner learns what the tables hold; PostgreSQL is left to its autovacuum."""

from sqlalchemy import event

from storage.database import Database
from storage.models import Contact
from storage.upkeep import ROWS_SAMPLED, refresh_statistics


def test_the_planner_of_sqlite_knows_the_tables_afterwards(sqlite_database: Database) -> None:
    with sqlite_database.begin() as uow:
        uow.add(Contact(name="Jane Doe"))
    refresh_statistics(sqlite_database)
    with sqlite_database.engine.connect() as connection:
        analysed = set(connection.exec_driver_sql("SELECT tbl FROM sqlite_stat1").scalars())
        assert "contact" in analysed
        assert connection.exec_driver_sql("PRAGMA analysis_limit").scalar() == ROWS_SAMPLED


def test_postgresql_is_asked_nothing(postgres_database: Database) -> None:
    statements: list[str] = []

    @event.listens_for(postgres_database.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    refresh_statistics(postgres_database)
    event.remove(postgres_database.engine, "before_cursor_execute", note)

    assert statements == []
