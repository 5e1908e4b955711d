"""What looks like a day and is none: “31 June”, “Smarch 3”, “the 32nd”, “2026-02-30”, “25:61”.

A reader of dates takes the nearest day, or passes over what it cannot read. A colleague who wrote it meant
a certain day, which only they can say.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from nlp.times import find_times

DAY_HINT = "Say it like “March 3”, “next Friday” or “2026-03-31”."
CLOCK_HINT = "Say it like “14:30” or “2:30 pm”."

_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_SHORT = {**{name[:3]: number for name, number in _MONTHS.items()}, "sept": 9}
_NUMBER = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_DAY_OF_MONTH = re.compile(rf"(?<![\w.,/-]){_NUMBER}\s+(?:of\s+)?(?P<month>[a-z]{{3,9}})\b\.?{_YEAR}", re.I)
_MONTH_AND_DAY = re.compile(
    rf"\b(?P<month>[a-z]{{3,9}})\.?\s+(?:the\s+)?{_NUMBER}(?![\w%]|[.,:/-]\d)(?!\s*[%$€£]){_YEAR}", re.I
)
_IN_FIGURES = re.compile(r"(?<![\w./-])(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?![\w/-]|\.\d)")
_HALF_FIGURES = re.compile(
    r"\b(?:on|by|until|till|before|due|closing|closes)\s+(?P<said>(\d{1,2})/(\d{1,2}))(?![\w/])"
)
_BEYOND = re.compile(
    r"\b(?:on|by|until|till|to|before|due|closing|closes)\s+(?:the\s+)?(?P<said>(?:3[2-9]|[4-9]\d|\d{3,})(?:st|nd|rd|th))\b"
    r"|(?P<of>\b(?:3[2-9]|[4-9]\d|\d{3,})(?:st|nd|rd|th))\s+of\b",
    re.I,
)
_CLOCK = re.compile(r"(?<![\d:.])(?P<hours>\d{1,2}):(?P<minutes>\d{2})(?![\d:])")
_HOUR = re.compile(r"\b(?P<hours>2[5-9]|[3-9]\d)\s*(?:o['’]?clock|[ap]\.?m\b)", re.I)
_LEADS_TO_DAY = (
    r"\b(?:to|by|on|until|till|before|in|for|closes?|closing|due|from|since|of|during)\s+"
    r"(?:early |mid[- ]?|late |(?:the )?end of )?"
)
_MONTH_LIKE = re.compile(
    rf"{_LEADS_TO_DAY}(?P<said>[a-z]{{4,12}})(?P<day>\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?![%,.]?\d))?", re.I
)
_ENDING = re.compile(r"(?:tober|vember|cember|tember|[bn]uary|\wmarch|[a-z]pril|\waugust)$", re.I)
_WORDS = frozenset(
    """search research match matches member members remember number numbers chamber branch launch batch
    martin marcus marsh merch juni julia juliet julie juno augusta auguste aprils january's""".split()  # noqa: SIM905
)
"""Words and names that are like a month's and none."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """Words that look like a day or an hour, where they stand, and why there is none such."""

    said: str
    start: int
    end: int
    why: str
    hint: str = DAY_HINT

    def without(self, text: str) -> str:
        """The text these words were found in, without them and what leads to them."""
        before = re.sub(
            r"\s*\b(?:on|by|at|to|until|till|for|in|the|of|due|before)\s*$", "", text[: self.start]
        )
        before = re.sub(r"\s*\b(?:on|by|at|to|until|till|for|in|due|before)\s*$", "", before)
        return " ".join(f"{before} {text[self.end :]}".split()).strip(" ,")


def impossible_day(text: str, *, now: datetime, tz: str) -> Impossible | None:
    """The first day or hour said that no calendar and no clock has; None where there is none."""
    found = (
        *_days(text, now.astimezone(ZoneInfo(tz)).date()),
        *_figures(text),
        *_beyond(text),
        *_hours(text),
        *(one for one in _months(text) if not find_times(one.said, now=now, tz=tz)),
    )
    return min(found, key=lambda one: one.start, default=None)


def _days(text: str, today: date) -> Iterator[Impossible]:
    for pattern in (_DAY_OF_MONTH, _MONTH_AND_DAY):
        for match in pattern.finditer(text):
            month, day = _month(match["month"]), int(match["day"])
            if month is None or day == 0 or not (_is_day(match, text) or day <= 31):
                continue
            year = int(match["year"]) if match["year"] else _next_year_of(month, today)
            if day > monthrange(year, month)[1]:
                of_year = f" in {year}" if (month, day) == (2, 29) else ""
                why = f"{month_name[month]} has no {day}{_ordinal(day)}{of_year}."
                yield Impossible(match[0].strip(), *match.span(), why)


def _is_day(match: re.Match[str], text: str) -> bool:
    """Whether a number no month has is meant for a day: nothing is counted by it."""
    return bool(match["ordinal"] or match["year"] or re.match(r"\s*(?:[.,;!?]|$)", text[match.end() :]))


def _next_year_of(month: int, today: date) -> int:
    return today.year if month >= today.month else today.year + 1


def _month(word: str) -> int | None:
    said = word.lower()
    if said in _MONTHS or said in _SHORT:
        return _MONTHS.get(said) or _SHORT[said]
    close = get_close_matches(said, _MONTHS, n=1, cutoff=0.85) if len(said) > 4 and said not in _WORDS else []
    return _MONTHS[close[0]] if close else None


def _figures(text: str) -> Iterator[Impossible]:
    for match in _IN_FIGURES.finditer(text):
        first, _, second, third = match.groups()
        if len(first) == 4 or len(third) == 4 or (match[2] == "/" and len(third) == 2):
            year, day_first = (first, False) if len(first) == 4 else (third, True)
            pairs = [(second, third)] if not day_first else [(second, first), (first, second)]
            if not any(_is_date(int(year[-2:]) + 2000, int(month), int(day)) for month, day in pairs):
                yield Impossible(match[0], *match.span(), f"There is no day “{match[0]}”.")
    for match in _HALF_FIGURES.finditer(text):
        one, other = int(match[2]), int(match[3])
        if not (_is_date(2028, one, other) or _is_date(2028, other, one)):
            yield Impossible(match["said"], *match.span("said"), f"There is no day “{match['said']}”.")


def _is_date(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _beyond(text: str) -> Iterator[Impossible]:
    for match in _BEYOND.finditer(text):
        said = match["said"] or match["of"]
        start = match.start("said") if match["said"] else match.start("of")
        yield Impossible(said, start, start + len(said), f"No month has a {said}.")


def _hours(text: str) -> Iterator[Impossible]:
    for match in (*_CLOCK.finditer(text), *_HOUR.finditer(text)):
        if int(match["hours"]) > 24 or int(match.groupdict().get("minutes") or 0) > 59:
            yield Impossible(match[0], *match.span(), f"“{match[0]}” is no time of day.", CLOCK_HINT)


def _months(text: str) -> Iterator[Impossible]:
    for match in _MONTH_LIKE.finditer(text):
        word = match["said"].lower()
        if word in _WORDS or word in _MONTHS or not _is_like_month(word, has_day=bool(match["day"])):
            continue
        start, end = match.start("said"), match.end("day" if match["day"] else "said")
        yield Impossible(text[start:end], start, end, f"I know no month “{match['said']}”.")


def _is_like_month(word: str, *, has_day: bool) -> bool:
    if _ENDING.search(word):
        return True
    return has_day and bool(get_close_matches(word, _MONTHS, n=1, cutoff=0.7))


def _ordinal(day: int) -> str:
    return "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
