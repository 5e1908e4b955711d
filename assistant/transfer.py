"""Records in and out as CSV: a row that cannot be taken is named with its reason, and harms no other."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, TextIO

from assistant.actions import deals, leads, people
from assistant.actions.access import has_right
from assistant.addresses import canonical
from assistant.bootstrap import Runtime
from assistant.csv_cells import as_text, from_text
from assistant.presenting.money import to_decimal, to_minor
from assistant.work import Actor, InvalidValue, Work
from config.errors import RapportError
from nlp.values import Money
from storage.models import Company, Contact, Deal, Lead
from storage.queries import people as people_queries
from storage.queries.pages import page_of

PAGE = 500
_AMOUNT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
"""No other way of writing: what 1.234,56 or 1.234 would come to is not to be guessed."""
Row = Mapping[str, str]


class UnknownKind(RapportError):
    """There is nothing of that kind to import or export."""

    code = "unknown_kind"


class UnknownColumns(RapportError):
    """A file whose first line names nothing that could be taken in."""

    code = "unknown_columns"


@dataclass(slots=True)
class Imported:
    """What became of a file's rows. `problems` has a sentence for each row that was not taken."""

    taken: int = 0
    problems: list[str] = field(default_factory=list)


def import_rows(
    runtime: Runtime, actor: Actor, kind: str, source: TextIO, *, tell: Callable[[int], None]
) -> Imported:
    """Take in a CSV with a header, each row in a transaction of its own; `tell` is told of progress."""
    if kind not in TAKERS:
        raise UnknownKind(f"{kind!r} cannot be imported; there are {', '.join(TAKERS)}.")
    result, number = Imported(), 1
    try:
        for number, row in enumerate(_rows(kind, source), start=2):
            _take(runtime, actor, kind, row, into=result, line=number)
            tell(number - 1)
    except (UnicodeDecodeError, csv.Error) as error:
        result.problems.append(f"after line {number}: This is no CSV in UTF-8 ({error}).")
    return result


def _take(runtime: Runtime, actor: Actor, kind: str, row: Row, *, into: Imported, line: int) -> None:
    try:
        with runtime.database.begin(actor=actor.key, cause="import") as uow:
            TAKERS[kind](runtime.work(uow, actor), row)
        into.taken += 1
    except RapportError as refused:
        into.problems.append(f"line {line}: {refused}")


def _rows(kind: str, source: TextIO) -> Iterator[Row]:
    """The rows by the names of their columns, whichever sign the program that wrote them puts between."""
    head = source.readline()
    table = csv.DictReader(chain([head], source), delimiter=max(",;\t", key=head.count))
    known, named = SHOWN[kind][1], [_tidy(name).lower() for name in table.fieldnames or ()]
    if not set(named) & set(known):
        raise UnknownColumns(f"The first line names no column of {kind}; it may name {', '.join(known)}.")
    for row in table:
        yield {_tidy(name).lower(): _tidy(value or "") for name, value in row.items() if name}


def _tidy(text: str) -> str:
    return from_text(text.replace("\x00", "").strip())


def export_rows(runtime: Runtime, actor: Actor, kind: str) -> Iterator[list[str]]:
    """A header and a row for each record, oldest pages last; read page by page, whatever the number."""
    if kind not in SHOWN:
        raise UnknownKind(f"{kind!r} cannot be exported; there are {', '.join(SHOWN)}.")
    model, columns, show = SHOWN[kind]
    yield list(columns)
    cursor: str | None = None
    while True:
        with runtime.database.read() as uow:
            page = page_of(uow, model, where={}, limit=PAGE, cursor=cursor)
            rows = [show(runtime.work(uow, actor), one) for one in page.items]
        yield from map(as_text, rows)
        cursor = page.next
        if cursor is None:
            return


def _contact(work: Work, row: Row) -> None:
    known = _known_contact(work, row)
    fields = {name: row.get(name) or None for name in ("phone", "title", "company")}
    if known is None:
        people.create_contact(work, name=row.get("name", ""), email=row.get("email") or None, **fields)
    else:
        people.update_contact(work, known, name=row.get("name") or None, **fields)


def _known_contact(work: Work, row: Row) -> Contact | None:
    if not row.get("email"):
        return None
    form = canonical("email", row["email"])
    identity = people_queries.find_identity(work.uow, kind="email", address=form.address)
    if identity is None:
        return None
    return people_queries.surviving_contact(work.uow, work.uow.get(Contact, identity.contact_id))


def _company(work: Work, row: Row) -> None:
    people.ensure_company(work, row.get("name", ""), domain=row.get("domain") or None)


def _lead(work: Work, row: Row) -> None:
    fields = leads.LeadFields(
        name=row.get("name", ""),
        company=row.get("company", ""),
        source=row.get("source", ""),
        interest=row.get("interest", ""),
        email=row.get("email") or None,
        phone=row.get("phone") or None,
    )
    leads.create_lead(work, fields)


def _deal(work: Work, row: Row) -> None:
    company = people.ensure_company(work, row["company"]) if row.get("company") else None
    work.uow.flush()
    currency = row.get("currency") or work.crm.company.currency
    fields = deals.DealFields(
        title=row.get("title") or None,
        stage=row.get("stage") or None,
        amount_minor=_minor(row.get("amount", ""), currency),
        currency=currency,
        close_date=_day(row.get("close_date", "")),
        source=row.get("source") or None,
    )
    deals.create_deal(work, fields, company=company)


def _minor(text: str, currency: str) -> int | None:
    if not text:
        return None
    amount = Decimal(text.replace(",", "")) if _AMOUNT.fullmatch(text) else None
    minor = None if amount is None else to_minor(Money(amount, currency), default_currency=currency)[0]
    if minor is None or to_decimal(minor, currency) != amount:
        raise InvalidValue(f"{text!r} is no amount; write it like 48000.00.")
    return minor


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidValue(f"{text!r} is no day; write it like 2026-03-31.") from None


TAKERS: Mapping[str, Callable[[Work, Row], None]] = {
    "contacts": _contact,
    "companies": _company,
    "leads": _lead,
    "deals": _deal,
}


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


SHOWN: Mapping[str, tuple[type[Any], tuple[str, ...], Callable[[Work, Any], list[str]]]] = {
    "contacts": (Contact, ("name", "email", "phone", "title", "company"), _contact_row),
    "companies": (Company, ("name", "domain"), lambda _, one: [one.name, one.domain or ""]),
    "deals": (Deal, ("title", "company", "stage", "amount", "currency", "close_date", "source"), _deal_row),
    "leads": (Lead, ("name", "company", "email", "phone", "source", "status", "interest"), _lead_row),
}
