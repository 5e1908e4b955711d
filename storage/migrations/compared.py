"""What is compared between the models and a database, and how a column type is written in a migration."""

from typing import Any, Literal

from sqlalchemy.schema import SchemaItem
from sqlmodel.sql.sqltypes import AutoString

from storage.types import UtcDateTime

_SEARCH = "search_"


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out what the migrations make by hand (search) and what other libraries own (jobs)."""
    return not (kind == "table" and name is not None and name.startswith((_SEARCH, "procrastinate_")))


def include_object(
    _object: SchemaItem, name: str | None, kind: str, reflected: bool, _compare_to: SchemaItem | None
) -> bool:
    """Leave out the search's own indexes, which no model names."""
    return not (kind == "index" and reflected and name is not None and name.startswith("ix_search_"))


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our own types as what they are in the database: a migration must not change when they do."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()" if item.length is None else f"sa.String(length={item.length})"
    return False
