"""The lists: which kinds of records there are, their columns and filters, and how a row is written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.actions.access import has_right
from assistant.presenting.money import say_money
from assistant.web.console.words import day, moment, plain_words
from assistant.work import Work
from storage import models
from storage.queries import people, team


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row; a badge where it is a state."""

    text: str
    is_badge: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a line that opens it."""

    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the people and companies a page of records refers to."""

    members: Mapping[str, str]
    contacts: Mapping[str, str]
    companies: Mapping[str, str]

    def member(self, record_id: str | None) -> str:
        """A colleague's name, or nothing."""
        return self.members.get(record_id or "", "")

    def contact(self, record_id: str | None) -> str:
        """A contact's name, or nothing."""
        return self.contacts.get(record_id or "", "")

    def company(self, record_id: str | None) -> str:
        """A company's name, or nothing."""
        return self.companies.get(record_id or "", "")


Writer = Callable[[Work, Names, Any], tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record with a list. `filters` maps a field to its values; owners are offered besides."""

    title: str
    model: type[Any]
    entity: str
    columns: tuple[str, ...]
    write: Writer
    filters: Mapping[str, tuple[str, ...]]
    has_page: bool = True
    has_search: bool = True


def _badge(value: str) -> Cell:
    return Cell(plain_words(value), is_badge=True, state=value)


def _contact(work: Work, names: Names, one: models.Contact) -> tuple[Cell, ...]:
    return (
        Cell(one.name or "(no name)"),
        Cell(names.company(one.company_id)),
        Cell(one.title or ""),
        Cell(names.member(one.owner_id)),
        Cell(moment(work, one.last_inbound_at)),
    )


def _company(_work: Work, names: Names, one: models.Company) -> tuple[Cell, ...]:
    return (
        Cell(one.name),
        Cell(one.domain or ""),
        Cell(one.industry or ""),
        Cell(one.country or ""),
        Cell(names.member(one.owner_id)),
    )


def _lead(work: Work, names: Names, one: models.Lead) -> tuple[Cell, ...]:
    return (
        Cell(one.name or one.email or "(no name)"),
        Cell(one.company_name),
        _badge(one.status),
        Cell(one.source),
        Cell(names.member(one.owner_id)),
        Cell(moment(work, one.created_at)),
    )


def _deal(work: Work, names: Names, one: models.Deal) -> tuple[Cell, ...]:
    amount = say_money(one.amount_minor, one.currency) if has_right(work, "deals.amounts") else "–"
    stage = work.crm.pipeline(one.pipeline).stage(one.stage)
    return (
        Cell(one.title),
        Cell(names.company(one.company_id)),
        Cell(stage.name if stage else one.stage, is_badge=True, state=one.status),
        Cell(amount),
        Cell(day(one.close_date)),
        Cell(names.member(one.owner_id)),
    )


def _ticket(work: Work, names: Names, one: models.Ticket) -> tuple[Cell, ...]:
    return (
        Cell(f"#{one.number} {one.subject}"),
        Cell(names.contact(one.contact_id)),
        _badge(one.status),
        _badge(one.priority),
        Cell(names.member(one.owner_id) or "nobody"),
        Cell(moment(work, one.created_at)),
    )


def _task(work: Work, names: Names, one: models.Task) -> tuple[Cell, ...]:
    return (
        Cell(one.text),
        Cell(moment(work, one.due_at)),
        _badge(one.status),
        Cell(names.contact(one.contact_id)),
        Cell(names.member(one.owner_id)),
    )


LEAD_STATES = ("new", "working", "qualified", "unqualified", "converted")
TICKET_STATES = ("open", "pending", "on_hold", "solved", "closed")
PRIORITIES = ("urgent", "high", "normal", "low")

KINDS: Mapping[str, Kind] = {
    "contacts": Kind(
        "Contacts",
        models.Contact,
        "contact",
        ("Name", "Company", "Title", "Owner", "Last heard"),
        _contact,
        {},
    ),
    "companies": Kind(
        "Companies",
        models.Company,
        "company",
        ("Name", "Domain", "Industry", "Country", "Owner"),
        _company,
        {},
    ),
    "leads": Kind(
        "Leads",
        models.Lead,
        "lead",
        ("Name", "Company", "Status", "Source", "Owner", "Since"),
        _lead,
        {"status": LEAD_STATES},
    ),
    "deals": Kind(
        "Deals",
        models.Deal,
        "deal",
        ("Deal", "Company", "Stage", "Amount", "Closing", "Owner"),
        _deal,
        {"status": ("open", "won", "lost")},
    ),
    "tickets": Kind(
        "Tickets",
        models.Ticket,
        "ticket",
        ("Ticket", "Customer", "Status", "Priority", "Owner", "Since"),
        _ticket,
        {"status": TICKET_STATES, "priority": PRIORITIES},
    ),
    "tasks": Kind(
        "Tasks",
        models.Task,
        "task",
        ("Task", "Due", "Status", "Contact", "Owner"),
        _task,
        {"status": ("open", "done", "cancelled")},
        has_page=False,
        has_search=False,
    ),
}


def names_for(work: Work, records: Iterable[Any]) -> Names:
    """The names a page of records refers to, in three queries."""
    held = list(records)
    return Names(
        {one.id: one.name for one in team.members_by_id(work.uow).values()},
        {key: one.name for key, one in people.contacts_by_id(work.uow, _ids(held, "contact_id")).items()},
        {key: one.name for key, one in people.companies_by_id(work.uow, _ids(held, "company_id")).items()},
    )


def _ids(records: Sequence[Any], field: str) -> list[str]:
    return [found for one in records if (found := getattr(one, field, None))]


def rows_of(work: Work, name: str, records: Sequence[Any]) -> list[Row]:
    """Records of a kind as lines."""
    kind = KINDS[name]
    names = names_for(work, records)
    return [Row(url_of(name, one), kind.write(work, names, one)) for one in records]


def url_of(name: str, record: Any) -> str:
    """Where a record is shown; a task is shown where it belongs."""
    if name != "tasks":
        return f"/{name}/{record.id}"
    about = (
        ("deals", record.deal_id),
        ("tickets", record.ticket_id),
        ("contacts", record.contact_id),
        ("companies", record.company_id),
    )
    return next((f"/{kind}/{record_id}" for kind, record_id in about if record_id), "/tasks")
