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
}
"""By kind: what goes out, and is taken in."""
ID = "id"
"""The column of the id a record has here, or where the file comes from."""
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
    known, named = COLUMNS[kind], [_tidy(name).lower() for name in table.fieldnames or ()]
    if not set(named) & set(known):
        raise UnknownColumns(
            f"The first line names no column of {kind}; it may name {', '.join((*known, ID))}."
        )
    for row in table:
        yield {_tidy(name).lower(): _tidy(value or "") for name, value in row.items() if name}


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


def _tidy(text: str) -> str:
    return from_text(text.replace("\x00", "").strip())
