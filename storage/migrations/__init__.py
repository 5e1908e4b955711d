"""The database's shape, step by step, and how to bring a database to it.

Migrations run from code (`migrate`), on the caller's engine, without an alembic.ini. While nothing is
released, `python -m storage.migrations.autogenerate` writes `0001_initial` anew from the models.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_HERE = Path(__file__).resolve().parent


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to `revision`; does nothing when it is there."""
    with engine.begin() as connection:
        command.upgrade(config_for(connection), revision)


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
