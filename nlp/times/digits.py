"""What figures may say of time: numbers, clock times, dates in digits."""

import re
from collections.abc import Iterator
from datetime import datetime

from nlp.times.calendar import make_date
from nlp.times.chart import Leaf
from nlp.times.span import Clock, Length


def number_leaves(said: str, *, day_first: bool) -> Iterator[Leaf]:
    """What a number may be: a count, an hour, a year, 1530, 2.30, 24.12, 20260304."""
    if said.isdigit():
        value = int(said) if len(said) < 9 else 10**9
        if value < 10_000:
            yield "NUMBER", value
        if len(said) in (3, 4) and int(said[:-2]) < 24 and int(said[-2:]) < 60:
            yield "HOURSMINUTES", Clock(int(said[:-2]), int(said[-2:]), is_exact=len(said) == 4)
        if re.fullmatch(r"(?!19|20)(?:[01]\d|2[0-3])(?:00|15|30|45)|0\d[0-5]\d", said):
            yield "HOURSOFDAY", Clock(int(said[:2]), int(said[2:]), is_exact=True)
        if len(said) == 4 and 1600 <= value < 2200:
            yield "FOURDIGITS", value
        if len(said) == 8 and (day := make_date(value // 10000, value // 100 % 100, value % 100)):
            yield "EXACTDAY", day
        if len(said) == 2:
            yield "TWODIGITS", value
    elif re.fullmatch(r"\d+[.,]\d{1,2}", said):
        yield "DECIMAL", float(said.replace(",", "."))
        first, second = (int(part) for part in re.split("[.,]", said))
        if 1 <= first <= 24 and second < 60 and len(said) - len(str(first)) == 3:
            yield "DOTTIME", Clock(first % 24, second, is_exact=first > 12 or first == 24)
        date_said = (second, first) if day_first or first > 12 else (first, second)
        if "." in said and 1 <= date_said[0] <= 12 and 1 <= date_said[1] <= 31:
            yield "DOTDATE", date_said


def clock_leaves(said: str) -> Iterator[Leaf]:
    """A clock time, or with an h ("2h30") a length too."""
    parts = [int(part) for part in re.split(r"[:.h]", said)]
    hour, minute = parts[0], parts[1]
    second = parts[2] if len(parts) > 2 else 0
    if hour <= 24 and minute < 60 and second < 60:
        is_exact = hour > 12 or hour == 0 or said[0] == "0" or "h" in said
        yield "COLON", Clock(hour % 24, minute, second, is_exact=is_exact, next_day=hour == 24)
        if "h" in said:
            yield "LENGTH", Length(seconds=hour * 3600 + minute * 60, unit="minute", count=minute)


def iso_leaves(said: str) -> Iterator[Leaf]:
    """A date as in ISO 8601, alone or with a time."""
    year, month, day = (int(part) for part in re.split(r"[-t\s]", said)[:3])
    exact = make_date(year, month, day)
    if exact is None:
        return
    if len(said) <= 10:
        yield "EXACTDAY", exact
        return
    try:
        yield "EXACTTIME", datetime.fromisoformat(said.upper().replace(" ", "T"))
    except ValueError:
        yield "EXACTDAY", exact


def date_leaves(said: str, *, day_first: bool) -> Iterator[Leaf]:
    """A date in digits with slashes, dots or dashes; without a year a day of a month."""
    parts = [int(part) for part in re.split(r"[/.-]", said.rstrip("."))]
    if (len(str(said.split("/")[0])) == 4 and len(parts) == 3) or parts[0] > 31:
        year, month, day = parts
        yield from _exact(year, month, day)
        return
    first, second = parts[0], parts[1]
    day_leads = day_first or said[-1] == "." or first > 12
    day, month = (first, second) if day_leads and second <= 12 else (second, first)
    if len(parts) == 2:
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield "MONTHDAY", (month, day)
        return
    yield from _exact(parts[2] + (2000 if parts[2] < 100 else 0), month, day)


def _exact(year: int, month: int, day: int) -> Iterator[Leaf]:
    exact = make_date(year, month, day)
    if exact is not None:
        yield "EXACTDAY", exact
