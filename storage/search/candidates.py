"""Records whose names may be meant, found by their terms; few enough to compare one by one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from storage.indexing.entries import BESIDE
from storage.indexing.words import Name
from storage.search.expansion import Expansion, joinings, one_less

_MOST = 300
"""Records taken of one question to the index."""
_MOST_BY_PREFIX = 20
_LAST_CHARACTER = "\U0010ffff"


class Entry(NamedTuple):
    """A record in the index."""

    entity: str
    record_id: str
    folded: str
    beside: str


Group = list[str]
"""Terms of which one must be there; one that ends in `*` is a beginning."""


def by_beginning(connection: Connection, query: Name, entities: Sequence[str]) -> list[Entry]:
    """Records whose name is the query or begins with it."""
    collate = "" if connection.dialect.name == "sqlite" else ' COLLATE "C"'
    part = (
        "SELECT * FROM (SELECT entity, record_id, folded, beside FROM search_entry "
        "WHERE entity = :entity_{0} AND folded{1} >= :first AND folded{1} < :last "
        "ORDER BY folded{1} LIMIT :most) AS of_{0}"
    )
    statement = " UNION ALL ".join(part.format(number, collate) for number in range(len(entities)))
    values = {f"entity_{number}": entity for number, entity in enumerate(entities)}
    bounds = {"first": query.folded, "last": query.folded + _LAST_CHARACTER, "most": _MOST_BY_PREFIX}
    return [Entry(*row) for row in connection.execute(text(statement), {**values, **bounds})]


def by_terms(connection: Connection, query: Name, entities: Sequence[str]) -> Iterator[list[Entry]]:
    """Records by the query's words, in rounds: as written, one typo, one in each word, two, a word too many.

    The caller stops when a round brought what was meant.
    """
    words = query.core
    near = Expansion(connection, words)

    def asked(parts: Sequence[tuple[str, int]]) -> list[Entry]:
        last = parts[-1][0]
        groups = [
            _group(word, near.within(word, typos), is_last=word == last, is_alone=len(parts) == 1)
            for word, typos in parts
        ]
        return _find(connection, groups, entities)

    yield asked([(word, 0) for word in words])
    yield [entry for parts in _with_typos(words, 1) for entry in asked(parts)]
    if len(words) > 1:
        yield asked([(word, 1) for word in words])
        yield [entry for joined in joinings(words) for entry in asked([(word, 0) for word in joined])]
    yield [entry for parts in _with_typos(words, 2) for entry in asked(parts)]
    yield [entry for fewer in one_less(words) for entry in asked([(word, 1) for word in fewer])]


def _with_typos(words: tuple[str, ...], typos: int) -> Iterator[list[tuple[str, int]]]:
    """The typos in each word in turn."""
    for misspelt in range(len(words)):
        yield [(word, typos if index == misspelt else 0) for index, word in enumerate(words)]


def _group(word: str, near: Sequence[str], *, is_last: bool, is_alone: bool) -> Group:
    group = [word, *near]
    if is_last and len(word) >= 3:
        group.append(f"{word}*")
    if len(word) == 1:
        group.append(f"0{word}")
    if is_alone:
        return [*group, f"1{word}"] if 2 <= len(word) <= 5 else group
    return [*group, *(f"{BESIDE}{one}" for one in (word, *near))]


def _find(connection: Connection, groups: Sequence[Group], entities: Sequence[str]) -> list[Entry]:
    if connection.dialect.name == "sqlite":
        return _find_on_sqlite(connection, groups, entities)
    return _find_on_postgresql(connection, groups, entities)


def _find_on_sqlite(connection: Connection, groups: Sequence[Group], entities: Sequence[str]) -> list[Entry]:
    def quoted(term: str) -> str:
        return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'

    asked = " AND ".join(f"({' OR '.join(map(quoted, group))})" for group in groups)
    statement = text(
        "SELECT e.entity, e.record_id, e.folded, e.beside FROM search_terms "
        "CROSS JOIN search_entry e ON e.id = search_terms.rowid "
        "WHERE search_terms MATCH :asked AND e.entity IN :entities LIMIT :most"
    ).bindparams(bindparam("entities", expanding=True))
    rows = connection.execute(statement, {"asked": asked, "entities": list(entities), "most": _MOST})
    return [Entry(*row) for row in rows]


def _find_on_postgresql(
    connection: Connection, groups: Sequence[Group], entities: Sequence[str]
) -> list[Entry]:
    def quoted(term: str) -> str:
        return f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'"

    asked = " & ".join(f"({' | '.join(map(quoted, group))})" for group in groups)
    statement = text(
        "SELECT entity, record_id, folded, beside FROM search_entry "
        "WHERE terms @@ CAST(:asked AS tsquery) AND entity = ANY(:entities) LIMIT :most"
    )
    rows = connection.execute(statement, {"asked": asked, "entities": list(entities), "most": _MOST})
    return [Entry(*row) for row in rows]
