"""One page about somebody: who they are, what is open, what was said last, what comes next."""

from assistant.actions.access import has_right
from assistant.outgoing.ways import name_of, say_switch
from assistant.presenting.cards import call_action, deal_card
from assistant.presenting.money import say_money
from assistant.presenting.times import said_as_of, say_moment
from assistant.work import Work
from channels.reply import Action, Fact, Reply, Section
from storage.models import Company, Contact, Deal, Identity, Interaction, Member, Ticket
from storage.queries import conversations, people, sales, service
from storage.queries.sales import DealFilter
from storage.queries.service import OPEN_STATUSES, TicketFilter


def contact_brief(work: Work, contact: Contact) -> Reply:
    """A person: their company and addresses, deals, tickets, last words, next steps."""
    company = work.uow.find(Company, contact.company_id)
    owner = work.uow.find(Member, contact.owner_id)
    facts = [Fact("Company", company.name if company else "none")]
    if contact.title:
        facts.append(Fact("Title", contact.title))
    facts += [_address(work, one) for one in people.identities_of(work.uow, contact.id)]
    facts.append(Fact("Owner", owner.name if owner else "nobody"))
    tags = people.tags_of(work.uow, entity="contact", record_id=contact.id)
    if tags:
        facts.append(Fact("Tags", ", ".join(tags)))
    deals = sales.list_deals(work.uow, DealFilter(contact_id=contact.id, status="open"), limit=5)
    if not deals and company is not None:
        deals = sales.list_deals(work.uow, DealFilter(company_id=company.id, status="open"), limit=5)
    tickets = service.tickets_of_contact(work.uow, contact.id, limit=5)
    last = conversations.timeline(work.uow, contact_id=contact.id, limit=3)
    at = f" at {company.name}" if company else ""
    return Reply(
        title=contact.name,
        text=f"{contact.name}{f', {contact.title}' if contact.title else ''}{at}.",
        facts=tuple(facts),
        sections=_sections(work, deals, tickets, last, _next_steps(work, contact, deals)),
        actions=(
            *call_action(work, contact, name="contact.call", value=contact.id),
            Action("open", "Open", url=f"{work.company.base_url}/contacts/{contact.id}"),
        ),
        footnote=said_as_of(work),
    )


def _address(work: Work, identity: Identity) -> Fact:
    """An address, and what may not be sent to it."""
    where = {"kind": identity.kind, "address": identity.address}
    said = {one: people.latest_consent(work.uow, **where, purpose=one) for one in ("all", "marketing")}
    refused = {purpose for purpose, consent in said.items() if consent and not consent.is_granted}
    shown = identity.address
    if "all" in refused or people.find_suppression(work.uow, **where) is not None:
        shown += ", nothing is sent there"
    elif refused:
        shown += ", wants no news"
    return Fact("E-mail" if identity.kind == "email" else identity.kind.title(), shown)


def company_brief(work: Work, company: Company) -> Reply:
    """An organisation: its people, deals, tickets and last words."""
    contacts = people.list_contacts(work.uow, company_id=company.id, limit=5)
    deals = sales.list_deals(work.uow, DealFilter(company_id=company.id, status="open"), limit=5)
    where = TicketFilter(company_id=company.id, statuses=OPEN_STATUSES)
    tickets = service.list_tickets(work.uow, where, limit=5)
    last = conversations.timeline(work.uow, company_id=company.id, limit=3)
    owner = work.uow.find(Member, company.owner_id)
    facts = [Fact("Owner", owner.name if owner else "nobody")]
    facts += [
        Fact(label, value) for label, value in (("Domain", company.domain), ("Phone", company.phone)) if value
    ]
    facts.append(Fact("People", ", ".join(one.name for one in contacts) or "nobody known"))
    count = len(deals)
    return Reply(
        title=company.name,
        text=f"{company.name}: {count} open deal{'' if count == 1 else 's'}, {len(tickets)} open tickets.",
        facts=tuple(facts),
        sections=_sections(work, deals, tickets, last, [one.next_step for one in deals if one.next_step]),
        actions=(Action("open", "Open", url=f"{work.company.base_url}/companies/{company.id}"),),
        footnote=said_as_of(work),
    )


def deal_brief(work: Work, deal: Deal) -> Reply:
    """A deal with its people and last words."""
    card = deal_card(work, deal, shows_amounts=has_right(work, "deals.amounts"))
    parts = sales.contacts_of_deal(work.uow, deal.id)
    known = people.contacts_by_id(work.uow, [one.contact_id for one in parts])
    names = [
        f"{known[one.contact_id].name}{f' ({one.role})' if one.role else ''}"
        for one in parts
        if one.contact_id in known
    ]
    last = conversations.timeline(work.uow, deal_id=deal.id, limit=3)
    sections = _sections(work, [], [], last, [deal.next_step] if deal.next_step else [])
    people_section = (Section(title="People", text=", ".join(names)),) if names else ()
    return Reply(
        title=card.title,
        text=card.text,
        facts=card.facts,
        sections=(*people_section, *sections),
        actions=card.actions,
        footnote=said_as_of(work),
    )


def _sections(
    work: Work, deals: list[Deal], tickets: list[Ticket], last: list[Interaction], next_steps: list[str]
) -> tuple[Section, ...]:
    shows = has_right(work, "deals.amounts")
    parts = (
        ("Open deals", [_deal_line(one, shows_amounts=shows) for one in deals]),
        ("Open tickets", [f"#{one.number} {one.subject} ({one.status}, {one.priority})" for one in tickets]),
        ("Last words", [_interaction_line(work, one) for one in last]),
        ("Next", next_steps),
    )
    return tuple(
        Section(title=title, text="\n".join(f"• {line}" for line in lines)) for title, lines in parts if lines
    )


def _deal_line(deal: Deal, *, shows_amounts: bool) -> str:
    amount = f", {say_money(deal.amount_minor, deal.currency)}" if shows_amounts else ""
    return f"{deal.title}: {deal.stage}{amount}"


def _interaction_line(work: Work, one: Interaction) -> str:
    words = " ".join((one.new_text or one.subject).split())[:120]
    arrow = {"in": "from them", "out": "from us"}.get(one.direction, "note")
    way = say_switch(one).removeprefix("by ") or name_of(one.channel or one.kind)
    told = way if way == arrow else f"{way} {arrow}"
    return f"{say_moment(work, one.at)}, {told}: {words}"


def _next_steps(work: Work, contact: Contact, deals: list[Deal]) -> list[str]:
    steps = [one.next_step for one in deals if one.next_step]
    steps += [
        f"{one.text} ({say_moment(work, one.due_at)})"
        for one in service.tasks_about(work.uow, contact_id=contact.id)
    ]
    meetings = service.appointments_of(work.uow, contact_id=contact.id, start=work.now)
    return steps + [f"Meeting {say_moment(work, one.starts_at)} {one.purpose}".rstrip() for one in meetings]
