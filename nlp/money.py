"""Amounts of money as people write them, with their currency, bounds and ranges.

Follows convention 19: signs and words of a currency, ISO codes, magnitudes; a unit said once holds for a
whole range; a figure that is replaced ("not 80", "instead of 80") is no value.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from nlp.currencies import CURRENCY_AFTER, CURRENCY_BEFORE, currency_of
from nlp.numbers import NumberMention, find_numbers
from nlp.values import Money

Bound = Literal["min", "max"]


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """An amount said in a text, `[start, end)` with its currency mark.

    `bound` is set by words such as "at least" (min) or "under" (max), or by the place in a range;
    `partner` is the other amount of that range ("from 10 to 12k": the first is min, the second max).
    `has_mark` tells that a currency or magnitude was said, so that the figure is money by itself.
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


def find_money(text: str, *, country: str = "US", bare: bool = False) -> list[MoneyMention]:
    """Find amounts of money, left to right, without those the text replaces.

    With `bare`, a figure without currency or magnitude counts too ("make it 60000"), unless it is plainly
    something else (a percentage, a date, an hour, a count of days, a ticket). `country` decides which
    dollar or rupee is not the usual one.
    """
    amounts = [_amount(text, number, country=country) for number in find_numbers(text)]
    joined = _join_ranges(text, amounts)
    return [
        amount
        for amount in joined
        if (amount.has_mark or (bare and not _is_something_else(text, amount)))
        and not _is_replaced(text, amount)
    ]


def _amount(text: str, number: NumberMention, *, country: str) -> MoneyMention:
    before = CURRENCY_BEFORE.search(text[max(0, number.start - 12) : number.start])
    after = CURRENCY_AFTER.match(text, number.end)
    start = number.start - len(before[0]) if before else number.start
    end = after.end() if after else number.end
    said = (before["mark"] if before else None) or (after["mark"] if after else None)
    currency = currency_of(said, country=country) if said else None
    value = Money(number.value, currency)
    has_mark = currency is not None or number.has_magnitude
    mention = MoneyMention(start, end, text[start:end], value, has_mark=has_mark)
    return replace(mention, bound=_bound(text, mention))


_AT_LEAST = re.compile(
    r"(?:at\s+least|more\s+than|over|above|greater\s+than|bigger\s+than|larger\s+than|exceeding|exceeds?"
    r"|from|min(?:imum)?(?:\s+of)?|north\s+of|upwards?\s+of|starting\s+(?:at|from)|no\s+less\s+than|not\s+less\s+than"
    r"|beyond|worth\s+more\s+than|>=?|≥)\s*$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:at\s+most|less\s+than|under|below|up\s+to|smaller\s+than|lower\s+than|max(?:imum)?(?:\s+of)?|no\s+more\s+than"
    r"|not\s+more\s+than|not\s+over|south\s+of|within|until|<=?|≤)\s*$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    r"\s*(?:\+(?!\d)|(?:or|and|&)\s+(?:more|above|over|up|higher|bigger|larger|greater|upwards?)\b|plus\b|upwards?\b|minimum\b|min\b)",
    re.I,
)
_OR_LESS = re.compile(
    r"\s*(?:(?:or|and|&)\s+(?:less|below|under|lower|smaller|fewer)\b|max(?:imum)?\b|at\s+most\b|tops\b)",
    re.I,
)


def _bound(text: str, mention: MoneyMention) -> Bound | None:
    before = text[max(0, mention.start - 28) : mention.start]
    if _AT_MOST.search(before) or _OR_LESS.match(text, mention.end):
        return "max"
    if _AT_LEAST.search(before) or _OR_MORE.match(text, mention.end):
        return "min"
    return None


_RANGE = re.compile(r"\s*(?:-|–|—|to|and|till|until|through|\.\.\.?)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from|btw|betw)\s+$", re.IGNORECASE)


