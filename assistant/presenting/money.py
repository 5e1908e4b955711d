"""Amounts in words: minor units in, `$48,000` out; and back from what was said."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision

from nlp.values import Money


def to_minor(money: Money, *, default_currency: str) -> tuple[int, str]:
    """What was said as minor units and a currency; the default where none was said."""
    currency = money.currency or default_currency
    scaled = money.amount.scaleb(get_currency_precision(currency))
    return int(scaled.to_integral_value(ROUND_HALF_UP)), currency


def to_decimal(amount_minor: int, currency: str) -> Decimal:
    """Minor units as a decimal amount of the currency."""
    return Decimal(amount_minor).scaleb(-get_currency_precision(currency))


def say_money(amount_minor: int | None, currency: str) -> str:
    """An amount for people; cents only where there are any; "no amount" where unknown."""
    if amount_minor is None:
        return "no amount"
    amount = to_decimal(amount_minor, currency)
    text = str(format_currency(amount, currency, locale="en_US"))
    return text.removesuffix(".00") if amount == amount.to_integral_value() else text


def say_sums(sums: Iterable[tuple[str, int]]) -> str:
    """Several currencies' sums side by side: never added up without a rate."""
    parts = [say_money(amount, currency) for currency, amount in sorted(sums) if amount]
    return " + ".join(parts) if parts else "0"
