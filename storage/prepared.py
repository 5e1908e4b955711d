"""Queries written once: built and analysed at import, and run with values.

Building a statement anew costs SQLAlchemy more than running it; a query on the way of every message is
prepared. Before it runs, what is pending is sent to the database only where the query reads its tables.
Where nothing speaks against it, the driver is asked without SQLAlchemy between (`storage/driven.py`).
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from sqlalchemy import Table
from sqlalchemy.sql import visitors

from storage.driven import Driven, driven, is_of_one

if TYPE_CHECKING:
    from storage.driven import Selecting
    from storage.unit_of_work import UnitOfWork

Row = TypeVar("Row")


class Prepared(Generic[Row]):
    """A select of a record or of columns, or a union of one column, with `bindparam`s for what differs.

    Lists are given to `among` (`storage/among.py`). Several columns come as a tuple.
    `sees_pending=False` reads what stands in the database, whatever waits to be written.
    """

    def __init__(self, statement: "Selecting[Row]", *, sees_pending: bool = True) -> None:
        self._statement = statement.execution_options(autoflush=False)
        parts = visitors.iterate(statement)
        tables = frozenset(part for part in parts if isinstance(part, Table))
        self.tables = tables if sees_pending else frozenset()
        self._driven: dict[str, Driven[Row] | None] = {}

    def all(self, uow: "UnitOfWork", **values: Any) -> list[Row]:
        """Every row."""
        uow.flush_for(self.tables)
        found = self._by_driver(uow, values)
        return list(self._by_session(uow, values)) if found is None else found

    def first(self, uow: "UnitOfWork", **values: Any) -> Row | None:
        """The first row, or None; the statement itself says which is first, and asks for no more."""
        return next(iter(self.all(uow, **values)), None)

    def _by_driver(self, uow: "UnitOfWork", values: Mapping[str, Any]) -> list[Row] | None:
        dialect = uow.connection().dialect
        if dialect.name not in self._driven:
            self._driven[dialect.name] = driven(self._statement, dialect)
        select = self._driven[dialect.name]
        return None if select is None else select.run(uow.session, values)

    def _by_session(self, uow: "UnitOfWork", values: Mapping[str, Any]) -> Iterable[Row]:
        result: Any = uow.session.execute(self._statement, values)
        return cast(Iterable[Row], result.scalars() if is_of_one(self._statement) else map(tuple, result))
