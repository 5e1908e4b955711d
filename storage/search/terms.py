"""Questions to the index of terms: FTS5 on SQLite, a `tsvector` on PostgreSQL."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from storage.indexing.statements import AMONG, ask


class Entry(NamedTuple):
    """A record in the index."""

    entity: str
    record_id: str
    folded: str
    beside: str


Group = list[str]
"""Terms of which one must be there; one that ends in `*` is a beginning."""


def find(
    connection: Connection, groups: Sequence[Group], entities: Sequence[str], *, most: int
) -> list[Entry]:
    """Records of these kinds that hold a term of each group; any of them where they are more than `most`."""
    if connection.dialect.name == "sqlite":
        statement = f"""SELECT e.entity, e.record_id, e.folded, e.beside FROM search_terms
            CROSS JOIN search_entry e ON e.id = search_terms.rowid
            WHERE search_terms MATCH ? AND e.entity IN ({AMONG}) LIMIT {most}"""
    else:
        statement = f"""SELECT entity, record_id, folded, beside FROM search_entry
            WHERE terms @@ CAST(? AS tsquery) AND entity IN ({AMONG}) LIMIT {most}"""
    rows = ask(connection, statement, _asked(connection, groups), among=entities)
    return [Entry(*row) for row in rows]


def held(connection: Connection, groups: Mapping[str, Group]) -> set[str]:
    """Those of the groups, by their names, of which some record holds a term."""
    if connection.dialect.name == "sqlite":
        holds = "SELECT 1 FROM search_terms WHERE search_terms MATCH asked.terms"
    else:
        holds = "SELECT 1 FROM search_entry WHERE terms @@ CAST(asked.terms AS tsquery)"
    listed = ", ".join(["(?, ?)"] * len(groups))
    statement = f"""WITH asked (name, terms) AS (VALUES {listed})
        SELECT name FROM asked WHERE EXISTS ({holds})"""
    values = [value for name, group in groups.items() for value in (name, _asked(connection, [group]))]
    return {str(row[0]) for row in ask(connection, statement, *values)}


def _asked(connection: Connection, groups: Sequence[Group]) -> str:
    if connection.dialect.name == "sqlite":
        return " AND ".join(f"({' OR '.join(map(_for_sqlite, group))})" for group in groups)
    return " & ".join(f"({' | '.join(map(_for_postgresql, group))})" for group in groups)


def _for_sqlite(term: str) -> str:
    return f'"{term[:-1]}"*' if term.endswith("*") else f'"{term}"'


def _for_postgresql(term: str) -> str:
    return f"'{term[:-1]}':*" if term.endswith("*") else f"'{term}'"
