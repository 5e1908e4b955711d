"""Which record a row of a file is about, where it is known already: a file taken in twice adds nothing.

A record is known by its id (the one it has here, or the one it had where the file comes from), then by what
only it can have (an address, a domain), then by its name and company. By name each record is meant by one
row of a file only: two deals of one name are two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from assistant.addresses import canonical
from assistant.transfer.columns import ID, Row
from assistant.work import Work
from storage.models import Company, Contact, Deal, Lead
from storage.queries import imports
from storage.queries import people as people_queries
from storage.search import EXTERNAL

Known = TypeVar("Known", Contact, Lead)
Importable = Contact | Company | Deal | Lead


@dataclass
class Recognised:
    """What was recognised, or made, by the rows before."""

    taken: set[str] = field(default_factory=set)
    _external: dict[str, dict[str, str]] = field(default_factory=dict)

    def by_id(
        self, work: Work, model: type[Contact] | type[Company] | type[Deal] | type[Lead], row: Row
    ) -> str:
        """The id here of the record whose id, here or elsewhere, the row has; empty where there is none."""
        said = row.get(ID, "")
        if not said:
            return ""
        if work.uow.find(model, said) is not None:
            return said
        name = model.__name__
        if name not in self._external:
            self._external[name] = imports.external_ids(work.uow, model, key=EXTERNAL)
        return self._external[name].get(said, "")

    def contact(self, work: Work, row: Row) -> Contact | None:
        """By id or address; by name and company where the row has no address."""
        found = work.uow.find(Contact, self.by_id(work, Contact, row)) or _of_address(work, row)
        if found is None and row.get("name") and not (row.get("email") or row.get("phone")):
            company = people_queries.find_company_by_name(work.uow, row.get("company", ""))
            found = self._first(imports.contacts_called(work.uow, row["name"], company_id=_id(company)))
        return people_queries.surviving_contact(work.uow, found) if found is not None else None

    def company(self, work: Work, row: Row) -> Company | None:
        """By id, domain or name."""
        known = work.uow.find(Company, self.by_id(work, Company, row))
        if known is None and row.get("domain"):
            known = people_queries.find_company_by_domain(work.uow, row["domain"])
        return known or (
            people_queries.find_company_by_name(work.uow, row["name"]) if row.get("name") else None
        )

    def lead(self, work: Work, row: Row) -> Lead | None:
        """By id, or whichever lead was made of that person, whatever became of it."""
        known = work.uow.find(Lead, self.by_id(work, Lead, row))
        contact = _of_address(work, row) if known is None else None
        if contact is not None:
            return self._first(imports.leads_of(work.uow, contact.id))
        if known is None and not (row.get("email") or row.get("phone")):
            named = imports.leads_called(work.uow, row.get("name", ""), company=row.get("company", ""))
            return self._first(named)
        return known

    def deal(self, work: Work, row: Row, *, company: Company | None, minor: int | None) -> Deal | None:
        """By id; else by title and company, the one of the same amount first."""
        known = work.uow.find(Deal, self.by_id(work, Deal, row))
        if known is not None:
            return known
        title = row.get("title") or (company.name if company is not None else "")
        named = [
            one
            for one in imports.deals_called(work.uow, title, company_id=_id(company))
            if one.id not in self.taken and not (row.get(ID) and EXTERNAL in one.custom)
        ]
        same = [one for one in named if minor is None or one.amount_minor == minor]
        return next(iter(same), None) or (None if row.get(ID) else next(iter(named), None))

    def took(self, record: Importable, row: Row) -> None:
        """The record stands for the row from now on, under the row's id, too."""
        self.taken.add(record.id)
        said = row.get(ID, "")
        if said and said != record.id and record.custom.get(EXTERNAL) != said:
            record.custom = {**record.custom, EXTERNAL: said}
            self._external.setdefault(type(record).__name__, {})[said] = record.id

    def _first(self, found: Sequence[Known]) -> Known | None:
        return next((one for one in found if one.id not in self.taken), None)


def _of_address(work: Work, row: Row) -> Contact | None:
    for kind in ("email", "phone"):
        address = row.get(kind, "")
        if not address:
            continue
        form = canonical("email" if kind == "email" else "phone", address, country=work.company.country)
        identity = people_queries.find_identity_like(work.uow, kind=kind, lookup=form.lookup)
        if identity is not None:
            return work.uow.get(Contact, identity.contact_id)
    return None


def _id(company: Company | None) -> str | None:
    return company.id if company is not None else None
