"""When a schedule comes round: words (`every weekday at 9`) or cron (`0 9 * * 1-5`) as moments in a zone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from assistant.follow_ups.repeats import next_time, rule_from_words
from assistant.work import InvalidValue

ANCHOR = datetime(2024, 1, 1, tzinfo=UTC)
"""A Monday: what "every other week" is counted from, the same for ever."""
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_PART = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?$")
DEFAULT_HOUR = 9


class ScheduleInvalid(InvalidValue):
    """Words that say no recurrence; the message says how to say one."""

    code = "schedule_invalid"


@lru_cache(maxsize=256)
def recurrence_of(words: str) -> str:
    """The RFC 5545 rule of words or of a cron line. Raises ScheduleInvalid."""
    if len(words.split()) == 5 and re.fullmatch(r"[\d*/,\-A-Za-z ]+", words) and re.match(r"[\d*]", words):
        return _from_cron(words)
    try:
        rule = rule_from_words(words, now=ANCHOR, zone="UTC")
    except InvalidValue:
        raise ScheduleInvalid(
            f"I cannot tell how often “{words}” is: say it like “every weekday at 9”, "
            "or as cron: 0 9 * * 1-5."
        ) from None
    if "HOURLY" in rule or "MINUTELY" in rule or "BYHOUR" in rule:
        return rule
    return f"{rule};BYHOUR={DEFAULT_HOUR};BYMINUTE=0"


def slots(words: str, *, zone: str, after: datetime, until: datetime) -> Iterator[datetime]:
    """Every moment of a schedule after one moment and not after another, in UTC."""
    rule, moment = recurrence_of(words), after
    while True:
        found = next_time(rule, after=moment, zone=zone, start=ANCHOR)
        if found is None or found > until:
            return
        # Clock changes can put two walls on one moment.
        if found > moment:
            yield found
        moment = max(found, moment + timedelta(minutes=1))


def _from_cron(line: str) -> str:
    minute, hour, day, month, weekday = line.split()
    if day != "*" and weekday != "*":
        raise ScheduleInvalid("A cron line with both a day of the month and a weekday is not understood.")
    parts = ["FREQ=DAILY", f"BYHOUR={_listed(hour, 0, 23)}", f"BYMINUTE={_listed(minute, 0, 59)}"]
    if day != "*":
        parts.append(f"BYMONTHDAY={_listed(day, 1, 31)}")
    if month != "*":
        parts.append(f"BYMONTH={_listed(month, 1, 12, names=_MONTHS, base=1)}")
    if weekday != "*":
        numbers = _listed(weekday, 0, 7, names=("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"))
        days = dict.fromkeys(_DAYS[int(one)] for one in numbers.split(","))
        parts.append(f"BYDAY={','.join(days)}")
    return ";".join(parts)


def _listed(text: str, low: int, high: int, *, names: tuple[str, ...] = (), base: int = 0) -> str:
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.match(part)
        if match is None:
            raise ScheduleInvalid(f"{part!r} of the cron line is not understood.")
        first = _number(match["first"], names, base) if match["first"] else low
        last = _number(match["last"], names, base) if match["last"] else first
        if not match["first"] or (match["step"] and not match["last"]):
            last = high
        if not low <= first <= last <= high:
            raise ScheduleInvalid(f"{part!r} of the cron line is not within {low} to {high}.")
        found.update(range(first, last + 1, max(1, int(match["step"] or 1))))
    return ",".join(map(str, sorted(found)))


def _number(word: str, names: tuple[str, ...], base: int) -> int:
    if word.isdigit():
        return int(word)
    if word.upper()[:3] in names:
        return names.index(word.upper()[:3]) + base
    raise ScheduleInvalid(f"{word!r} of the cron line is no number.")
