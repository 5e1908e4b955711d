"""Migrations go up and down on both databases and say what the models say."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from storage.engine import make_engine
from storage.errors import SchemaOutdated
from storage.migrations import current, downgrade, head, migrate, pending
from storage.migrations.compared import include_name, include_object
from tests.fixtures.databases import needs_postgresql


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgresql)])
def empty_engine(request: pytest.FixtureRequest, tmp_path: object) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path}/fresh/rapport.db")
    else:
        engine = make_engine(request.getfixturevalue("empty_postgres_url"))
    yield engine
    engine.dispose()


def test_up_makes_every_table_of_the_models(empty_engine: Engine) -> None:
    assert pending(empty_engine)
    migrate(empty_engine)
    assert set(SQLModel.metadata.tables) <= set(inspect(empty_engine).get_table_names())
    assert current(empty_engine) == head()
    assert not pending(empty_engine)


def test_up_twice_is_up(empty_engine: Engine) -> None:
    migrate(empty_engine)
    migrate(empty_engine)
    assert not pending(empty_engine)


def test_a_database_of_an_earlier_build_is_named_with_what_it_lacks(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("ALTER TABLE ticket DROP COLUMN csat_comment"))
        connection.execute(text("ALTER TABLE deal DROP COLUMN lost_reason"))
    with pytest.raises(SchemaOutdated, match=r"earlier build of Rapport and lacks deal\.lost_reason and 1"):
        migrate(empty_engine)


def test_down_leaves_no_table_and_up_again_works(empty_engine: Engine) -> None:
    migrate(empty_engine)
    downgrade(empty_engine, "base")
    assert set(inspect(empty_engine).get_table_names()) <= {"alembic_version"}
    assert current(empty_engine) is None
    migrate(empty_engine)
    assert current(empty_engine) == head()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index ix_search")
def test_models_and_migrations_agree(empty_engine: Engine) -> None:
    migrate(empty_engine)
    with empty_engine.connect() as connection:
        options = {"compare_type": True, "include_name": include_name, "include_object": include_object}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []
