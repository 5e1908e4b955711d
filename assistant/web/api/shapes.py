"""Records as JSON for programs: every field by its name, amounts as decimal strings, owners spelt out."""

from typing import Any

from assistant.actions.access import has_right
from assistant.presenting.money import to_decimal
from assistant.work import Work
from storage.models import (
    Attachment,
    Company,
    Contact,
    Deal,
    Delivery,
    InboxEntry,
    Interaction,
    Lead,
    Member,
    SendVerdict,
    Task,
    Ticket,
)
from storage.queries import conversations, people, sales

Json = dict[str, Any]
SECRET = {"password_hash", "raw", "token_hash", "sealed_token", "content", "meta"}


def plain(record: Any) -> Json:
    """A record's own columns, without anything secret."""
    dumped: Json = record.model_dump(mode="json", exclude=SECRET)
    return dumped


def owner_of(work: Work, owner_id: str | None) -> Json | None:
    """An owner as id, name and mail address."""
    member = work.uow.find(Member, owner_id)
    return None if member is None else {"id": member.id, "name": member.name, "email": member.email}


def contact_json(work: Work, contact: Contact) -> Json:
    """A contact with its addresses, company and tags."""
    known = people.identities_of(work.uow, contact.id)
    company = work.uow.find(Company, contact.company_id)
    emails = [one.address for one in known if one.kind == "email"]
    phones = [one.address for one in known if one.kind == "phone"]
    return {
        **plain(contact),
        "owner": owner_of(work, contact.owner_id),
        "company": company.name if company else None,
        "email": emails[0] if emails else None,
        "phone": phones[0] if phones else None,
        "emails": emails,
        "phones": phones,
        "identities": [
            {
                "kind": one.kind,
                "address": one.address,
                "is_verified": one.is_verified,
                "is_primary": one.is_primary,
            }
            for one in known
        ],
        "tags": people.tags_of(work.uow, entity="contact", record_id=contact.id),
    }


def company_json(work: Work, company: Company) -> Json:
    """A company."""
    return {**plain(company), "owner": owner_of(work, company.owner_id)}


def deal_json(work: Work, deal: Deal) -> Json:
    """A deal; amounts are left out for those who may not see them."""
    company = work.uow.find(Company, deal.company_id)
    shown = {
        **plain(deal),
        "owner": owner_of(work, deal.owner_id),
        "company": company.name if company else None,
        "amount": None if deal.amount_minor is None else str(to_decimal(deal.amount_minor, deal.currency)),
        "contacts": [
            {"contact_id": one.contact_id, "role": one.role, "is_primary": one.is_primary}
            for one in sales.contacts_of_deal(work.uow, deal.id)
        ],
    }
    if not has_right(work, "deals.amounts"):
        for name in ("amount", "amount_minor", "probability"):
            shown.pop(name)
    return shown


def lead_json(work: Work, lead: Lead) -> Json:
    """A lead."""
    return {**plain(lead), "owner": owner_of(work, lead.owner_id), "company": lead.company_name or None}


def ticket_json(work: Work, ticket: Ticket) -> Json:
    """A ticket."""
    return {**plain(ticket), "owner": owner_of(work, ticket.owner_id)}


def task_json(work: Work, task: Task) -> Json:
    """A task."""
    return {**plain(task), "owner": owner_of(work, task.owner_id)}


def member_json(_work: Work, member: Member) -> Json:
    """A colleague."""
    return plain(member)


def interaction_json(work: Work, interaction: Interaction) -> Json:
    """An interaction with its attachments."""
    files = conversations.attachments_of(work.uow, [interaction.id])
    return {**plain(interaction), "attachments": [attachment_json(work, one) for one in files]}


def attachment_json(work: Work, attachment: Attachment) -> Json:
    """An attachment and where its bytes are had."""
    return {
        "id": attachment.id,
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "url": f"{work.company.base_url}/api/v1/attachments/{attachment.id}" if attachment.sha256 else None,
        "problem": attachment.problem or None,
    }


def delivery_json(work: Work, delivery: Delivery) -> Json:
    """A delivery with its state and the gate's verdict."""
    verdict = work.uow.find(SendVerdict, delivery.verdict_id)
    reply = delivery.content.get("reply", {})
    return {
        **plain(delivery),
        "subject": delivery.content.get("subject", ""),
        "text": reply.get("text", ""),
        "verdict": None
        if verdict is None
        else {"decision": verdict.verdict, "reason": verdict.reason, "cause": verdict.cause},
    }


def inbox_json(_work: Work, entry: InboxEntry) -> Json:
    """An inbox entry without its bytes (those are at `interactions/{id}/raw`)."""
    return {**plain(entry), "size": len(entry.raw)}


def record_json(_work: Work, record: Any) -> Json:
    """Any other record as it is."""
    return plain(record)
