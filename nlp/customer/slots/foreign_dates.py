"""Dates of other languages in English, for the reader of times."""

import re
from collections.abc import Iterator

from nlp.customer.cues import load_cues

_NUMERIC = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?(?!\d)")
_DAY_MARK = re.compile(r"\b(\d{1,2})\.\s*(?=[^\W\d_]{3,})")
_EASTERN = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


_MARKED_DAY = re.compile(rf"\b(\d{{1,2}})\.\s*(?=(?:{'|'.join(_ENGLISH)})\b)", re.IGNORECASE)
"""The dot behind a day before its month: no sentence ends there, though the month be the same in English."""


def in_english(text: str) -> str:
    """The text with foreign months in English and dotted dates spelled out, day before month."""
    by_name = dict(_month_names(load_cues("away")["months"].pattern))
    is_foreign = False

    def month(match: re.Match[str]) -> str:
        nonlocal is_foreign
        english = by_name.get(match[0].lower())
        if english is None or english.lower() == match[0].lower():
            return match[0]
        is_foreign = True
        return english

    text = _EASTERN.sub(_turned, text)
    text = _MARKED_DAY.sub(r"\1 ", _NUMERIC.sub(_spelled, _WORD.sub(month, text)))
    text = re.sub(r"\b(\d{1,2})\s+(?:de|d')\s*(?=[A-Z])", r"\1 ", text)
    text = re.sub(r"\b1er\b", "1", text)
    return _DAY_MARK.sub(r"\1 ", text) if is_foreign else text


def _month_names(pattern: str) -> Iterator[tuple[str, str]]:
    at = -1
    for name in pattern.split("|"):
        if name in {month.lower() for month in _ENGLISH}:
            at += 1
        yield name, _ENGLISH[at]


def _turned(match: re.Match[str]) -> str:
    """Year, month and day as the East writes them."""
    month = int(match[2])
    if not 1 <= month <= 12:
        return match[0]
    return f" {match[3]} {_ENGLISH[month - 1]} {match[1] or ''}".rstrip() + " "


def _spelled(match: re.Match[str]) -> str:
    """12.03.2026 is the twelfth of March everywhere dots are written."""
    day, month = int(match[1]), int(match[2])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    year = match[3] or ""
    return f"{day} {_ENGLISH[month - 1]} {'20' + year if len(year) == 2 else year}".rstrip()
