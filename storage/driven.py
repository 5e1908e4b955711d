"""A select handed to the driver: written out by SQLAlchemy once, its rows made records of the session.

SQLAlchemy's own way from a select to its rows is many times as long as the database's. What comes back is
the same: a record the session holds already is that record, others are loaded and watched for changes.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar, cast

from sqlalchemy import CompoundSelect, Dialect, inspect
from sqlalchemy.orm import Mapper, Session, make_transient_to_detached
from sqlalchemy.sql.compiler import SQLCompiler
from sqlmodel.sql.expression import SelectOfScalar

Row = TypeVar("Row")
if TYPE_CHECKING:
    Selecting: TypeAlias = SelectOfScalar[Row] | CompoundSelect[Any]
_Read = Callable[[Any], Any] | None


class _Column(NamedTuple):
    name: str
    read: _Read


class Driven(Generic[Row]):
    """One select of records or of columns, as one kind of database takes it."""

    def __init__(self, statement: "Selecting[Row]", compiled: SQLCompiler) -> None:
        self._statement = statement
        self._compiled = compiled
        self._sql = str(compiled)
        self._mapper = _mapper_of(statement)
        self._is_of_one = is_of_one(statement)
        self._is_anew = bool(statement.get_execution_options().get("populate_existing"))
        self._columns: Sequence[_Column] = ()
        dialect = compiled.dialect
        self._writers = {
            name: writer
            for name, bound in compiled.binds.items()
            if (writer := bound.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }

    def run(self, session: Session, values: Mapping[str, Any]) -> list[Row] | None:
        """The rows; None where one is a record the session holds and must read anew."""
        result = session.connection().exec_driver_sql(self._sql, self._bound(values))
        if not self._columns:
            self._columns = self._readers([column[1] for column in result.cursor.description])
        rows = result.fetchall()
        if self._mapper is None:
            return cast(list[Row], self._values(rows))
        records = [self._record(session, self._mapper, row) for row in rows]
        return None if None in records else cast(list[Row], records)

    def _bound(self, values: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        bound = dict(self._compiled.construct_params(values))
        for name, write in self._writers.items():
            bound[name] = write(bound[name])
        order = self._compiled.positiontup
        return bound if order is None else tuple(bound[name] for name in order)

    def _values(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        if self._is_of_one:
            return [_read(self._columns[0], row[0]) for row in rows]
        return [tuple(map(_read, self._columns, row)) for row in rows]

    def _readers(self, types: Sequence[object]) -> Sequence[_Column]:
        dialect = self._compiled.dialect
        return [
            _Column(
                self._mapper.get_property_by_column(column).key if self._mapper is not None else "",
                column.type.dialect_impl(dialect).result_processor(dialect, kind),
            )
            for column, kind in zip(self._statement.selected_columns, types, strict=True)
        ]

    def _record(self, session: Session, mapper: Mapper[Any], row: Sequence[Any]) -> object | None:
        values = {column.name: _read(column, value) for column, value in zip(self._columns, row, strict=True)}
        keys = tuple(values[key.name] for key in mapper.primary_key)
        known = session.identity_map.get(mapper.identity_key_from_primary_key(keys))
        if known is not None:
            return None if self._is_anew or inspect(known).expired else known
        record = mapper.class_manager.new_instance()
        record.__dict__.update(values)
        make_transient_to_detached(record)
        session.add(record)
        return cast(object, record)


def driven(statement: "Selecting[Row]", dialect: Dialect) -> Driven[Row] | None:
    """A select for the driver; None where SQLAlchemy must have a part in it each time it is asked.

    That is where a list stands in it that is written out anew for its length.
    """
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    return None if compiled.post_compile_params else Driven(statement, compiled)


def is_of_one(statement: "Selecting[Any]") -> bool:
    """Whether each row is one thing, a record or a value; else it is a tuple of columns."""
    return isinstance(statement, CompoundSelect) or len(statement.column_descriptions) == 1


def _read(column: _Column, value: object) -> object:
    return value if column.read is None else column.read(value)


def _mapper_of(statement: "Selecting[Any]") -> Mapper[Any] | None:
    if isinstance(statement, CompoundSelect) or not is_of_one(statement):
        return None
    [selected] = statement.column_descriptions
    return inspect(selected["entity"]) if selected["expr"] is selected["entity"] else None
