"""Record pages: what is known, what belongs to it, what was said, what was changed."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from assistant.actions.access import has_right, may_write, require
from assistant.actions.calls import phone_of
from assistant.outgoing.ways import name_of, say_switch, ways_to
from assistant.presenting.money import say_money, to_decimal
from assistant.web.console.history_pages import History, lines_of
from assistant.web.console.list_columns import PRIORITIES, TICKET_STATES, names_for, rows_of
from assistant.web.console.serving import HEADERS, Visitor
from assistant.work import InvalidValue, Work
from storage.changes import changes_of
from storage.models import Attachment, Company, Contact, Deal, Interaction, Lead, Member, Ticket
from storage.queries import conversations, people, sales, service, team
from storage.queries.sales import DealFilter
from storage.queries.service import TicketFilter

MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
WORDS = 50
SCANT_SHARE = 0.05
"""Where the new text is a smaller part of a mail than this, the whole is shown at once."""


def contact_page(visitor: Visitor, work: Work) -> Response:
    """A person; one merged into another leads there."""
    require(work, "records.read", doing="see contacts")
    contact = work.uow.get(Contact, _id(visitor))
    alive = people.surviving_contact(work.uow, contact)
    if alive.id != contact.id:
        return visitor.back_to(f"/contacts/{alive.id}")
    deals = sales.list_deals(work.uow, DealFilter(contact_id=contact.id), limit=20)
    tickets = service.list_tickets(work.uow, TicketFilter(contact_id=contact.id), limit=20)
    return visitor.page(
        "contact.html",
        title=contact.name or "Contact",
        record=contact,
        company=work.uow.find(Company, contact.company_id),
        owner=work.uow.find(Member, contact.owner_id),
        addresses=people.identities_of(work.uow, contact.id),
        tags=people.tags_of(work.uow, entity="contact", record_id=contact.id),
        deals=rows_of(work, "deals", deals),
        tickets=rows_of(work, "tickets", tickets),
        tasks=service.tasks_about(work.uow, contact_id=contact.id),
        talk=_talk(work, conversations.timeline(work.uow, contact_id=contact.id, limit=WORDS)),
        history=_history(work, "contact", contact.id),
        can_send=has_right(work, "messages.send"),
        ways=_ways(work, contact),
        can_call=has_right(work, "activities.write") and bool(phone_of(work, contact)),
    )


def company_page(visitor: Visitor, work: Work) -> Response:
    """An organisation, its people, deals and tickets."""
    require(work, "records.read", doing="see companies")
    company = work.uow.get(Company, _id(visitor))
    contacts = people.list_contacts(work.uow, company_id=company.id, limit=50)
    deals = sales.list_deals(work.uow, DealFilter(company_id=company.id), limit=30)
    tickets = service.list_tickets(work.uow, TicketFilter(company_id=company.id), limit=30)
    return visitor.page(
        "company.html",
        title=company.name,
        record=company,
        owner=work.uow.find(Member, company.owner_id),
        contacts=rows_of(work, "contacts", contacts),
        deals=rows_of(work, "deals", deals),
        tickets=rows_of(work, "tickets", tickets),
        talk=_talk(work, conversations.timeline(work.uow, company_id=company.id, limit=WORDS)),
        history=_history(work, "company", company.id),
    )


def deal_page(visitor: Visitor, work: Work) -> Response:
    """A deal with its people; amounts only for those who may see them."""
    require(work, "records.read", doing="see deals")
    deal = work.uow.get(Deal, _id(visitor))
    parts = sales.contacts_of_deal(work.uow, deal.id)
    known = people.contacts_by_id(work.uow, [one.contact_id for one in parts])
    shows, may_call = has_right(work, "deals.amounts"), has_right(work, "activities.write")
    amount = deal.amount_minor
    return visitor.page(
        "deal.html",
        title=deal.title,
        record=deal,
        company=work.uow.find(Company, deal.company_id),
        owner=work.uow.find(Member, deal.owner_id),
        people=[
            (known[one.contact_id], one.role, may_call and bool(phone_of(work, known[one.contact_id])))
            for one in parts
            if one.contact_id in known
        ],
        amount=say_money(amount, deal.currency) if shows else "",
        amount_value=str(to_decimal(amount, deal.currency)) if shows and amount is not None else "",
        stages=work.crm.pipeline(deal.pipeline).stages,
        can_write=may_write(work, "deals", deal) and shows,
        talk=_talk(work, conversations.timeline(work.uow, deal_id=deal.id, limit=WORDS)),
        history=_history(work, "deal", deal.id),
    )


def lead_page(visitor: Visitor, work: Work) -> Response:
    """A lead and what can be done with it."""
    require(work, "records.read", doing="see leads")
    lead = work.uow.get(Lead, _id(visitor))
    words = (
        conversations.timeline(work.uow, contact_id=lead.contact_id, limit=WORDS) if lead.contact_id else []
    )
    return visitor.page(
        "lead.html",
        title=lead.name or "Lead",
        record=lead,
        owner=work.uow.find(Member, lead.owner_id),
        can_write=may_write(work, "leads", lead),
        talk=_talk(work, words),
        history=_history(work, "lead", lead.id),
    )


def ticket_page(visitor: Visitor, work: Work) -> Response:
    """A ticket with its conversation; one merged into another leads there."""
    require(work, "records.read", doing="see tickets")
    ticket = work.uow.get(Ticket, _id(visitor))
    if ticket.merged_into_id:
        return visitor.back_to(f"/tickets/{ticket.merged_into_id}")
    said = conversations.timeline(work.uow, ticket_id=ticket.id, limit=WORDS)
    if ticket.conversation_id:
        known = {one.id for one in said}
        also = conversations.timeline(work.uow, conversation_id=ticket.conversation_id, limit=WORDS)
        said = sorted([*said, *(one for one in also if one.id not in known)], key=lambda one: one.at)
    else:
        said = said[::-1]
    return visitor.page(
        "ticket.html",
        title=f"#{ticket.number} {ticket.subject}",
        record=ticket,
        contact=work.uow.find(Contact, ticket.contact_id),
        company=work.uow.find(Company, ticket.company_id),
        owner=work.uow.find(Member, ticket.owner_id),
        members=team.active_members(work.uow),
        can_write=may_write(work, "tickets", ticket),
        can_send=has_right(work, "messages.send") and ticket.contact_id is not None,
        ways=_ways(work, work.uow.find(Contact, ticket.contact_id)),
        statuses=TICKET_STATES,
        priorities=PRIORITIES,
        talk=_talk(work, said),
        history=_history(work, "ticket", ticket.id),
    )


def mail_html(visitor: Visitor, work: Work) -> Response:
    """A mail's sanitised HTML for a sandboxed frame: no script runs and nothing is loaded from elsewhere."""
    require(work, "records.read", doing="see messages")
    one = work.uow.get(Interaction, _id(visitor))
    headers = {**HEADERS, "Content-Security-Policy": MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(f"<!doctype html><meta charset=utf-8>{one.html}", headers=headers)


def attachment(visitor: Visitor, work: Work) -> Response:
    """A file somebody sent, always to keep and never to open in the page."""
    require(work, "records.read", doing="see files")
    file = work.uow.get(Attachment, _id(visitor))
    if not file.sha256:
        raise InvalidValue(file.problem or "The file is not here yet.")
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.filename)}"}
    content = visitor.console.runtime.files.read(file.sha256)
    return Response(content, media_type="application/octet-stream", headers=headers)