def _join_ranges(text: str, amounts: list[MoneyMention]) -> list[MoneyMention]:
    joined = list(amounts)
    for index in range(len(joined) - 1):
        low, high = joined[index], joined[index + 1]
        joint = _RANGE.fullmatch(text, low.end, high.start)
        if joint is None or (joint[0].strip().lower() == "and" and not _opens_range(text, low)):
            continue
        if low.value.amount > high.value.amount and not _shares_unit(low, high):
            continue
        low = _with_unit(low, of=high, text=text)
        high = _with_currency(high, of=low)
        joined[index] = replace(low, bound="min", partner=high.value)
        joined[index + 1] = replace(high, bound="max", partner=low.value)
    return joined


def _opens_range(text: str, low: MoneyMention) -> bool:
    return _BETWEEN.search(text[max(0, low.start - 12) : low.start]) is not None


def _shares_unit(low: MoneyMention, high: MoneyMention) -> bool:
    return low.value.currency == high.value.currency


def _with_unit(low: MoneyMention, *, of: MoneyMention, text: str) -> MoneyMention:
    """Give "10" of "10 to 12k" the thousand, and the currency, of its partner."""
    stem = find_numbers(of.text)
    amount = low.value.amount
    if stem and stem[0].has_magnitude and not find_numbers(low.text)[0].has_magnitude:
        scaled = amount * (stem[0].value / stem[0].stem) if stem[0].stem else amount
        amount = scaled if scaled <= of.value.amount else amount
    currency = low.value.currency or of.value.currency
    return replace(low, value=Money(amount, currency), has_mark=low.has_mark or of.has_mark)


def _with_currency(high: MoneyMention, *, of: MoneyMention) -> MoneyMention:
    currency = high.value.currency or of.value.currency
    return replace(high, value=Money(high.value.amount, currency), has_mark=high.has_mark or of.has_mark)


_REPLACED = re.compile(
    r"(?:\bnot|\binstead\s+of|\brather\s+than|\bno\s+longer|\binstead\s+the|\bnever|\bwas(?:n['’]?t)?|\bisn['’]?t|\bin\s+place\s+of|\bnor"
    r"|\bvs\.?|\bversus|\bdown\s+from|\bup\s+from|\bpreviously|\bformerly)\s+(?:the\s+|only\s+)?$",
    re.IGNORECASE,
)


def _is_replaced(text: str, amount: MoneyMention) -> bool:
    return _REPLACED.search(text[max(0, amount.start - 24) : amount.start]) is not None


_OTHER_BEFORE = re.compile(
    r"(?:[#@/:]|\b(?:ticket|tickets|tkt|case|issue|order|invoice|inv|po|no|no\.|nr|number|room|version|v|q|h|top|last|next|past|first|step"
    r"|jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept|september|oct|october|nov|november"
    r"|dec|december|page|chapter|p|level|phase|tier))\s*$",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"(?:[:/]\d|\s?%|\s*(?:st|nd|rd|th|percent|per\s?cent|pct|am|pm|a\.m|p\.m|o['’]?clock|h|hrs?|hours?|min|mins|minutes?|secs?|seconds?|days?|weeks?|wks?"
    r"|months?|years?|yrs?|quarters?|jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept|september"
    r"|oct|october|nov|november|dec|december|people|users?|seats?|licen[cs]es?|units?|deals?|tickets?|leads?|contacts?|tasks?|calls?|emails?"
    r"|meetings?|times?|pieces?|pcs|items?|business\s+days?|working\s+days?|biggest|largest|latest|newest|recent|most|oldest)\b|[A-Za-z@])",
    re.IGNORECASE,
)


def _is_something_else(text: str, amount: MoneyMention) -> bool:
    before = text[max(0, amount.start - 14) : amount.start]
    return bool(
        _OTHER_BEFORE.search(before)
        or _OTHER_AFTER.match(text, amount.end)
        or amount.value.amount < Decimal(1)
        or re.search(r"\d[-/:. ]$", before)
    )
