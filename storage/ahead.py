"""What a transaction read ahead, so that it need not ask again for each of many records."""

from collections.abc import Collection, Iterable
from typing import Any, Protocol

from sqlalchemy import Table
from sqlmodel import SQLModel

from storage.upsert import table_of


class Question(Protocol):
    """What is asked of many keys at once."""

    tables: frozenset[Table]


class ReadAhead:
    """What one transaction read ahead. Records are held, so that finding them by their id asks nothing."""

    def __init__(self) -> None:
        self._answers: dict[Question, dict[Any, list[Any]]] = {}
        self._held: list[SQLModel] = []

    def answers(self, question: Question) -> dict[Any, list[Any]]:
        """What is known about a question, by key."""
        return self._answers.setdefault(question, {})

    def hold(self, records: Iterable[SQLModel]) -> None:
        """Keep records at hand until the transaction ends."""
        self._held.extend(records)

    def forget(self, written: Collection[SQLModel]) -> None:
        """Called before records are written: what was read of their tables may not hold any more."""
        if not self._answers:
            return
        tables = {table_of(type(record)) for record in written}
        self._answers = {one: known for one, known in self._answers.items() if tables.isdisjoint(one.tables)}
