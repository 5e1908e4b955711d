"""Lengths of time as people say them: minutes of a call, days something lay still."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp.numbers import READ_AT_MOST, find_numbers

_DAYS_IN = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
_MINUTES_IN = {"minute": 1, "hour": 60}
_UNIT = re.compile(
    r"[\s-]?(?:(?P<business>business|working|work)\s+)?(?:"
    r"(?P<minute>minutes?|mins?|minuts?|m(?=\s|$|[.,;!?]))|(?P<hour>hours?|hrs?|hr?s?|h)|(?P<day>days?|d)"
    r"|(?P<week>weeks?|wks?|w)|(?P<fortnight>fortnights?)|(?P<month>months?|mths?|mos?)"
    r"|(?P<quarter>quarters?)|(?P<year>years?|yrs?|y))(?![^\W_])",
    re.IGNORECASE,
)
_SPOKEN_LENGTH = re.compile(
    r"\b(?:(?P<three_quarters>(?:three[\s-]+quarters?|3/4)\s+of\s+an\s+hour)"
    r"|(?P<half_hour>half[\s-]+(?:an?[\s-]+)?hour|1/2\s+(?:an\s+)?hour)"
    r"|(?P<quarter_hour>(?:a\s+)?quarter[\s-]+(?:of\s+)?an\s+hour)"
    r"|(?P<half_day>half\s+a\s+day))\b",
    re.IGNORECASE,
)
_SPOKEN_MINUTES = {"three_quarters": 45, "half_hour": 30, "quarter_hour": 15, "half_day": 240}
_ONE = re.compile(
    r"\b(?:an?|one)(?=\s(?:business\s|working\s)?(?:minute|hour|hr|day|week|fortnight|month|quarter|year)\b)",
    re.I,
)
_AND_A_HALF = re.compile(r"\s+and\s+(?:a\s+)?(?P<part>half|quarter)\b", re.IGNORECASE)
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

    "next 30 days" or "in two weeks" hold one too: whether a length or a time is meant is for the caller.
    """
    text = text[:READ_AT_MOST]
    found = sorted(_found(text), key=lambda mention: (mention.start, -mention.end))
    return _joined(text, found)


def _found(text: str) -> Iterator[DurationMention]:
    for match in _SPOKEN_LENGTH.finditer(text):
        minutes = next(_SPOKEN_MINUTES[name] for name, said in match.groupdict().items() if said)
        yield DurationMention(match.start(), match.end(), match[0], minutes=minutes)
    counts = [(number.start, number.end, number.value) for number in find_numbers(text)]
    counts += [(match.start(), match.end(), Decimal(1)) for match in _ONE.finditer(text)]
    for start, end, count in counts:
        unit = _UNIT.match(text, end)
        if unit is not None:
            yield _measured(text, start, unit, count=count)


def _measured(text: str, start: int, unit: re.Match[str], *, count: Decimal) -> DurationMention:
    name = unit.lastgroup if unit.lastgroup != "business" else "day"
    end = unit.end()
    if more := _AND_A_HALF.match(text, end):
        count, end = count + _FRACTIONS[more["part"].lower()], more.end()
    said = text[start:end]
    if name in _MINUTES_IN:
        return DurationMention(start, end, said, minutes=round(count * _MINUTES_IN[name]))
    return DurationMention(start, end, said, days=round(count * _DAYS_IN[name or "day"]))


_JOINT = re.compile(r"\s*(?:,|and|&)?\s*", re.IGNORECASE)
_BARE_MINUTES = re.compile(r"\s?(?P<minutes>[0-5]\d)(?!\w|[:%])")


def _joined(text: str, found: list[DurationMention]) -> list[DurationMention]:
    """Join "1 hour 30 minutes", "1h 30m" and "1h30"; drop what lies inside another."""
    joined: list[DurationMention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and mention.start < last.end:
            continue
        if last is not None and _continues(text, last, mention):
            total = (last.minutes or 0) + (mention.minutes or 0)
            joined[-1] = DurationMention(
                last.start, mention.end, text[last.start : mention.end], minutes=total
            )
            continue
        bare = _BARE_MINUTES.match(text, mention.end) if mention.text[-1:].lower() == "h" else None
        if bare is not None and mention.minutes is not None:
            total = mention.minutes + int(bare["minutes"])
            mention = DurationMention(
                mention.start, bare.end(), text[mention.start : bare.end()], minutes=total
            )
        joined.append(mention)
    return joined


def _continues(text: str, last: DurationMention, mention: DurationMention) -> bool:
    if last.minutes is None or mention.minutes is None or mention.minutes >= 60 or last.minutes % 60:
        return False
    return _JOINT.fullmatch(text, last.end, mention.start) is not None
