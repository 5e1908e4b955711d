"""Leads: taken in, qualified, converted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.actions import deals, people
from assistant.actions.access import require, require_write
from assistant.addresses import canonical
from assistant.events import emit
from assistant.work import InvalidValue, Work
from storage.models import Company, Contact, Deal, Lead
from storage.queries import people as people_queries
from storage.queries import sales


@dataclass(frozen=True, slots=True)
class LeadFields:
    """What is known of somebody who may buy."""

    name: str = ""
    company: str = ""
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    source: str = ""
    owner_id: str | None = None
    interest: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)


def create_lead(work: Work, fields: LeadFields, *, contact: Contact | None = None) -> Lead:
    """Take in a lead and the contact behind it; somebody with an open lead keeps that one."""
    require(work, "leads.write", doing="create leads")
    if not (fields.name or fields.company or fields.email or fields.phone or contact):
        raise InvalidValue(
            "A lead needs a name, a company or an address.", fields={"name": "This is needed."}
        )
    contact = contact or _contact_of(work, fields)
    open_lead = sales.open_lead_of_contact(work.uow, contact.id)
    if open_lead is not None:
        return open_lead
    company = people.ensure_company(work, fields.company) if fields.company else None
    if company is not None and contact.company_id is None:
        contact.company_id = company.id
    lead = Lead(
        name=fields.name or contact.name or fields.company,
        contact_id=contact.id,
        company_id=company.id if company else contact.company_id,
        company_name=fields.company,
        email=fields.email,
        phone=fields.phone,
        title=fields.title,
        source=fields.source,
        owner_id=fields.owner_id or (work.actor.id if work.actor.kind == "member" else None),
        interest=fields.interest[:500],
        utm=dict(fields.utm),
    )
    work.uow.add(lead)
    work.uow.flush()
    emit(work, "lead.created", lead)
    return lead


def convert_lead(work: Work, lead: Lead, said: deals.DealFields | None = None) -> Deal:
    """Turn a lead into a deal, with what is `said` of it; a lead converted before gives the deal it became.

    The deal is the lead's owner's, with the lead's contact, company and source, where nothing else is said.
    """
    require_write(work, "leads", lead, doing=f"convert {lead.name}")
    if lead.deal_id is not None:
        return work.uow.get(Deal, lead.deal_id)
    contact = work.uow.find(Contact, lead.contact_id) if lead.contact_id else None
    company = work.uow.find(Company, lead.company_id) if lead.company_id else None
    said = said or deals.DealFields()
    fields = replace(
        said,
        title=said.title or (company.name if company else lead.name),
        source=said.source or lead.source or None,
        owner_id=said.owner_id or lead.owner_id,
    )
    deal = deals.create_deal(work, fields, company=company, contact=contact)
    lead.status, lead.deal_id = "converted", deal.id
    emit(work, "lead.converted", lead)
    return deal


def qualify_lead(work: Work, lead: Lead) -> Lead:
    """Mark a lead as worth selling to."""
    return _set_status(work, lead, "qualified", reason="")


def disqualify_lead(work: Work, lead: Lead, *, reason: str = "") -> Lead:
    """Turn a lead down, with the reason."""
    return _set_status(work, lead, "unqualified", reason=reason)


def assign_lead(work: Work, lead: Lead, owner_id: str) -> Lead:
    """Give a lead to a colleague."""
    require_write(work, "leads", lead, doing=f"assign {lead.name}")
    lead.owner_id = owner_id
    if lead.status == "new":
        lead.status = "working"
    emit(work, "lead.assigned", lead)
    return lead


def _set_status(work: Work, lead: Lead, status: str, *, reason: str) -> Lead:
    require_write(work, "leads", lead, doing=f"change {lead.name}")
    if lead.status == "converted":
        raise InvalidValue(f"{lead.name} was converted to a deal already.")
    lead.status, lead.reason = status, reason
    return lead


def _contact_of(work: Work, fields: LeadFields) -> Contact:
    for kind, address in (("email", fields.email), ("phone", fields.phone)):
        if not address:
            continue
        form = canonical(kind, address, country=work.company.country)
        identity = people_queries.find_identity_like(work.uow, kind=kind, lookup=form.lookup)
        if identity is not None:
            contact = work.uow.get(Contact, identity.contact_id)
            return people_queries.surviving_contact(work.uow, contact)
    return people.create_contact(
        work.acting_as(work.actor),
        name=fields.name or fields.company,
        email=fields.email,
        phone=fields.phone,
        company=fields.company or None,
        title=fields.title,
        source=fields.source or None,
    )
