"""Records in from CSV: a row that cannot be taken is named with its reason, and harms no other.

What is known already is recognised (see `recognising`): by its id or address it is brought up to date, by its
name alone it is left as it is. Tickets known already are left as they are, too.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TextIO

from assistant.actions import deals, leads, people
from assistant.actions.access import require
from assistant.bootstrap import Runtime
from assistant.presenting.money import say_money
from assistant.transfer.columns import ID, Row, UnknownKind, day_of, minor_of, rows_of
from assistant.transfer.past_tickets import known_ticket, taken_over
from assistant.transfer.recognising import Recognised
from assistant.work import Actor, Work
from config.errors import RapportError
from storage.models import Deal

Became = Literal["new", "known"]


@dataclass(slots=True)
class Imported:
    """What became of a file's rows. `problems` has a sentence for each row that was not taken.

    `notes` has one for each that was known and says something else than the record it is about.
    """

    new: int = 0
    updated: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Taken:
    became: Became
    note: str = ""


def import_rows(
    runtime: Runtime, actor: Actor, kind: str, source: TextIO, *, tell: Callable[[int], None]
) -> Imported:
    """Take in a CSV with a header, each row in a transaction of its own; `tell` is told of progress."""
    if kind not in TAKERS:
        raise UnknownKind(f"{kind!r} cannot be imported; there are {', '.join(TAKERS)}.")
    result, number, known = Imported(), 1, Recognised()
    try:
        for number, row in enumerate(rows_of(kind, source), start=2):
            try:
                _take(runtime, actor, TAKERS[kind], row, known=known, into=result, line=number)
            except RapportError as refused:
                result.problems.append(f"line {number}: {refused}")
            tell(number - 1)
    except (UnicodeDecodeError, csv.Error) as error:
        result.problems.append(f"after line {number}: This is no CSV in UTF-8 ({error}).")
    return result


def _take(
    runtime: Runtime,
    actor: Actor,
    taker: "Taker",
    row: Row,
    *,
    known: Recognised,
    into: Imported,
    line: int,
) -> None:
    with runtime.database.begin(actor=actor.key, cause="import") as uow:
        taken = taker(runtime.work(uow, actor), row, known)
        uow.flush()
        is_changed = uow.has_changes
    if taken.became == "new":
        into.new += 1
    elif is_changed:
        into.updated += 1
    else:
        into.known += 1
    if taken.note:
        into.notes.append(f"line {line}: {taken.note}")


def _contact(work: Work, row: Row, known: Recognised) -> _Taken:
    contact = known.contact(work, row)
    became: Became = "new" if contact is None else "known"
    fields = {name: row.get(name) or None for name in ("phone", "title", "company")}
    email = row.get("email") or None
    if contact is None:
        contact = people.create_contact(work, name=row.get("name", ""), email=email, **fields)
    else:
        is_own_mail = bool(row.get(ID)) and email is not None
        mail = {"email": email} if is_own_mail else {}
        people.update_contact(work, contact, name=row.get("name") or None, **fields, **mail)
    known.took(contact, row)
    return _Taken(became)


def _company(work: Work, row: Row, known: Recognised) -> _Taken:
    company, domain = known.company(work, row), row.get("domain") or None
    became: Became = "new" if company is None else "known"
    if company is None:
        company = people.ensure_company(work, row.get("name", ""), domain=domain)
        work.uow.flush()
    elif (domain and not company.domain) or row.get(ID):
        people.update_company(work, company, name=row.get("name") or None, domain=domain)
    known.took(company, row)
    return _Taken(became)


def _lead(work: Work, row: Row, known: Recognised) -> _Taken:
    require(work, "leads.write", doing="create leads")
    lead = known.lead(work, row)
    became: Became = "new" if lead is None else "known"
    if lead is None:
        fields = leads.LeadFields(
            name=row.get("name", ""),
            company=row.get("company", ""),
            source=row.get("source", ""),
            interest=row.get("interest", ""),
            email=row.get("email") or None,
            phone=row.get("phone") or None,
        )
        lead = leads.create_lead(work, fields)
    known.took(lead, row)
    return _Taken(became)


def _deal(work: Work, row: Row, known: Recognised) -> _Taken:
    require(work, "deals.write", doing="create deals")
    company = people.ensure_company(work, row["company"]) if row.get("company") else None
    work.uow.flush()
    currency = row.get("currency") or work.crm.company.currency
    fields = deals.DealFields(
        title=row.get("title") or None,
        stage=row.get("stage") or None,
        amount_minor=minor_of(row.get("amount", ""), currency),
        currency=currency if row.get("amount") or row.get("currency") else None,
        close_date=day_of(row.get("close_date", "")),
        source=row.get("source") or None,
    )
    deal = known.deal(work, row, company=company, minor=fields.amount_minor)
    if deal is None:
        deal = deals.create_deal(work, fields, company=company)
        known.took(deal, row)
        return _Taken("new")
    note = "" if row.get(ID) else _other_amount(deal, fields)
    if row.get(ID) and _says_more(deal, fields):
        deals.update_deal(work, deal, fields)
    known.took(deal, row)
    return _Taken("known", note)


def _says_more(deal: Deal, fields: deals.DealFields) -> bool:
    """Whether a row says anything the deal does not: else nothing happens on it."""
    said = ("title", "stage", "amount_minor", "currency", "close_date", "source")
    return any(getattr(fields, name) not in (None, getattr(deal, name)) for name in said)


def _other_amount(deal: Deal, fields: deals.DealFields) -> str:
    """What a row says of a deal known by its name alone that the deal does not; it stays as it is."""
    if fields.amount_minor is None or fields.amount_minor == deal.amount_minor:
        return ""
    amount = say_money(deal.amount_minor, deal.currency)
    return (
        f"{deal.title} is known with another amount ({amount}) and was left as it is. "
        "Another deal needs another title, or an id."
    )


def _ticket(work: Work, row: Row, _known: Recognised) -> _Taken:
    require(work, "tickets.write", doing="take over tickets")
    if known_ticket(work, row) is not None:
        return _Taken("known")  # somebody may have gone on with it here
    _made, note = taken_over(work, row)
    return _Taken("new", note)


Taker = Callable[[Work, Row, Recognised], _Taken]
TAKERS: Mapping[str, Taker] = {
    "contacts": _contact,
    "companies": _company,
    "leads": _lead,
    "deals": _deal,
    "tickets": _ticket,
}
