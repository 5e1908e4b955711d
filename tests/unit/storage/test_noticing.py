"""Whatever statement writes a name, it is indexed; who writes none looks for nothing to index."""

import pytest
from sqlalchemy import event

from storage.database import Database
from storage.models import Contact, Suppression
from storage.search import search
from storage.upkeep import index_strays


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contact SET name = 'Zoe Winter'",
        "WITH one AS (SELECT id FROM contact) UPDATE contact SET name = 'Zoe Winter'",
    ],
)
def test_a_name_written_by_any_statement_is_found(database: Database, statement: str) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane Doe"))
    with database.begin() as uow:
        uow.connection().exec_driver_sql(statement)
    assert found(database, "zoe winter") == ["Zoe Winter"]


def test_what_writes_no_name_looks_for_none(database: Database) -> None:
    statements: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with database.begin() as uow:
        uow.add(Suppression(kind="email", address="a@b.example", reason="opted_out"))
    event.remove(database.engine, "before_cursor_execute", note)
    assert any(one.startswith("INSERT INTO suppression") for one in statements)
    assert not [one for one in statements if "search_pending" in one]


def test_a_name_written_past_the_engine_is_found_after_the_night(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane Doe"))
    raw = database.engine.raw_connection()
    raw.cursor().execute("UPDATE contact SET name = 'Zoe Winter'")
    raw.commit()
    raw.close()
    assert found(database, "zoe winter") == []
    index_strays(database)
    assert found(database, "zoe winter") == ["Zoe Winter"]


def found(database: Database, text: str) -> list[str]:
    """What the people are called that are found by `text`."""
    with database.read() as uow:
        return [one.name for one in search(uow, text, entities=("contact",))]
