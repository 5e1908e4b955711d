"""What is told of a found record besides its name."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from storage.models import Company, Contact, Deal, Identity, Lead, Ticket
from storage.unit_of_work import UnitOfWork
from storage.upsert import table_of

_contact, _company, _deal = table_of(Contact), table_of(Company), table_of(Deal)
_identity, _lead, _ticket = table_of(Identity), table_of(Lead), table_of(Ticket)


class Details(NamedTuple):
    """A record's name as written, who owns it, and what tells it from others of its name."""

    name: str
    owner_id: str | None
    detail: str


def details_of(uow: UnitOfWork, entity: str, record_ids: Sequence[str]) -> dict[str, Details]:
    """The details of records of one kind, by id."""
    return _READERS[entity](uow, record_ids)


def _contacts(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    c = _contact.c
    statement = (
        select(c.id, c.name, c.owner_id, c.title, _company.c.name)
        .select_from(_contact.outerjoin(_company, _company.c.id == c.company_id))
        .where(c.id.in_(ids))
    )
    addresses = (
        select(_identity.c.contact_id, _identity.c.address)
        .where(_identity.c.contact_id.in_(ids))
        .order_by(_identity.c.is_primary, _identity.c.id.desc())
    )
    # The last of each contact counts: the primary address, else the oldest.
    known = {row[0]: row[1] for row in uow.connection().execute(addresses)}
    return {
        row[0]: Details(row[1], row[2], _joined(row[3], row[4], known.get(row[0])))
        for row in uow.connection().execute(statement)
    }


def _companies(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    c = _company.c
    rows = uow.connection().execute(select(c.id, c.name, c.owner_id, c.domain).where(c.id.in_(ids)))
    return {row[0]: Details(row[1], row[2], row[3] or "") for row in rows}


def _deals(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    c = _deal.c
    statement = (
        select(c.id, c.title, c.owner_id, _company.c.name, c.stage)
        .select_from(_deal.outerjoin(_company, _company.c.id == c.company_id))
        .where(c.id.in_(ids))
    )
    rows = uow.connection().execute(statement)
    return {row[0]: Details(row[1], row[2], _joined(row[3], row[4])) for row in rows}


def _leads(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    c = _lead.c
    statement = select(c.id, c.name, c.owner_id, c.company_name, c.status).where(c.id.in_(ids))
    rows = uow.connection().execute(statement)
    return {row[0]: Details(row[1] or row[3], row[2], _joined(row[3], row[4])) for row in rows}


def _tickets(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    c = _ticket.c
    statement = select(c.id, c.subject, c.owner_id, c.number, c.status).where(c.id.in_(ids))
    rows = uow.connection().execute(statement)
    return {row[0]: Details(row[1], row[2], f"#{row[3]}, {row[4]}") for row in rows}


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


_READERS = {
    "contact": _contacts,
    "company": _companies,
    "deal": _deals,
    "lead": _leads,
    "ticket": _tickets,
}
