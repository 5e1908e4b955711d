"""Records out as CSV, page by page."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.actions.access import has_right
from assistant.bootstrap import Runtime
from assistant.csv_cells import as_text
from assistant.presenting.money import to_decimal
from assistant.transfer.columns import COLUMNS, ID, UnknownKind
from assistant.work import Actor, Work
from storage.models import Company, Contact, Deal, Lead, Member, Ticket
from storage.queries import imports
from storage.queries import people as people_queries
from storage.queries.pages import page_of

PAGE = 500


def export_rows(runtime: Runtime, actor: Actor, kind: str) -> Iterator[list[str]]:
    """A header and a row for each record, its id last, oldest pages last; read page by page.

    Taken in again, each row is recognised by its id. Raises UnknownKind.
    """
    if kind not in SHOWN:
        raise UnknownKind(f"{kind!r} cannot be exported; there are {', '.join(SHOWN)}.")
    model, show = SHOWN[kind]
    yield [*COLUMNS[kind], ID]
    cursor: str | None = None
    while True:
        with runtime.database.read() as uow:
            page = page_of(uow, model, where={}, limit=PAGE, cursor=cursor)
            rows = [[*show(runtime.work(uow, actor), one), one.id] for one in page.items]
        yield from map(as_text, rows)
        cursor = page.next
        if cursor is None:
            return


def _contact_row(work: Work, contact: Contact) -> list[str]:
    company = work.uow.find(Company, contact.company_id)
    known = people_queries.identities_of(work.uow, contact.id)
    first = {
        kind: next((one.address for one in known if one.kind == kind), "") for kind in ("email", "phone")
    }
    return [
        contact.name,
        first["email"],
        first["phone"],
        contact.title or "",
        company.name if company else "",
    ]


def _deal_row(work: Work, deal: Deal) -> list[str]:
    company = work.uow.find(Company, deal.company_id)
    is_told = deal.amount_minor is not None and has_right(work, "deals.amounts")
    amount = str(to_decimal(deal.amount_minor or 0, deal.currency)) if is_told else ""
    close_date = deal.close_date.isoformat() if deal.close_date else ""
    return [
        deal.title,
        company.name if company else "",
        deal.stage,
        amount,
        deal.currency,
        close_date,
        deal.source,
    ]


def _lead_row(_work: Work, lead: Lead) -> list[str]:
    return [
        lead.name,
        lead.company_name,
        lead.email or "",
        lead.phone or "",
        lead.source,
        lead.status,
        lead.interest,
    ]


def _company_row(_work: Work, company: Company) -> list[str]:
    return [company.name, company.domain or ""]


def _ticket_row(work: Work, ticket: Ticket) -> list[str]:
    contact = work.uow.find(Contact, ticket.contact_id)
    known = people_queries.identities_of(work.uow, contact.id) if contact else []
    owner = work.uow.find(Member, ticket.owner_id)
    return [
        ticket.subject,
        imports.first_words(work.uow, ticket.id),
        ticket.status,
        ticket.priority,
        ticket.category,
        " ".join(people_queries.tags_of(work.uow, entity="ticket", record_id=ticket.id)),
        contact.name if contact else "",
        next((one.address for one in known if one.kind == "email"), ""),
        owner.email if owner else "",
        ticket.team,
        ticket.created_at.isoformat(),
        ticket.solved_at.isoformat() if ticket.solved_at else "",
    ]


SHOWN: Mapping[str, tuple[type[Any], Callable[[Work, Any], list[str]]]] = {
    "contacts": (Contact, _contact_row),
    "companies": (Company, _company_row),
    "deals": (Deal, _deal_row),
    "leads": (Lead, _lead_row),
    "tickets": (Ticket, _ticket_row),
}
