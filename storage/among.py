"""Whether a column's value is among those of a list: one statement for lists of every length.

An `IN` that is written out anew for each length is analysed anew by SQLAlchemy, the driver and the server.
"""

from typing import Any

import orjson
from sqlalchemy import ARRAY, Boolean, ColumnElement, String, Text, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Whether a column of text holds one of the list given for the parameter `name`."""
    return _Among(column, bindparam(name, type_=_Texts()))


class _Texts(TypeDecorator[list[str]]):
    """A list of texts as a parameter: an array for PostgreSQL, JSON for SQLite, which has no arrays."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(String()))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        values = list(value)
        return orjson.dumps(values).decode() if dialect.name == "sqlite" else values


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **options)} = ANY ({compiler.process(values, **options)})"


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    listed = f"SELECT value FROM json_each({compiler.process(values, **options)})"
    return f"{compiler.process(column, **options)} IN ({listed})"
