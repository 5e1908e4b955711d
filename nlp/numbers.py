"""Numbers as people write them: digits with any grouping, magnitudes, words; percents and durations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp.number_words import MAGNITUDES, WORD_NUMBER, read_words

READ_AT_MOST = 20_000
"""Characters looked at; nobody says a number later than that, and hostile input must stay cheap."""

_DIGITS = (
    r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)"  # 18,50,000
    r"|\d{1,3}(?P<mark>[ ,.'’\u00a0\u202f])\d{3}(?:(?P=mark)\d{3})*(?:[.,]\d{1,2})?(?!\d)"  # 1.234,50
    r"|\d+(?:[.,]\d+)?"
)
_MAGNITUDE = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
_CODE = r"(?:usd|eur|gbp|inr|aud|cad|chf)"
_BEGINS = rf"(?:(?<![\w.,])|(?<={_CODE}))"
_FIGURE = re.compile(
    rf"{_BEGINS}(?P<digits>{_DIGITS})(?:\s?(?P<magnitude>{_MAGNITUDE})(?:(?![^\W\d_])|(?={_CODE}\b)))?"
    rf"|(?P<words>{WORD_NUMBER})(?:\s?(?P<short>k|m)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number said in a text. `value` is exact; `has_magnitude` tells "48k" from "48000"."""

    start: int
    end: int
    text: str
    value: Decimal
    has_magnitude: bool = False
    is_word: bool = False
    stem: Decimal = Decimal(0)
    """The value before the magnitude: 48 in "48k"; the value itself without one."""

    @property
    def is_whole(self) -> bool:
        """Whether the number is an integer."""
        return self.value == self.value.to_integral_value()


def find_numbers(text: str) -> list[NumberMention]:
    """Find every number in the text, from left to right.

    A part of a longer mark (order A-100, 3.14.15, a phone number's groups) may still be found:
    what a number belongs to is for the caller to know.
    """
    return list(_numbers(text[:READ_AT_MOST]))


def _numbers(text: str) -> Iterator[NumberMention]:
    for match in _FIGURE.finditer(text):
        if match["words"] is not None:
            yield from _in_words(match)
            continue
        magnitude = (match["magnitude"] or "").lower()
        stem = read_digits(match["digits"], has_magnitude=bool(magnitude))
        value = stem * MAGNITUDES.get(magnitude, 1)
        yield NumberMention(match.start(), match.end(), match[0], value, bool(magnitude), stem=stem)


def _in_words(match: re.Match[str]) -> Iterator[NumberMention]:
    stem = read_words(match["words"])
    if stem is None:
        return
    short = (match["short"] or "").lower()
    large = bool(short) or any(word in MAGNITUDES for word in re.split(r"[\s-]+", match["words"].lower()))
    value = stem * MAGNITUDES.get(short, 1)
    yield NumberMention(match.start(), match.end(), match[0], value, large, is_word=True, stem=stem)


def read_digits(digits: str, *, has_magnitude: bool = False) -> Decimal:
    """Read digits with either grouping: 1,234.50 and 1.234,50; 18,50,000; 45,90.

    One separator before exactly three digits groups thousands, unless a magnitude follows (1.125M)
    or the number starts with a zero.
    """
    marks = [mark for mark in digits if not mark.isdigit()]
    if not marks:
        return Decimal(digits)
    last = marks[-1]
    whole, _, fraction = digits.rpartition(last)
    is_grouping = len(set(marks)) == 1 and (len(marks) > 1 or _is_thousands(whole, fraction, has_magnitude))
    if is_grouping or last not in ",.":
        return Decimal(re.sub(r"\D", "", digits))
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{fraction}")


def _is_thousands(whole: str, fraction: str, has_magnitude: bool) -> bool:
    return len(fraction) == 3 and not has_magnitude and whole.lstrip("0") != "" and len(whole) <= 3


_PERCENT = re.compile(r"\s?(?:%|percent\b|per\s?cent\b|pct\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PercentMention:
    """A percentage said in a text; `value` as on the wire, a number from 0 to 100 (more is kept as said)."""

    start: int
    end: int
    text: str
    value: int | float


def find_percents(text: str) -> list[PercentMention]:
    """Find "60%", "60 percent", "sixty per cent", "50-60%" (each figure of a range)."""
    text = text[:READ_AT_MOST]
    found: list[PercentMention] = []
    for number in _numbers(text):
        mark = _PERCENT.match(text, number.end)
        if mark is None:
            continue
        value = int(number.value) if number.is_whole else float(number.value)
        found.append(PercentMention(number.start, mark.end(), text[number.start : mark.end()], value))
    return found
