"""Filters as SQL: how many records match, which, and what the fields asked for hold."""

import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, false, func, not_, or_, select, true

from storage.filters import tree
from storage.filters.fields import ENTITIES, FilterField, Kind, is_listed
from storage.filters.tree import Filter, Path
from storage.unit_of_work import UnitOfWork

Value: TypeAlias = str | int | float | bool | datetime | date | list[str] | None
Column: TypeAlias = ColumnElement[Any]
Customs: TypeAlias = Mapping[str, Mapping[str, Kind]]
"""The company's own fields: kind of record -> key -> kind."""

CUSTOM = "custom."
_ORDERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """Records by id with what was asked of them; `next` continues, None at the end."""

    rows: list[tuple[str, dict[Path, Value]]]
    next: str | None


def count_matching(uow: UnitOfWork, entity: str, wanted: Filter, *, customs: Customs | None = None) -> int:
    """How many records of a kind match."""
    ground = _Ground(entity, customs or {})
    where = ground.condition(wanted)
    query = ground.joined(select(func.count())).where(is_listed(entity, ground.base), where)
    return int(uow.connection().execute(query).scalar_one())


def page_matching(
    uow: UnitOfWork,
    entity: str,
    wanted: Filter,
    *,
    paths: Sequence[Path] = (),
    after: str = "",
    limit: int = 1000,
    customs: Customs | None = None,
) -> ValuesPage:
    """One page of the records that match, by id, with the values of `paths`."""
    ground = _Ground(entity, customs or {})
    where = ground.condition(wanted)
    columns = [ground.column(path) for path in paths]
    base = ground.base.c.id
    query = ground.joined(select(base, *columns)).where(is_listed(entity, ground.base), where)
    query = query.where(base > after).order_by(base).limit(limit + 1)
    found = uow.connection().execute(query).all()
    rows = [(str(row[0]), ground.values(paths, row[1:])) for row in found[:limit]]
    return ValuesPage(rows, rows[-1][0] if len(found) > limit else None)


def values_of(
    uow: UnitOfWork,
    entity: str,
    ids: Collection[str],
    paths: Sequence[Path],
    *,
    customs: Customs | None = None,
) -> dict[str, dict[Path, Value]]:
    """What the fields of records hold, by id; a record that is gone is left out."""
    uow.flush()
    ground = _Ground(entity, customs or {})
    columns = [ground.column(path) for path in paths]
    base = ground.base.c.id
    query = ground.joined(select(base, *columns)).where(base.in_(ids))
    rows = uow.connection().execute(query).all()
    return {str(row[0]): ground.values(paths, row[1:]) for row in rows}


class _Ground:
    """The tables a query stands on: the records, and those they belong to once these are asked for."""

    def __init__(self, entity: str, customs: Customs) -> None:
        self._entity = entity
        self._customs = customs
        self.base: Table = ENTITIES[entity].table
        self._related: dict[str, FromClause] = {}

    def joined(self, query: Select[Any]) -> Select[Any]:
        """The query over all tables asked for so far."""
        source: FromClause = self.base
        for name, table in self._related.items():
            link = ENTITIES[self._entity].related[name](self.base)
            source = source.outerjoin(table, table.c.id == link)
        return query.select_from(source)

    def column(self, path: Path) -> Column:
        """Where the value of a path is found."""
        table = self._table(path.record)
        if path.field.startswith(CUSTOM):
            return self._custom(table, path)
        return self._field(path).build(table)

    def kind(self, path: Path) -> Kind:
        """What kind of value a path has."""
        if path.field.startswith(CUSTOM):
            return self._customs[path.record][path.field.removeprefix(CUSTOM)]
        return self._field(path).kind

    def values(self, paths: Sequence[Path], row: Sequence[Any]) -> dict[Path, Value]:
        """One row's values as conditions see them."""
        return {path: _seen(self.kind(path), value) for path, value in zip(paths, row, strict=True)}

    def condition(self, wanted: Filter) -> Column:
        """A filter as a condition of SQL."""
        match wanted:
            case tree.Every(parts):
                return and_(true(), *(self.condition(one) for one in parts))
            case tree.Either(parts):
                return or_(false(), *(self.condition(one) for one in parts))
            case tree.Not(of):
                return not_(self.condition(of))
            case tree.Compare():
                return self._compared(wanted)
            case tree.Among(path, values):
                found = self._solid(path)
                return and_(found.is_not(None), found.in_(values))
            case tree.Contains():
                return self._contained(wanted)
            case tree.HasWord(path, word):
                listed = func.coalesce(self.column(path), "")
                framed = _SEPARATOR + listed + _SEPARATOR
                without: Column = func.replace(framed, f"{_SEPARATOR}{word}{_SEPARATOR}", "")
                return without != framed
            case tree.IsEmpty(path):
                return self.column(path).is_(None)
            case tree.Truth(path):
                return self._solid(path).is_(True)

    def _compared(self, wanted: tree.Compare) -> Column:
        left = self._solid(wanted.left)
        right: Any = self._solid(wanted.right) if isinstance(wanted.right, Path) else wanted.right
        if wanted.operator == "==":
            return and_(left.is_not(None), left == right)
        if wanted.operator == "!=":
            return or_(left.is_(None), left != right)
        ordered: Column = _ORDERS[wanted.operator](left, right)
        return ordered

    def _contained(self, wanted: tree.Contains) -> Column:
        text = self._solid(wanted.path)
        if not wanted.words:
            return true()
        if wanted.where == "anywhere":
            # LIKE ignores case on SQLite and minds it on PostgreSQL; replacing minds it on both.
            without: Column = func.replace(text, wanted.words, "")
            return without != text
        length = len(wanted.words)
        if wanted.where == "start":
            begun: Column = func.substr(text, 1, length)
            return begun == wanted.words
        ending: Column = func.substr(text, func.length(text) - length + 1)
        return and_(func.length(text) >= length, ending == wanted.words)

    def _solid(self, path: Path) -> Column:
        """The column, text never NULL."""
        column = self.column(path)
        if self.kind(path) != "text":
            return column
        is_certain = path.record == self._entity and not getattr(column, "nullable", True)
        return column if is_certain else func.coalesce(column, "")

    def _table(self, record: str) -> FromClause:
        if record == self._entity:
            return self.base
        if record not in self._related:
            self._related[record] = ENTITIES[record].table.alias(f"its_{record}")
        return self._related[record]

    def _field(self, path: Path) -> FilterField:
        return ENTITIES[path.record].fields[path.field]

    def _custom(self, table: FromClause, path: Path) -> Column:
        value = table.c.custom[path.field.removeprefix(CUSTOM)]
        kind = self.kind(path)
        if kind == "number":
            return value.as_float()  # type: ignore[no-any-return]
        return value.as_boolean() if kind == "flag" else value.as_string()  # type: ignore[no-any-return]


def _seen(kind: Kind, value: Any) -> Value:
    if kind == "words" and isinstance(value, list):
        return value
    if kind == "words":
        return str(value).split(_SEPARATOR) if value else []
    if kind == "text":
        return value or ""
    if kind == "flag":
        return bool(value)
    return value  # type: ignore[no-any-return]
