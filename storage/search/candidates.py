"""Records whose names may be meant, found by their terms; few enough to compare one by one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection

from storage.indexing.entries import BESIDE
from storage.indexing.statements import ask
from storage.indexing.words import Name
from storage.search.expansion import Expansion, joinings, one_less
from storage.search.terms import Entry, Group, find, held

_MOST = 200
"""Records taken of one question to the index."""
_MOST_BY_PREFIX = 20
_TWO_TYPOS = 0.8
"""The score of an ordinary name in which two letters are wrong."""
_LAST_CHARACTER = "\U0010ffff"


def by_beginning(connection: Connection, query: Name, entities: Sequence[str]) -> list[Entry]:
    """Records whose name is the query or begins with it."""
    name = "folded" if connection.dialect.name == "sqlite" else 'folded COLLATE "C"'
    part = f"""SELECT * FROM (SELECT entity, record_id, folded, beside FROM search_entry
        WHERE entity = ? AND {name} >= ? AND {name} < ? ORDER BY {name} LIMIT {_MOST_BY_PREFIX}) AS of_one"""
    bounds = (query.folded, query.folded + _LAST_CHARACTER)
    values = [value for entity in entities for value in (entity, *bounds)]
    return [Entry(*row) for row in ask(connection, " UNION ALL ".join([part] * len(entities)), *values)]


class Round(NamedTuple):
    """What a round of questions brought; from a score of `enough` on, what was found so far will do."""

    found: list[Entry]
    enough: float = 0.9


def by_terms(connection: Connection, query: Name, entities: Sequence[str]) -> Iterator[Round]:
    """Records by the query's words: as written, one typo, one in each word, two, a word too many."""
    words = query.core
    index = _Index(connection, words, entities)
    yield Round(index.find([(word, 0) for word in words]))
    yield Round(index.find_each(_with_typos(words, 1)))
    if len(words) > 1:
        yield Round(index.find_each([[(word, 1) for word in words]]))
        yield Round(index.find_each([(word, 0) for word in joined] for joined in joinings(words)))
    yield Round(index.find_each(_with_typos(words, 2)))
    # Where a name two typos away was found, leaving a misspelt word out brings only names farther away.
    yield Round(index.find_without(lambda word: word in index.written), enough=_TWO_TYPOS)
    yield Round(index.find_without(lambda word: word not in index.written))


_Typos = list[tuple[str, int]]
"""Words, each with how many typos it may have."""


def _with_typos(words: tuple[str, ...], typos: int) -> Iterator[_Typos]:
    """The typos in each word in turn."""
    for misspelt in range(len(words)):
        yield [(word, typos if index == misspelt else 0) for index, word in enumerate(words)]


class _Index:
    """Questions to the index for the words of one query."""

    def __init__(self, connection: Connection, words: tuple[str, ...], entities: Sequence[str]) -> None:
        self._connection = connection
        self._words = words
        self._entities = entities
        self._near = Expansion(connection, words)

    def find(self, words: _Typos) -> list[Entry]:
        """Records that hold all the words."""
        last = words[-1][0]
        groups = [
            _group(word, self._near.within(word, typos), is_last=word == last, is_alone=len(words) == 1)
            for word, typos in words
        ]
        return find(self._connection, groups, self._entities, most=_MOST)

    def find_each(self, questions: Iterable[_Typos]) -> list[Entry]:
        """Records that hold all the words of one of the questions; what cannot be answered is not asked."""
        found: list[Entry] = []
        for words in questions:
            if all(self._near.within(word, typos) or word in self.written for word, typos in words):
                found += self.find(words)
        return found

    def find_without(self, may_miss: Callable[[str], bool]) -> list[Entry]:
        """Records that hold all the words but one that may be missing."""
        fewer = [left for word, left in one_less(self._words) if may_miss(word)]
        return self.find_each([(word, 1) for word in words] for words in fewer)

    @cached_property
    def written(self) -> set[str]:
        """The words, and neighbours as one, that some name holds or has a word begin with."""
        joined = (word for words in joinings(self._words) for word in words)
        words = dict.fromkeys([*self._words, *joined])
        return held(self._connection, {word: _group_of_all(word) for word in words})


def _group_of_all(word: str) -> Group:
    """Every term a word as it is written can ask for, wherever it stands."""
    return [*_group(word, (), is_last=True, is_alone=True), f"{BESIDE}{word}"]


def _group(word: str, near: Sequence[str], *, is_last: bool, is_alone: bool) -> Group:
    group = [word, *near]
    if is_last and len(word) >= 3:
        group.append(f"{word}*")
    if len(word) == 1:
        group.append(f"0{word}")
    if is_alone:
        return [*group, f"1{word}"] if 2 <= len(word) <= 5 else group
    return [*group, *(f"{BESIDE}{one}" for one in (word, *near))]
