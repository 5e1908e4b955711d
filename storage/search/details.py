"""What is told of a found record besides its name."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from storage.indexing.statements import ask
from storage.unit_of_work import UnitOfWork


class Details(NamedTuple):
    """A record's name as written, who owns it, and what tells it from others of its name."""

    name: str
    owner_id: str | None
    detail: str


def details_of(uow: UnitOfWork, entity: str, record_ids: Sequence[str]) -> dict[str, Details]:
    """The details of records of one kind, by id."""
    return _READERS[entity](uow, record_ids)


def _contacts(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    statement = """SELECT one.id, one.name, one.owner_id, one.title, company.name FROM contact AS one
        LEFT JOIN company ON company.id = one.company_id WHERE one.id IN ({among})"""
    addresses = """SELECT contact_id, address FROM identity WHERE contact_id IN ({among})
        ORDER BY is_primary, id DESC"""
    # The last of each contact counts: the primary address, else the oldest.
    known = dict(_rows(uow, addresses, ids))
    return {
        id_: Details(name, owner_id, _joined(title, company, known.get(id_)))
        for id_, name, owner_id, title, company in _rows(uow, statement, ids)
    }


def _companies(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    rows = _rows(uow, "SELECT id, name, owner_id, domain FROM company WHERE id IN ({among})", ids)
    return {id_: Details(name, owner_id, domain or "") for id_, name, owner_id, domain in rows}


def _deals(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    statement = """SELECT one.id, one.title, one.owner_id, company.name, one.stage FROM deal AS one
        LEFT JOIN company ON company.id = one.company_id WHERE one.id IN ({among})"""
    return {
        id_: Details(title, owner_id, _joined(company, stage))
        for id_, title, owner_id, company, stage in _rows(uow, statement, ids)
    }


def _leads(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    statement = "SELECT id, name, owner_id, company_name, status FROM lead WHERE id IN ({among})"
    return {
        id_: Details(name or company, owner_id, _joined(company, status))
        for id_, name, owner_id, company, status in _rows(uow, statement, ids)
    }


def _tickets(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Details]:
    statement = "SELECT id, subject, owner_id, number, status FROM ticket WHERE id IN ({among})"
    return {
        id_: Details(subject, owner_id, f"#{number}, {status}")
        for id_, subject, owner_id, number, status in _rows(uow, statement, ids)
    }


def _rows(uow: UnitOfWork, statement: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    return ask(uow.connection(), statement, among=ids)


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


_READERS = {
    "contact": _contacts,
    "company": _companies,
    "deal": _deals,
    "lead": _leads,
    "ticket": _tickets,
}
