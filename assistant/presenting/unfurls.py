"""The preview of a link to one of the console's pages, with what everybody who reads along may see."""

import re

from assistant.presenting.cards import deal_card, lead_card, ticket_card
from assistant.work import Work
from channels.reply import Fact, Reply
from storage.models import Company, Contact, Deal, Lead, Member, Ticket

_PAGE = re.compile(r"/(?P<page>deals|tickets|leads|contacts|companies)/(?P<id>[\w-]{8,})/?(?:[?#].*)?$")


def preview(work: Work, url: str) -> Reply | None:
    """What a link leads to, without amounts and addresses; None for a page that is no record's."""
    path = url.removeprefix(work.company.base_url)
    found = _PAGE.fullmatch(path) if path != url else None
    if found is None:
        return None
    shown = _shown(work, found["page"], found["id"])
    if shown is None:
        return None
    # Slack shows no buttons of ours below links others posted, and addresses are not for every reader.
    facts = tuple(one for one in shown.facts if one.label not in ("From", "Who"))
    return Reply(title=shown.title, text=shown.text, facts=facts)


def _shown(work: Work, page: str, record_id: str) -> Reply | None:
    find = work.uow.find
    if page == "deals":
        deal = find(Deal, record_id)
        return deal_card(work, deal, shows_amounts=False) if deal is not None else None
    if page == "tickets":
        ticket = find(Ticket, record_id)
        return ticket_card(work, ticket) if ticket is not None else None
    if page == "leads":
        lead = find(Lead, record_id)
        return lead_card(work, lead) if lead is not None else None
    about = find(Contact, record_id) if page == "contacts" else find(Company, record_id)
    return _about(work, about) if about is not None else None


def _about(work: Work, record: Contact | Company) -> Reply:
    owner = work.uow.find(Member, record.owner_id)
    facts = [Fact("Owner", owner.name if owner else "nobody")]
    if isinstance(record, Contact):
        company = work.uow.find(Company, record.company_id)
        facts.append(Fact("Company", company.name if company else "none"))
        return Reply(title=record.name, text=record.title or record.name, facts=tuple(facts))
    facts += [Fact("Domain", record.domain)] if record.domain else []
    return Reply(title=record.name, text=record.name, facts=tuple(facts))
