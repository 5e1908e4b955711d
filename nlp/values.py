"""Typed values a slot may hold, and their form on the wire.

The wire form is the language contract: money as a decimal string and a currency or null, dates and
datetimes in ISO 8601, periods with an exclusive end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as said; `currency` is an ISO 4217 code, or None where none was said."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, and not including, `end`."""

    start: date
    end: date


SlotValue: TypeAlias = str | int | float | bool | Money | Period | date | datetime
WireValue: TypeAlias = str | int | float | bool | dict[str, str | None]


def to_wire(value: SlotValue) -> WireValue:
    """Turn a slot value into its JSON form."""
    match value:
        case Money():
            return {"amount": f"{value.amount:.2f}", "currency": value.currency}
        case Period():
            return {"start": value.start.isoformat(), "end": value.end.isoformat()}
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return value


def slots_to_wire(slots: Mapping[str, SlotValue]) -> dict[str, WireValue]:
    """Turn a whole slot mapping into its JSON form, keeping its order."""
    return {name: to_wire(value) for name, value in slots.items()}
