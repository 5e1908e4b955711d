"""Contacts, companies, their addresses and what they agreed to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, func, or_, select

from storage.among import among
from storage.models import Company, Consent, Contact, Identity, Suppression, Tag
from storage.prepared import Prepared
from storage.queries.traits import NO_TRAITS, Traits, fitting, ordering
from storage.search import ids_named
from storage.together import ManyAtOnce
from storage.unit_of_work import UnitOfWork

_IDENTITY = Prepared(
    select(Identity).where(Identity.kind == bindparam("kind"), Identity.address == bindparam("address"))
)
_IDENTITY_LIKE = Prepared(
    select(Identity)
    .where(Identity.kind == bindparam("kind"), Identity.lookup == bindparam("lookup"))
    .order_by((col(Identity.address) == bindparam("address")).desc(), col(Identity.id))
    .limit(1)
)
_IDENTITIES = Prepared(
    select(Identity)
    .where(Identity.contact_id == bindparam("contact_id"))
    .order_by(col(Identity.is_primary).desc(), Identity.id)
)
_IDENTITIES_OF_MANY: ManyAtOnce[str, Identity] = ManyAtOnce(
    select(Identity)
    .where(among(Identity.contact_id, "keys"))
    .order_by(col(Identity.is_primary).desc(), Identity.id),
    lambda one: (one.contact_id, one),
)
_AT_ADDRESSES: ManyAtOnce[str, Identity] = ManyAtOnce(
    select(Identity).where(among(Identity.address, "keys")),
    lambda one: (one.address, one),
)
_CONTACTS = Prepared(select(Contact).where(among(Contact.id, "ids")))
_COMPANIES = Prepared(select(Company).where(among(Company.id, "ids")))
_COMPANY_OF_DOMAIN = Prepared(select(Company).where(Company.domain == bindparam("domain")))
_CONSENT = Prepared(
    select(Consent)
    .where(
        Consent.kind == bindparam("kind"),
        Consent.address == bindparam("address"),
        Consent.purpose == bindparam("purpose"),
    )
    .order_by(col(Consent.at).desc(), col(Consent.id).desc())
    .limit(1)
)
_SUPPRESSION = Prepared(
    select(Suppression).where(
        Suppression.kind == bindparam("kind"), Suppression.address == bindparam("address")
    )
)
_CONSENTS_OF_MANY: ManyAtOnce[str, Consent] = ManyAtOnce(
    select(Consent)
    .where(among(Consent.address, "keys"))
    .order_by(col(Consent.at).desc(), col(Consent.id).desc()),
    lambda one: (one.address, one),
)
_SUPPRESSIONS_OF_MANY: ManyAtOnce[str, Suppression] = ManyAtOnce(
    select(Suppression).where(among(Suppression.address, "keys")),
    lambda one: (one.address, one),
)


def read_ahead(uow: UnitOfWork, contact_ids: Collection[str]) -> None:
    """Read together what writing to many contacts asks: who they are, and what stands against it."""
    contacts = contacts_by_id(uow, contact_ids)
    uow.read_ahead.hold(contacts.values())
    companies = companies_by_id(uow, [one.company_id for one in contacts.values() if one.company_id])
    uow.read_ahead.hold(companies.values())
    _IDENTITIES_OF_MANY.ask(uow, contacts)
    addresses = {one.address for key in contacts for one in _IDENTITIES_OF_MANY.told(uow, key) or ()}
    for question in (_AT_ADDRESSES, _CONSENTS_OF_MANY, _SUPPRESSIONS_OF_MANY):
        question.ask(uow, addresses)


def find_identity(uow: UnitOfWork, *, kind: str, address: str) -> Identity | None:
    """The identity with exactly this canonical address (unique index)."""
    told = _AT_ADDRESSES.told(uow, address)
    if told is not None:
        return next((one for one in told if one.kind == kind), None)
    return _IDENTITY.first(uow, kind=kind, address=address)


def find_identity_like(uow: UnitOfWork, *, kind: str, lookup: str, address: str = "") -> Identity | None:
    """The identity with exactly this address, else the oldest of that look-up form (`ix_identity_lookup`)."""
    return _IDENTITY_LIKE.first(uow, kind=kind, lookup=lookup, address=address)


def identities_of(uow: UnitOfWork, contact_id: str) -> list[Identity]:
    """Every address of a contact, primary ones first."""
    if uow.is_added(Contact, contact_id):
        added = [one for one in uow.added(Identity) if one.contact_id == contact_id]
        return sorted(added, key=lambda one: not one.is_primary)
    told = _IDENTITIES_OF_MANY.told(uow, contact_id)
    if told is not None:
        return list(told)
    return _IDENTITIES.all(uow, contact_id=contact_id)


def surviving_contact(uow: UnitOfWork, contact: Contact) -> Contact:
    """The contact a merged one became, however long the chain."""
    seen = {contact.id}
    while contact.merged_into_id is not None and contact.merged_into_id not in seen:
        seen.add(contact.merged_into_id)
        contact = uow.get(Contact, contact.merged_into_id)
    return contact


def find_company_by_domain(uow: UnitOfWork, domain: str) -> Company | None:
    """The company of a mail domain (unique index)."""
    return _COMPANY_OF_DOMAIN.first(uow, domain=domain)


def find_company_by_name(uow: UnitOfWork, name: str) -> Company | None:
    """The company of this name, whatever its case, accents and punctuation."""
    for record_id in ids_named(uow, "company", name, limit=1):
        return uow.find(Company, record_id)
    return None


def find_contacts_by_name(uow: UnitOfWork, name: str, *, limit: int = 5) -> list[Contact]:
    """Contacts of this name, whatever its case, accents and punctuation; merged ones left out."""
    found = (uow.find(Contact, record_id) for record_id in ids_named(uow, "contact", name, limit=limit))
    return [contact for contact in found if contact is not None]


def list_contacts(
    uow: UnitOfWork,
    *,
    company_id: str | None = None,
    tag: str | None = None,
    inactive_since: datetime | None = None,
    owner_ids: Collection[str] = (),
    traits: Traits = NO_TRAITS,
    limit: int = 11,
) -> list[Contact]:
    """Contacts by company, tag, owner or silence (no message either way since a moment), by name."""
    query = select(Contact).where(col(Contact.merged_into_id).is_(None), *fitting(Contact, traits))
    if owner_ids:
        query = query.where(col(Contact.owner_id).in_(owner_ids))
    if company_id is not None:
        query = query.where(Contact.company_id == company_id)
    if tag is not None:
        tagged = select(Tag.record_id).where(Tag.entity == "contact", func.lower(Tag.name) == tag.lower())
        query = query.where(col(Contact.id).in_(tagged))
    if inactive_since is not None:
        for column in (col(Contact.last_inbound_at), col(Contact.last_outbound_at)):
            query = query.where(or_(column.is_(None), column < inactive_since))
    ordered = query.order_by(*ordering(Contact, traits), Contact.name, Contact.id)
    return list(uow.session.exec(ordered.limit(limit)))


def tags_of(uow: UnitOfWork, *, entity: str, record_id: str) -> list[str]:
    """The tags on one record, in order of name."""
    return list(
        uow.session.exec(
            select(Tag.name).where(Tag.entity == entity, Tag.record_id == record_id).order_by(Tag.name)
        )
    )


def find_tag(uow: UnitOfWork, *, entity: str, record_id: str, name: str) -> Tag | None:
    """The tag of that name on that record."""
    return uow.session.exec(
        select(Tag).where(Tag.entity == entity, Tag.record_id == record_id, Tag.name == name)
    ).one_or_none()


def latest_consent(uow: UnitOfWork, *, kind: str, address: str, purpose: str) -> Consent | None:
    """What an address said last about a purpose (`ix_consent_latest`)."""
    told = _CONSENTS_OF_MANY.told(uow, address)
    if told is not None:
        return next((one for one in told if one.kind == kind and one.purpose == purpose), None)
    return _CONSENT.first(uow, kind=kind, address=address, purpose=purpose)


def find_suppression(uow: UnitOfWork, *, kind: str, address: str) -> Suppression | None:
    """The suppression of an address that holds now."""
    told = _SUPPRESSIONS_OF_MANY.told(uow, address)
    if told is None:
        found = _SUPPRESSION.first(uow, kind=kind, address=address)
    else:
        found = next((one for one in told if one.kind == kind), None)
    if found is None or (found.until is not None and found.until <= uow.now):
        return None
    return found


def suppression_of(uow: UnitOfWork, *, kind: str, address: str) -> Suppression | None:
    """The suppression of an address, also one that has ended (there is one row an address)."""
    return _SUPPRESSION.first(uow, kind=kind, address=address)


def companies_by_id(uow: UnitOfWork, ids: Collection[str]) -> dict[str, Company]:
    """Companies of a page of records, by id."""
    wanted = {one for one in ids if one}
    return {one.id: one for one in _COMPANIES.all(uow, ids=wanted)} if wanted else {}


def contacts_by_id(uow: UnitOfWork, ids: Collection[str]) -> dict[str, Contact]:
    """Contacts of a page of records, by id."""
    wanted = {one for one in ids if one}
    return {one.id: one for one in _CONTACTS.all(uow, ids=wanted)} if wanted else {}
