"""The days a report is about: those asked for, or its own default, always said."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from assistant.work import Work
from nlp.values import Period
from storage.queries.reporting.deals import Days

Default = Literal["week", "month", "quarter", "year"]
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Span:
    """Days with the words that say them, and whether they were asked for or assumed."""

    days: Days
    said: str
    is_default: bool = False

    @property
    def period(self) -> Period:
        """The days alone."""
        return Period(self.days.start, self.days.end)


def span_of(work: Work, period: Period | None, *, default: Default = "quarter") -> Span:
    """The period asked for, else the present week, month, quarter or year of the asker."""
    found = period or around(work.today, default)
    said = say_days(found)
    if period is None:
        return Span(days_of(work, found), f"this {default} ({said})", is_default=True)
    return Span(days_of(work, found), said)


def days_of(work: Work, period: Period) -> Days:
    """Days with the moments they begin at in the asker's zone."""
    return Days(period.start, period.end, moment_of(work, period.start), moment_of(work, period.end))


def moment_of(work: Work, day: date) -> datetime:
    """When a day begins where the asker is, in UTC."""
    return datetime.combine(day, time(0), tzinfo=ZoneInfo(work.zone)).astimezone(UTC)


def around(day: date, unit: Default) -> Period:
    """The calendar week (from Monday), month, quarter or year a day lies in."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=7))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = (day.month - 1) // months * months + 1
    start = day.replace(month=first, day=1)
    return Period(start, add_months(start, months))


def add_months(first: date, months: int) -> date:
    """The first of the month so many months after a first of a month."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def say_days(period: Period) -> str:
    """`1 Jan to 31 Mar 2026`; a quarter or a month by its name."""
    start, end = period.start, period.end
    if start.day == 1 and end == add_months(start, 1):
        return f"{start:%B %Y}"
    if start.day == 1 and start.month % 3 == 1 and end == add_months(start, 3):
        return f"Q{start.month // 3 + 1} {start.year}"
    if start.day == 1 and start.month == 1 and end == add_months(start, 12):
        return str(start.year)
    last = end - timedelta(days=1)
    if last == start:
        return say_day(start)
    return f"{say_day(start)} to {say_day(last)}"


def say_day(day: date) -> str:
    """`3 Mar 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
