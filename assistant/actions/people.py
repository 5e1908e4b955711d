"""Contacts, companies and their addresses."""

import re

from assistant.actions.access import require, require_write
from assistant.addresses import canonical, company_domain
from assistant.events import emit
from assistant.work import InvalidValue, Work
from storage.merge import merge_contacts, unmerge_contact
from storage.models import Company, Contact, Identity, Tag
from storage.queries import people

_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")


def ensure_company(work: Work, name: str, *, domain: str | None = None) -> Company:
    """The company of that domain or name, made where there is none."""
    found = people.find_company_by_domain(work.uow, domain) if domain else None
    found = found or (people.find_company_by_name(work.uow, name) if name else None)
    if found is not None:
        return found
    return _new_company(work, name=name or _name_from_domain(domain or ""), domain=domain)


def create_company(work: Work, *, name: str, domain: str | None = None, phone: str | None = None) -> Company:
    """Make a company. Raises InvalidValue without a name, or where the domain is none or taken."""
    return _new_company(work, name=name, domain=_own_domain(work, domain) if domain else None, phone=phone)


def _new_company(work: Work, *, name: str, domain: str | None, phone: str | None = None) -> Company:
    require(work, "companies.write", doing="create companies")
    if not name.strip():
        raise InvalidValue("A company needs a name.", fields={"name": "This is needed."})
    number = canonical("phone", phone, country=work.company.country).address if phone else None
    owner_id = work.actor.id if work.actor.kind == "member" else None
    return work.uow.add(Company(name=name.strip(), domain=domain or None, phone=number, owner_id=owner_id))


def update_company(
    work: Work,
    company: Company,
    *,
    name: str | None = None,
    domain: str | None = None,
    phone: str | None = None,
    owner_id: str | None = None,
) -> Company:
    """Change what is given."""
    require_write(work, "companies", company, doing=f"change {company.name}")
    if name is not None:
        company.name = name
    if domain is not None:
        company.domain = _own_domain(work, domain, company=company) if domain else None
    if phone is not None:
        company.phone = canonical("phone", phone, country=work.company.country).address
    if owner_id is not None:
        company.owner_id = owner_id
    return company


def create_contact(
    work: Work,
    *,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    company: str | Company | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Contact:
    """Make a contact with its addresses; an address known already is an error that names whose it is."""
    require(work, "contacts.write", doing="create contacts")
    if not (name.strip() or email or phone):
        raise InvalidValue(
            "A contact needs a name, an e-mail address or a phone number.", fields={"name": "Needed."}
        )
    contact = work.uow.add(
        Contact(
            name=name.strip(),
            title=title,
            source=source,
            company_id=_company_id(work, company, email),
            owner_id=work.actor.id if work.actor.kind == "member" else None,
        )
    )
    work.uow.flush()
    for kind, address in (("email", email), ("phone", phone)):
        if address:
            add_identity(work, contact, kind=kind, address=address)
    emit(work, "contact.created", contact)
    return contact


def update_contact(
    work: Work,
    contact: Contact,
    *,
    name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    company: str | Company | None = None,
    title: str | None = None,
    owner_id: str | None = None,
    tag: str | None = None,
) -> Contact:
    """Change what is given; a new address becomes the primary one, older ones stay for look-up."""
    require_write(work, "contacts", contact, doing=f"change {contact.name}")
    if name is not None:
        contact.name = name
    if title is not None:
        contact.title = title
    if owner_id is not None:
        contact.owner_id = owner_id
    if company is not None:
        contact.company_id = _company_id(work, company, None)
    for kind, address in (("email", email), ("phone", phone)):
        if address:
            add_identity(work, contact, kind=kind, address=address, is_primary=True)
    if tag is not None:
        add_tag(work, entity="contact", record_id=contact.id, name=tag)
    return contact


def add_identity(
    work: Work,
    contact: Contact,
    *,
    kind: str,
    address: str,
    is_primary: bool = False,
) -> Identity:
    """Give a contact one more address. Raises InvalidValue where it is somebody else's."""
    form = canonical(kind, address, country=work.company.country)
    found = people.find_identity(work.uow, kind=kind, address=form.address)
    if found is not None and found.contact_id != contact.id:
        owner = people.surviving_contact(work.uow, work.uow.get(Contact, found.contact_id))
        raise InvalidValue(
            f"{form.address} already belongs to {owner.name or 'another contact'}.",
            fields={kind: f"This belongs to {owner.name or 'another contact'}; merge them if they are one."},
        )
    others = [one for one in people.identities_of(work.uow, contact.id) if one.kind == kind]
    if is_primary:
        for other in others:
            other.is_primary = False
    if found is not None:
        found.is_primary = found.is_primary or is_primary
        return found
    identity = Identity(
        contact_id=contact.id,
        kind=kind,
        address=form.address,
        lookup=form.lookup,
        is_primary=is_primary or not others,
    )
    work.uow.add(identity)
    work.uow.flush()
    return identity


def add_tag(work: Work, *, entity: str, record_id: str, name: str) -> Tag:
    """Put a tag on a record; twice is once."""
    word = name.strip().lstrip("#").lower()
    found = people.find_tag(work.uow, entity=entity, record_id=record_id, name=word)
    return found or work.uow.add(Tag(entity=entity, record_id=record_id, name=word))


def merge(work: Work, *, loser: Contact, winner: Contact) -> Contact:
    """Make two contacts one; `unmerge` takes it back whole."""
    for contact in (loser, winner):
        require_write(work, "contacts", contact, doing=f"merge {contact.name}")
    merge_contacts(work.uow, loser_id=loser.id, winner_id=winner.id)
    return winner


def unmerge(work: Work, contact: Contact) -> Contact:
    """Take a merge back: the contact gets its links again."""
    require_write(work, "contacts", contact, doing=f"un-merge {contact.name}")
    unmerge_contact(work.uow, contact.id)
    return contact


def _company_id(work: Work, company: str | Company | None, email: str | None) -> str | None:
    if isinstance(company, Company):
        return company.id
    domain = company_domain(email) if email and "@" in email else None
    if company:
        return ensure_company(work, company).id
    if domain:
        found = people.find_company_by_domain(work.uow, domain)
        return found.id if found else None
    return None


def _own_domain(work: Work, domain: str, *, company: Company | None = None) -> str:
    """A domain as it is kept. Raises InvalidValue where it is none, or another company's."""
    wanted = domain.strip().lower().removeprefix("www.").rstrip(".")
    if not _DOMAIN.fullmatch(wanted):
        raise InvalidValue(
            f"{domain[:60]!r} is no domain.", fields={"domain": "A domain is like acme.example."}
        )
    holder = people.find_company_by_domain(work.uow, wanted)
    if holder is not None and (company is None or holder.id != company.id):
        raise InvalidValue(f"The domain {wanted} belongs to {holder.name}.", fields={"domain": "Taken."})
    return wanted


def _name_from_domain(domain: str) -> str:
    return domain.split(".")[0].replace("-", " ").title()
