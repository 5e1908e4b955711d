"""Engines for the two databases: SQLite by default, PostgreSQL (psycopg 3) by URL."""

import sqlite3
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import ExceptionContext

from storage import sqlite
from storage.indexing.noticing import notice_names


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///path`, `postgresql://…` or `postgres://…`.

    Its failures arrive as `StorageError`s where a reader can act on them; integrity errors stay SQLAlchemy's.
    """
    parsed = make_url(url)
    backend = parsed.drivername.partition("+")[0]
    if backend == "sqlite":
        return _sqlite(parsed)
    if backend in {"postgres", "postgresql"}:
        return _postgresql(parsed)
    raise ValueError(f"DATABASE_URL must start with sqlite:// or postgresql://, not {backend}://")


def reading(engine: Engine) -> Engine:
    """An engine of the same database for transactions in which a write raises `ReadOnlyTransaction`.

    SQLite forgets its prepared statements when a connection turns from reading to writing, so there each has
    connections of its own; a database in memory has but one.
    """
    if engine.dialect.name != "sqlite":
        return engine.execution_options(postgresql_readonly=True)
    own = engine if _is_in_memory(engine.url) else _sqlite(engine.url)
    return own.execution_options(**{sqlite.READ_ONLY_OPTION: True})


def _sqlite(url: URL) -> Engine:
    in_memory = _is_in_memory(url)
    if url.database is not None and not in_memory and not url.database.startswith("file:"):
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        # A database in memory lives as long as its one connection.
        pool_size=1 if in_memory else 10,
        max_overflow=0 if in_memory else 20,
        connect_args={
            "timeout": sqlite.BUSY_SECONDS,
            "check_same_thread": False,
            "cached_statements": 512,
        },
        **_json_options(),
    )
    event.listen(engine, "connect", sqlite.prepare)
    event.listen(engine, "begin", sqlite.begin)
    event.listen(engine, "checkin", sqlite.finish)
    notice_names(engine)
    event.listen(engine, "handle_error", _explain_sqlite)
    return engine


def _is_in_memory(url: URL) -> bool:
    return url.database in {None, "", ":memory:"}


def _explain_sqlite(context: ExceptionContext) -> BaseException | None:
    error = context.original_exception
    return sqlite.translated(error) if isinstance(error, sqlite3.Error) else None


def _explain_postgresql(context: ExceptionContext) -> BaseException | None:
    from storage import postgresql

    return postgresql.translated(context.original_exception)


def _postgresql(url: URL) -> Engine:
    from storage import postgresql

    connect_args: dict[str, Any] = {"connect_timeout": 10, "application_name": "rapport"}
    if "options" not in url.query:
        connect_args["options"] = f"-c timezone=UTC -c lock_timeout={sqlite.BUSY_SECONDS}s"
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=20,
        pool_recycle=1800,
        connect_args=connect_args,
        **_json_options(),
    )
    event.listen(engine, "connect", postgresql.prepare)
    event.listen(engine, "checkin", postgresql.note_return)
    notice_names(engine)
    event.listen(engine, "checkout", postgresql.replace_lost)
    event.listen(engine, "handle_error", _explain_postgresql)
    return engine


def _json_options() -> dict[str, Any]:
    return {"json_serializer": _to_json, "json_deserializer": _from_json}


def _from_json(text: str | bytes | float) -> object:
    # SQLite's JSON columns have numeric affinity: a bare number comes back as one.
    return text if isinstance(text, int | float) else orjson.loads(text)


def _to_json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
