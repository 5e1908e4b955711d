"""What each kind of record is called, what else it is found by, and which are left out of the search."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from storage.indexing.statements import ask
from storage.indexing.words import fold


class Called(NamedTuple):
    """A record's folded name, and the folded words beside it: its company, its domain."""

    name: str
    beside: str


_SOURCES = {
    "contact": """SELECT one.id, one.name, company.name FROM contact AS one
        LEFT JOIN company ON company.id = one.company_id
        WHERE one.merged_into_id IS NULL AND one.id IN ({among})""",
    "company": "SELECT id, name, domain FROM company WHERE id IN ({among})",
    "deal": """SELECT one.id, one.title, company.name FROM deal AS one
        LEFT JOIN company ON company.id = one.company_id WHERE one.id IN ({among})""",
    "lead": "SELECT id, name, company_name FROM lead WHERE status <> 'converted' AND id IN ({among})",
    "ticket": "SELECT id, subject, '' FROM ticket WHERE merged_into_id IS NULL AND id IN ({among})",
}

ENTITIES = tuple(_SOURCES)


def names_of(connection: Connection, entity: str, record_ids: Sequence[str]) -> dict[str, Called]:
    """What those of the records that are to be found are called, by id."""
    rows = ask(connection, _SOURCES[entity], among=record_ids)
    found = {row[0]: _called(entity, row[1], row[2] or "") for row in rows}
    return {record_id: called for record_id, called in found.items() if called.name or called.beside}


def _called(entity: str, name: str, beside: str) -> Called:
    # Of a domain the first label only: everybody has a `com`.
    folded, words = fold(name), fold(beside.split(".")[0] if entity == "company" else beside)
    known = {*folded.split(), folded.replace(" ", "")}
    return Called(folded, " ".join(word for word in words.split() if word not in known))
