"""Days and calendar units: plain arithmetic on dates, without any language."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

DAY = timedelta(days=1)
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
EARLIEST, LATEST = date(1600, 1, 3), date(9900, 1, 1)
"""Bounds of what is resolved; beyond them an expression means nothing to a sales team."""

Unit = str
"""day, week, fortnight, month, quarter, half, year, decade; hour, minute and second for lengths."""

MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
SECONDS_IN = {"second": 1, "minute": 60, "hour": 3600}


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day (30 February)."""
    if not (
        EARLIEST.year < year < LATEST.year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
    ):
        return None
    return date(year, month, day)


def add_months(day: date, months: int) -> date:
    """Shift by whole months; a day the month lacks becomes its last (31 January + 1 month = 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(max(year, EARLIEST.year), LATEST.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """Shift by days, held within the bounds."""
    ordinal = min(max(day.toordinal() + days, EARLIEST.toordinal()), LATEST.toordinal())
    return date.fromordinal(ordinal)


def shift(day: date, unit: Unit, count: int) -> date:
    """Shift by `count` calendar units."""
    if unit in DAYS_IN:
        return add_days(day, DAYS_IN[unit] * count)
    return add_months(day, MONTHS_IN[unit] * count)


def add_business_days(day: date, count: int, *, is_day_off: Callable[[date], bool]) -> date:
    """The `count`-th working day after `day` (before it, when negative)."""
    step = 1 if count >= 0 else -1
    for _ in range(min(abs(count), 2000)):
        day = add_days(day, step)
        while is_day_off(day):
            day = add_days(day, step)
    return day


def start_of(unit: Unit, day: date) -> date:
    """The first day of the calendar unit the day lies in; weeks start on Monday."""
    match unit:
        case "week" | "fortnight":
            return add_days(day, -day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case "half":
            return day.replace(month=1 if day.month <= 6 else 7, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "decade":
            return date(day.year // 10 * 10, 1, 1)
        case _:
            return day


def weekday_after(day: date, weekday: int) -> date:
    """The next such weekday strictly after the day."""
    return add_days(day, (weekday - day.weekday() - 1) % 7 + 1)


def weekday_before(day: date, weekday: int) -> date:
    """The last such weekday strictly before the day."""
    return add_days(day, -((day.weekday() - weekday - 1) % 7 + 1))


def weekday_in_week_of(day: date, weekday: int) -> date:
    """That weekday of the Monday-to-Sunday week the day lies in."""
    return add_days(day, weekday - day.weekday())


def nth_weekday(first: date, end: date, *, weekday: int, nth: int) -> date | None:
    """The nth such weekday of [first, end); -1 is the last one."""
    if nth > 0:
        found = add_days(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = add_days(end, -1)
        found = add_days(last, -((last.weekday() - weekday) % 7) + 7 * (nth + 1))
    return found if first <= found < end else None


def iso_week(year: int, week: int) -> date | None:
    """The Monday of an ISO week."""
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
