"""Sums of money per currency; converted only with the rates of `crm.yaml`, and then said so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision

from assistant.presenting.money import say_money, say_sums, to_decimal
from assistant.reports.report import Value
from assistant.work import Work
from storage.queries.reporting.deals import DealFact

Sums = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Converted:
    """A sum in one currency, and what could not be converted into it for want of a rate."""

    amount_minor: int
    currency: str
    left_out: Sums = field(default_factory=dict)


def sums_of(deals: Iterable[DealFact]) -> dict[str, int]:
    """What deals are worth, per currency; unknown amounts count as nothing."""
    sums: dict[str, int] = defaultdict(int)
    for deal in deals:
        sums[deal.currency] += deal.amount_minor or 0
    return dict(sums)


def added(*parts: Sums) -> dict[str, int]:
    """Sums added up, currency by currency."""
    sums: dict[str, int] = defaultdict(int)
    for part in parts:
        for currency, amount in part.items():
            sums[currency] += amount
    return dict(sums)


def convert(work: Work, sums: Sums, *, currency: str = "") -> Converted:
    """Sums in one currency (the company's), by the rates of `crm.yaml` only."""
    target = currency or work.crm.company.currency
    total, left_out = 0, {}
    for one, amount in sums.items():
        rate = _rate(work, one, target)
        if rate is None:
            left_out[one] = amount
        else:
            scaled = (to_decimal(amount, one) * rate).scaleb(get_currency_precision(target))
            total += int(scaled.to_integral_value(ROUND_HALF_UP))
    return Converted(total, target, {one: amount for one, amount in left_out.items() if amount})


def say_amounts(work: Work, sums: Sums) -> str:
    """`$48,000 + €10,000 (= $58,800)`: side by side, and in one where every rate is known."""
    said = say_sums(sums.items())
    foreign = [one for one, amount in sums.items() if amount and one != work.crm.company.currency]
    if not foreign:
        return said
    one_sum = convert(work, sums)
    if one_sum.left_out:
        return said
    return f"{said} (= {say_money(one_sum.amount_minor, one_sum.currency)})"


def say_signed(sums: Sums) -> str:
    """A change of money: `+$10,000`, `-$5,000`, `0`."""
    parts = [
        f"{'+' if amount > 0 else ''}{say_money(amount, one)}"
        for one, amount in sorted(sums.items())
        if amount
    ]
    return ", ".join(parts) or "0"


def said_rates(work: Work, currencies: Iterable[str]) -> str:
    """The rates used for these currencies, as a sentence; empty where none was."""
    home = work.crm.company.currency
    used = [one for one in sorted(set(currencies)) if one != home and one in work.crm.rates]
    if not used:
        return ""
    rates = ", ".join(f"1 {one} = {work.crm.rates[one]} {home}" for one in used)
    return f"Converted at {rates}."


def money_values(prefix: str, sums: Sums) -> dict[str, Value]:
    """Sums for programs: `amount_usd` -> `"48000.00"`."""
    return {
        f"{prefix}_{currency.lower()}": str(to_decimal(amount, currency))
        for currency, amount in sorted(sums.items())
    }


def _rate(work: Work, source: str, target: str) -> Decimal | None:
    home, rates = work.crm.company.currency, work.crm.rates
    if source == target:
        return Decimal(1)
    into_home = Decimal(1) if source == home else Decimal(rates[source]) if source in rates else None
    from_home = Decimal(1) if target == home else Decimal(rates[target]) if target in rates else None
    if into_home is None or not from_home:
        return None
    return into_home / from_home


def in_units(values: Iterable[tuple[str, int]], currency: str) -> list[tuple[str, float]]:
    """Labelled minor units as numbers a chart draws."""
    return [(label, float(to_decimal(amount, currency))) for label, amount in values]