def _id(visitor: Visitor) -> str:
    return str(visitor.request.path_params["id"])


def _talk(work: Work, said: Sequence[Interaction]) -> list[dict[str, Any]]:
    """Interactions with who spoke and their files."""
    names = names_for(work, said)
    files: dict[str, list[Attachment]] = {}
    for file in conversations.attachments_of(work.uow, [one.id for one in said]):
        files.setdefault(file.interaction_id, []).append(file)
    return [
        {
            "one": one,
            "who": (names.member(one.member_id) or "Rapport")
            if one.direction != "in"
            else names.contact(one.contact_id) or "Customer",
            "words": one.new_text or one.text,
            "files": files.get(one.id, []),
            "way": _way(one),
            "is_longer": bool(one.text) and one.text.strip() != (one.new_text or one.text).strip(),
            "is_scant": len(one.new_text or one.text) < SCANT_SHARE * len(one.text),
        }
        for one in said
    ]


def _way(one: Interaction) -> str:
    """How words came or went: the channel, the one it stood in for, the template they went out in."""
    way = say_switch(one).removeprefix("by ") or name_of(one.channel or one.kind)
    template = one.details.get("template")
    return f"{way}, in the template {template}" if template else way


def _ways(work: Work, contact: Contact | None) -> list[tuple[str, str]]:
    """The ways to write to a contact with what each is called, where there is a choice."""
    ways = ways_to(work, contact) if contact is not None else []
    return [(one, name_of(one)) for one in ways] if len(ways) > 1 else []


def _history(work: Work, entity: str, record_id: str) -> list[History]:
    return lines_of(work, changes_of(work.uow, entity, record_id, limit=40))
