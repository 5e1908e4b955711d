"""What a CSV file of records may name, and how its cells are read."""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import TextIO

from assistant.csv_cells import from_text
from assistant.presenting.money import to_decimal, to_minor
from assistant.work import InvalidValue
from config.errors import RapportError
from nlp.values import Money

Row = Mapping[str, str]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "contacts": ("name", "email", "phone", "title", "company"),
    "companies": ("name", "domain"),
    "deals": ("title", "company", "stage", "amount", "currency", "close_date", "source"),
    "leads": ("name", "company", "email", "phone", "source", "status", "interest"),
    "tickets": (
        *("subject", "description", "status", "priority", "category", "tags"),
        *("requester", "requester_email", "assignee", "team", "created_at", "solved_at"),
    ),
}
"""By kind: what goes out, and is taken in."""
ID = "id"
"""The column of the id a record has here, or where the file comes from."""
OTHER_NAMES: Mapping[str, Mapping[str, str]] = {
    "tickets": {
        **dict.fromkeys(("#", "number", "ticket_id", "ticket_number"), ID),
        **dict.fromkeys(("title", "ticket_subject"), "subject"),
        **dict.fromkeys(("body", "text", "message"), "description"),
        **dict.fromkeys(("state", "ticket_status"), "status"),
        **dict.fromkeys(("customer", "requester_name", "contact", "full_name"), "requester"),
        **dict.fromkeys(("email", "customer_email", "contact_email"), "requester_email"),
        **dict.fromkeys(("owner", "agent", "assigned_to"), "assignee"),
        **dict.fromkeys(("group", "queue"), "team"),
        **dict.fromkeys(("created", "created_time", "requested", "date_created"), "created_at"),
        **dict.fromkeys(("solved", "closed_at", "close_at", "resolved_at", "resolved_time"), "solved_at"),
    },
}
"""What helpdesks call these columns."""
_AMOUNT = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
"""No other way of writing: what 1.234,56 or 1.234 would come to is not to be guessed."""


class UnknownKind(RapportError):
    """There is nothing of that kind to import or export."""

    code = "unknown_kind"


class UnknownColumns(RapportError):
    """A file whose first line names nothing that could be taken in."""

    code = "unknown_columns"


def rows_of(kind: str, source: TextIO) -> Iterator[Row]:
    """The rows by the names of their columns, whichever sign the program that wrote them puts between."""
    head = source.readline()
    table = csv.DictReader(chain([head], source), delimiter=max(",;\t", key=head.count))
    known, named = COLUMNS[kind], [_column(kind, name) for name in table.fieldnames or ()]
    if not set(named) & set(known):
        raise UnknownColumns(
            f"The first line names no column of {kind}; it may name {', '.join((*known, ID))}."
        )
    for row in table:
        yield _named(kind, row)


def minor_of(text: str, currency: str) -> int | None:
    """An amount in the smallest unit; None where the cell is empty. Raises InvalidValue for what is none."""
    if not text:
        return None
    amount = Decimal(text.replace(",", "")) if _AMOUNT.fullmatch(text) else None
    minor = None if amount is None else to_minor(Money(amount, currency), default_currency=currency)[0]
    if minor is None or to_decimal(minor, currency) != amount:
        raise InvalidValue(f"{text!r} is no amount; write it like 48000.00.")
    return minor


def day_of(text: str) -> date | None:
    """A day; None where the cell is empty. Raises InvalidValue for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidValue(f"{text!r} is no day; write it like 2026-03-31.") from None


def _named(kind: str, row: Mapping[str, str | None]) -> Row:
    """A row by our names of its columns; of those that mean the same the last that says something counts."""
    found: dict[str, str] = {}
    for name, value in row.items():
        column = _column(kind, name) if name else ""
        if column and (value or column not in found):
            found[column] = _tidy(value or "")
    return found


def _column(kind: str, name: str) -> str:
    word = _tidy(name).lower()
    others = OTHER_NAMES.get(kind)
    if others is None:
        return word
    word = word.replace(" ", "_")
    return others.get(word, word)


def _tidy(text: str) -> str:
    return from_text(text.replace("\x00", "").strip())
