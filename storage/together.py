"""Reading ahead: what a transaction will ask of many records, one after the other, is read in one go.

Asking costs a way to the database and back; asking of fifty records, one by one, costs fifty. Who works
many of them in one transaction reads ahead what each will need; the queries of single records look there
first, and ask where nothing was read. What the transaction itself writes to a table makes it forget what was
read of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork

Key = TypeVar("Key")
Found = TypeVar("Found")


class ManyAtOnce(Generic[Key, Found]):
    """A question about many keys: a select with a list `keys` (`storage/among.py`), and how a row is read.

    `read` makes of each row, a record or the columns that are selected, its key and what was found for it.
    """

    def __init__(self, statement: Any, read: Callable[[Any], tuple[Key, Found]]) -> None:
        self._statement: Prepared[Any] = Prepared(statement)
        self._read = read
        self.tables = self._statement.tables

    def ask(self, uow: UnitOfWork, keys: Iterable[Key], **values: object) -> None:
        """Read ahead for these keys. Nothing that is pending may belong to its tables."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return
        found: dict[Key, list[Found]] = defaultdict(list)
        for row in self._statement.all(uow, keys=wanted, **values):
            key, value = self._read(row)
            found[key].append(value)
        answers = cast(dict[Key, list[Found]], uow.read_ahead.answers(self))
        answers.update({key: found.get(key, []) for key in wanted})

    def told(self, uow: UnitOfWork, key: Key) -> list[Found] | None:
        """What was found for a key, in the select's order; None where nobody read ahead for it."""
        answers = cast(dict[Key, list[Found]], uow.read_ahead.answers(self))
        return answers.get(key)
