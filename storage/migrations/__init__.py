"""The database's shape, step by step, and how to bring a database to it.

Migrations run from code (`migrate`), on the caller's engine, without an alembic.ini. While nothing is
released, `python -m storage.migrations.autogenerate` writes `0001_initial` anew from the models.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

from storage.errors import SchemaOutdated

_HERE = Path(__file__).resolve().parent
_COLUMNS = {
    "sqlite": "SELECT one.name, of_it.name FROM sqlite_master AS one, pragma_table_info(one.name) AS of_it",
    "postgresql": "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema()",
}


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to `revision`; does nothing when it is there.

    Raises SchemaOutdated as `check_shape` does.
    """
    with engine.begin() as connection:
        command.upgrade(config_for(connection), revision)
    if revision == "head":
        check_shape(engine)


def check_shape(engine: Engine) -> None:
    """Raise SchemaOutdated where a database at the newest revision lacks a column the models have.

    While nothing is released the first revision is written anew, so that its name says nothing of its shape.
    """
    with engine.connect() as connection:
        lacking = _lacking(connection)
    if lacking:
        raise SchemaOutdated(engine.url.render_as_string(), lacking)


def _lacking(connection: Connection) -> list[str]:
    """The tables' columns that the models have and the database has not, as `table.column`."""
    rows = connection.execute(text(_COLUMNS[connection.dialect.name]))
    present = {(str(table), str(column)) for table, column in rows}
    tables = SQLModel.metadata.tables.values()
    wanted = [(table.name, column.name) for table in tables for column in table.columns]
    return [".".join(one) for one in wanted if one not in present]


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database down to `revision`; `base` is the empty database."""
    with engine.begin() as connection:
        command.downgrade(config_for(connection), revision)


def current(engine: Engine) -> str | None:
    """The revision the database is at; None before the first."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision there is."""
    return ScriptDirectory(str(_HERE)).get_current_head()


def pending(engine: Engine) -> bool:
    """Whether `migrate` would do something."""
    return current(engine) != head()


def config_for(connection: Connection | None = None) -> Config:
    """Alembic's configuration for this folder, working on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"] = connection
    return config
