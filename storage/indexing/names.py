"""What each kind of record is called, what else it is found by, and which are left out of the search."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, literal, select, true

from storage.indexing.words import fold
from storage.models import Company, Contact, Deal, Lead, Ticket
from storage.upsert import table_of

_contact, _company, _deal = table_of(Contact), table_of(Company), table_of(Deal)
_lead, _ticket = table_of(Lead), table_of(Ticket)

ENTITIES = ("contact", "company", "deal", "lead", "ticket")


class Called(NamedTuple):
    """A record's folded name, and the folded words beside it: its company, its domain."""

    name: str
    beside: str


class _Source(NamedTuple):
    rows: FromClause
    record_id: ColumnElement[str]
    name: ColumnElement[str]
    beside: ColumnElement[str | None]
    is_found: ColumnElement[bool]


_SOURCES = {
    "contact": _Source(
        _contact.outerjoin(_company, _company.c.id == _contact.c.company_id),
        _contact.c.id,
        _contact.c.name,
        _company.c.name,
        _contact.c.merged_into_id.is_(None),
    ),
    "company": _Source(_company, _company.c.id, _company.c.name, _company.c.domain, true()),
    "deal": _Source(
        _deal.outerjoin(_company, _company.c.id == _deal.c.company_id),
        _deal.c.id,
        _deal.c.title,
        _company.c.name,
        true(),
    ),
    "lead": _Source(_lead, _lead.c.id, _lead.c.name, _lead.c.company_name, _lead.c.status != "converted"),
    "ticket": _Source(
        _ticket, _ticket.c.id, _ticket.c.subject, literal(""), _ticket.c.merged_into_id.is_(None)
    ),
}


def names_of(connection: Connection, entity: str, record_ids: Sequence[str]) -> dict[str, Called]:
    """What those of the records that are to be found are called, by id."""
    source = _SOURCES[entity]
    statement = (
        select(source.record_id, source.name, source.beside)
        .select_from(source.rows)
        .where(source.record_id.in_(record_ids), source.is_found)
    )
    found = {row[0]: _called(entity, row[1], row[2] or "") for row in connection.execute(statement)}
    return {record_id: called for record_id, called in found.items() if called.name or called.beside}


def _called(entity: str, name: str, beside: str) -> Called:
    # Of a domain the first label only: everybody has a `com`.
    folded, words = fold(name), fold(beside.split(".")[0] if entity == "company" else beside)
    known = {*folded.split(), folded.replace(" ", "")}
    return Called(folded, " ".join(word for word in words.split() if word not in known))
