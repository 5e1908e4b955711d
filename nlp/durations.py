"""Lengths of time as people say them: minutes of a call, days something lay still."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp.number_words import WORD_NUMBER, read_words
from nlp.numbers import READ_AT_MOST

_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
_MINUTES_IN = {"minute": 1, "hour": 60}

_COUNT = (
    r"(?:(?<![\w.,/:$€£#])(?P<digits>\d{1,5}(?:[.,]\d{1,2})?)"
    r"|\b(?P<couple>(?:a\s+)?couple(?:\s+of)?|couple)|\b(?P<few>(?:a\s+)?few|several)"
    rf"|(?P<words>{WORD_NUMBER})|\b(?P<one>an?)\b)"
    r"(?P<half_before>\s+and\s+(?:a\s+)?half|\s?½)?"
)
_UNIT = (
    r"(?:\s+|-)?(?:(?:full|whole|business|working|work)[\s-]+)?(?:"
    r"(?P<minute>minutes?|mins?|minuts?|minuets?|m\b)"
    r"|(?P<hour>hours?|hrs?|hs?)(?P<minutes_after>[0-5]\d)?"
    r"|(?P<day>days?|d)|(?P<week>weeks?|wks?|w)|(?P<fortnight>fortnights?)|(?P<month>months?|mths?|mos?)"
    r"|(?P<quarter>quarters?|qtrs?)|(?P<year>years?|yrs?|y))(?![^\W_])"
    r"(?:\s+and\s+(?:a\s+)?(?P<fraction>half|quarter)\b(?!\s+(?:an\s+)?hour))?"
)
_LENGTH = re.compile(_COUNT + _UNIT, re.IGNORECASE)
_SPOKEN_LENGTH = re.compile(
    r"\b(?:(?P<three_quarters>(?:three|3)[\s-]+quarters?\s+of\s+an\s+hour|3/4\s+(?:of\s+an\s+)?hour)"
    r"|(?P<half_hour>half[\s-]+(?:an?[\s-]+)?hour|half\s+hr|1/2\s+(?:an\s+)?hour)"
    r"|(?P<quarter_hour>(?:a\s+)?quarter[\s-]+(?:of\s+)?(?:an\s+)?hour)"
    r"|(?P<half_day>half\s+(?:a\s+)?day))\b",
    re.IGNORECASE,
)
_SPOKEN_MINUTES = {"three_quarters": 45, "half_hour": 30, "quarter_hour": 15, "half_day": 240}
_FRACTIONS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}


@dataclass(frozen=True, slots=True)
class DurationMention:
    """A length of time said in a text: `minutes` for hours and minutes, `days` for days and longer units."""

    start: int
    end: int
    text: str
    minutes: int | None = None
    days: int | None = None


def find_durations(text: str) -> list[DurationMention]:
    """Find lengths of time: "45 min", "1h30", "an hour and a half", "three quarters of an hour", "2 weeks".

    A month counts 30 days, a quarter 91, a year 365. "next 30 days" or "in two weeks" hold a length too:
    whether it or a time is meant is for the caller.
    """
    text = text[:READ_AT_MOST]
    found = sorted(_found(text), key=lambda mention: (mention.start, -mention.end))
    return _joined(text, found)


def _found(text: str) -> Iterator[DurationMention]:
    for match in _SPOKEN_LENGTH.finditer(text):
        minutes = next(_SPOKEN_MINUTES[name] for name, said in match.groupdict().items() if said)
        yield DurationMention(match.start(), match.end(), match[0], minutes=minutes)
    for match in _LENGTH.finditer(text):
        count = _count(match)
        if count is not None:
            yield _measured(match, count)


def _count(match: re.Match[str]) -> Decimal | None:
    more = _FRACTIONS["half"] if match["half_before"] else Decimal(0)
    if match["digits"]:
        return Decimal(match["digits"].replace(",", ".")) + more
    if match["words"]:
        value = read_words(match["words"])
        return None if value is None else value + more
    return Decimal(2 if match["couple"] else 3 if match["few"] else 1) + more


def _measured(match: re.Match[str], count: Decimal) -> DurationMention:
    unit = next(name for name in (*_MINUTES_IN, *_DAYS_IN) if match[name])
    if match["fraction"]:
        count += _FRACTIONS[match["fraction"].lower()]
    if unit in _MINUTES_IN:
        minutes = round(count * _MINUTES_IN[unit]) + int(match["minutes_after"] or 0)
        return DurationMention(match.start(), match.end(), match[0], minutes=minutes)
    return DurationMention(match.start(), match.end(), match[0], days=round(count * _DAYS_IN[unit]))


_JOINT = re.compile(r"\s*(?:,|and|&)?\s*", re.IGNORECASE)


def _joined(text: str, found: list[DurationMention]) -> list[DurationMention]:
    """Join "1 hour 30 minutes" and "1h 30m"; drop what lies inside another."""
    joined: list[DurationMention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is None or mention.start >= last.end:
            if last is not None and _continues(text, last, mention):
                minutes = (last.minutes or 0) + (mention.minutes or 0)
                said = text[last.start : mention.end]
                joined[-1] = DurationMention(last.start, mention.end, said, minutes=minutes)
            else:
                joined.append(mention)
    return joined


def _continues(text: str, last: DurationMention, mention: DurationMention) -> bool:
    if last.minutes is None or mention.minutes is None or mention.minutes >= 60 or last.minutes % 60:
        return False
    return _JOINT.fullmatch(text, last.end, mention.start) is not None
