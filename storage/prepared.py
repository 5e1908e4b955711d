"""Queries written once: built and analysed at import, and run with values.

Building a statement anew costs SQLAlchemy more than running it; a query on the way of every message is
prepared. Before it runs, what is pending is sent to the database only where the query reads its tables.
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import CompoundSelect, ScalarResult, Table
from sqlalchemy.sql import visitors
from sqlmodel.sql.expression import SelectOfScalar

from storage.unit_of_work import UnitOfWork

Row = TypeVar("Row")


class Prepared(Generic[Row]):
    """A select of one record or one column, or a union of such, with `bindparam`s for what differs each time.

    `sees_pending=False` reads what stands in the database, whatever waits to be written.
    """

    def __init__(
        self, statement: SelectOfScalar[Row] | CompoundSelect[Any], *, sees_pending: bool = True
    ) -> None:
        self._statement = statement.execution_options(autoflush=False)
        parts = visitors.iterate(statement)
        tables = frozenset(part for part in parts if isinstance(part, Table))
        self._tables = tables if sees_pending else frozenset()

    def all(self, uow: UnitOfWork, **values: Any) -> list[Row]:
        """Every row."""
        return list(self._run(uow, values))

    def first(self, uow: UnitOfWork, **values: Any) -> Row | None:
        """The first row, or None; the statement itself says which is first, and asks for no more."""
        return self._run(uow, values).first()

    def _run(self, uow: UnitOfWork, values: Mapping[str, Any]) -> ScalarResult[Row]:
        uow.flush_for(self._tables)
        return cast(ScalarResult[Row], uow.session.scalars(self._statement, values))
