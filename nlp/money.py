"""Amounts of money as people write them, with their currency, bounds and ranges.

Signs and words of a currency, ISO codes and magnitudes are read; a unit said once holds for a whole range;
a figure that is replaced ("not 80", "instead of 80") is no value.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.currencies import CURRENCY_AFTER, CURRENCY_BEFORE, currency_of
from nlp.money_context import (
    Bound,
    bound_of,
    counts_things,
    is_former,
    is_negated,
    is_something_else,
    joins_range,
)
from nlp.numbers import NumberMention, find_numbers
from nlp.values import Money


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """An amount said in a text, `[start, end)` with its currency mark.

    `bound` is set by words such as "at least" (min) or "under" (max), or by the place in a range;
    `partner` is the other amount of that range ("from 10 to 12k": the first is min, the second max;
    in "raise it from 40k to 48k" too, where only the last is the new value). `has_mark` tells that a
    currency or magnitude was said, so that the figure is money by itself.
    """

    start: int
    end: int
    text: str
    value: Money
    bound: Bound | None = None
    partner: Money | None = None
    has_mark: bool = True

    @property
    def is_lower_bound(self) -> bool:
        """Whether the amount is the least wanted."""
        return self.bound == "min"

    @property
    def is_upper_bound(self) -> bool:
        """Whether the amount is the most wanted."""
        return self.bound == "max"


@dataclass(frozen=True, slots=True)
class _Amount:
    """A figure that may be money, while its text is read."""

    number: NumberMention
    mention: MoneyMention


def find_money(text: str, *, country: str = "US", bare: bool = False) -> list[MoneyMention]:
    """Find amounts of money, left to right, without those the text replaces.

    With `bare`, a figure without currency or magnitude counts too ("make it 60000"), unless it is plainly
    something else (a percentage, a date, an hour, a count, a ticket). `country` decides whose dollar or
    rupee is meant.
    """
    amounts = [_amount(text, number, country=country) for number in find_numbers(text)]
    joined = _join_ranges(text, amounts)
    money = [_is_money(text, amount, bare=bare) for amount in joined]
    found = [
        amount.mention
        for place, amount in enumerate(joined)
        if money[place] and not (_begins_range(amount) and not money[place + 1])
    ]
    kept = [mention for mention in found if not is_negated(text, mention.start)]
    current = [mention for mention in kept if not is_former(text, mention.start)]
    return current or kept


def _begins_range(amount: _Amount) -> bool:
    return amount.mention.partner is not None and amount.mention.is_lower_bound


def _amount(text: str, number: NumberMention, *, country: str) -> _Amount:
    before = CURRENCY_BEFORE.search(text[max(0, number.start - 12) : number.start])
    after = CURRENCY_AFTER.match(text, number.end)
    start = number.start - len(before[0]) if before else number.start
    end = after.end() if after else number.end
    said = (before["mark"] if before else None) or (after["mark"] if after else None)
    currency = currency_of(said, country=country) if said else None
    has_mark = currency is not None or (number.has_magnitude and not counts_things(text, number.end))
    value = Money(number.value, currency)
    return _Amount(number, MoneyMention(start, end, text[start:end], value, has_mark=has_mark))


_SMALLEST_BARE_WORD = 20
"""A bare word below it counts something or stands for a noun ("this one")."""


def _is_money(text: str, amount: _Amount, *, bare: bool) -> bool:
    if amount.mention.has_mark:
        return True
    number = amount.number
    if not bare or number.value < 1 or (number.is_word and number.value < _SMALLEST_BARE_WORD):
        return False
    return not is_something_else(text, amount.mention.start, amount.mention.end)


def _join_ranges(text: str, amounts: list[_Amount]) -> list[_Amount]:
    joined = [
        replace(amount, mention=replace(amount.mention, bound=bound))
        if (bound := bound_of(text, amount.mention.start, amount.mention.end))
        else amount
        for amount in amounts
    ]
    for index in range(len(joined) - 1):
        low, high = joined[index], joined[index + 1]
        places = (low.mention.start, low.mention.end), (high.mention.start, high.mention.end)
        if joins_range(text, *places) and _is_ascending(low, high):
            joined[index], joined[index + 1] = _shared(low, high)
    return joined


def _is_ascending(low: _Amount, high: _Amount) -> bool:
    return _in_unit_of(low, high) <= high.number.value or low.mention.has_mark


def _in_unit_of(low: _Amount, high: _Amount) -> Decimal:
    """The value of "10" in "10 to 12k": ten thousand."""
    if high.number.has_magnitude and not low.number.has_magnitude and high.number.stem:
        scaled = low.number.value * (high.number.value / high.number.stem)
        return scaled if scaled <= high.number.value else low.number.value
    return low.number.value


def _shared(low: _Amount, high: _Amount) -> tuple[_Amount, _Amount]:
    """Give both ends of a range the unit and currency that one of them has."""
    currency = low.mention.value.currency or high.mention.value.currency
    has_mark = low.mention.has_mark or high.mention.has_mark
    least, most = Money(_in_unit_of(low, high), currency), Money(high.number.value, currency)
    return (
        replace(low, mention=replace(low.mention, value=least, bound="min", partner=most, has_mark=has_mark)),
        replace(
            high, mention=replace(high.mention, value=most, bound="max", partner=least, has_mark=has_mark)
        ),
    )
