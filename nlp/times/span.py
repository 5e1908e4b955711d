"""The values the grammar computes with: spans of local time, clock times, lengths, repetitions."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self

from nlp.times.calendar import (
    DAY,
    DAYS_IN,
    FRIDAY,
    MONTHS_IN,
    SECONDS_IN,
    add_days,
    add_months,
    shift,
    start_of,
)
from nlp.times.mention import Grain


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of local wall time, end exclusive; `zone` is the zone said, if another than the reader's.

    `date_reading` and `period` hold the other readings where the convention sets them apart;
    `instant` an exact point (aware) where the wall clock does not say it all ("in 3 hours").
    """

    start: datetime
    end: datetime
    grain: Grain
    has_hour: bool = False
    has_day: bool = True
    is_length: bool = False
    zone: str | None = None
    date_reading: date | None = None
    period: tuple[date, date] | None = None
    instant: datetime | None = None

    @classmethod
    def of_days(cls, first: date, end: date, grain: Grain, *, on: date | None = None) -> Self:
        """Whole days from `first` up to, not including, `end`; `on` is the day it means as a date."""
        return cls(midnight(first), midnight(end), grain, date_reading=on)

    @property
    def first(self) -> date:
        """The first day."""
        return self.start.date()

    @property
    def last(self) -> date:
        """The last day."""
        return max((self.end - timedelta(microseconds=1)).date(), self.start.date())


def midnight(day: date) -> datetime:
    """The naive first instant of a day."""
    return datetime.combine(day, time.min)


def day_span(day: date) -> Span:
    """One day."""
    return Span.of_days(day, add_days(day, 1), "day")


_GRAINS: dict[str, Grain] = {"fortnight": "week", "decade": "range", "century": "range"}


def unit_span(unit: str, day: date) -> Span:
    """The calendar unit the day lies in; as a date its last day (of a week the Friday)."""
    first = start_of(unit, day)
    end = shift(first, unit, 1)
    grain: Grain = _GRAINS.get(unit, unit)  # type: ignore[arg-type]
    if unit == "day":
        return day_span(day)
    on = add_days(first, FRIDAY) if unit == "week" else add_days(end, -1)
    return Span.of_days(first, end, grain, on=on)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as said. `meridiem` is "am", "pm" or None; `is_exact` marks 24-hour writing."""

    hour: int
    minute: int = 0
    second: int = 0
    meridiem: str | None = None
    is_exact: bool = False
    zone: str | None = None
    next_day: bool = False
    is_bare: bool = False
    """Whether only a number was said ("at 3"), which needs a day or an "at" to be a time."""
    is_likely: bool = False
    """Whether the hour said chose between a.m. and p.m. ("quarter to one"): a part of the day counts more."""

    def seconds(self, *, part: str | None = None) -> int:
        """Seconds after midnight; hours 1-6 without more are afternoon, 7-11 morning (convention 23)."""
        return self._hour(part) * 3600 + self.minute * 60 + self.second + (86400 if self.next_day else 0)

    def _hour(self, part: str | None) -> int:
        if self.meridiem is not None:
            return self.hour % 12 + (12 if self.meridiem == "pm" else 0)
        if self.is_likely and part is not None:
            return replace(self, hour=self.hour % 12 or 12, is_exact=False, is_likely=False)._hour(part)
        if self.is_exact or self.hour > 12 or self.hour == 0:
            return self.hour
        match part:
            case "morning":
                return self.hour % 12
            case "afternoon" | "lunch":
                return self.hour % 12 + 12
            case "evening" | "night":
                return self.hour if self.hour == 12 and part == "evening" else _late(self.hour)
            case _:
                return self.hour + 12 if self.hour <= 6 else self.hour


def _late(hour: int) -> int:
    """8 at night is 20, 2 at night is 2, 12 at night is midnight."""
    return hour + 12 if 4 < hour < 12 else hour % 12


@dataclass(frozen=True, slots=True)
class Length:
    """An amount of time: calendar months and days, exact seconds, or business days."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    business_days: int = 0
    unit: str = "day"
    count: int = 1

    def __add__(self, other: "Length") -> "Length":
        return Length(
            self.months + other.months,
            self.days + other.days,
            self.seconds + other.seconds,
            self.business_days + other.business_days,
            other.unit,
            other.count,
        )

    @property
    def is_exact(self) -> bool:
        """Whether hours, minutes or seconds were said."""
        return self.seconds != 0

    def after(self, day: date, *, sign: int = 1) -> date:
        """The day this much later (earlier with sign -1)."""
        return add_days(add_months(day, sign * self.months), sign * self.days)


def length_of(count: float, unit: str) -> Length | None:
    """So many of a unit; halves of calendar units become the smaller unit (half a year is six months)."""
    if not 0 <= count < 100_000:
        return None
    if unit in SECONDS_IN:
        return Length(seconds=round(count * SECONDS_IN[unit]), unit=unit, count=int(count))
    if unit in DAYS_IN:
        return Length(days=round(count * DAYS_IN[unit]), unit=unit, count=int(count))
    if unit == "business day":
        return Length(business_days=round(count), unit=unit, count=int(count))
    months = count * MONTHS_IN[unit]
    whole = int(months)
    return Length(months=whole, days=round((months - whole) * 30), unit=unit, count=int(count))


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition; `parts` are the fields of an RFC 5545 rule in their order, `seconds` the time of day."""

    frequency: str
    interval: int = 1
    days: tuple[int, ...] = ()
    nth: int | None = None
    month_days: tuple[int, ...] = ()
    month: int | None = None
    seconds: int | None = None

    def rule(self) -> str:
        """The RFC 5545 recurrence rule."""
        fields = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            fields.append(f"INTERVAL={self.interval}")
        if self.month:
            fields.append(f"BYMONTH={self.month}")
        if self.days:
            names = [("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day] for day in self.days]
            fields.append("BYDAY=" + ",".join(f"{self.nth or ''}{name}" for name in names))
        if self.month_days:
            fields.append("BYMONTHDAY=" + ",".join(map(str, self.month_days)))
        if self.seconds is not None:
            fields.append(f"BYHOUR={self.seconds // 3600 % 24};BYMINUTE={self.seconds // 60 % 60}")
        return ";".join(fields)


def week_of_monday(day: date) -> Span:
    """The Monday-to-Sunday week the day lies in."""
    return unit_span("week", day)


def weekend_of(day: date) -> Span:
    """Saturday and Sunday of the week the day lies in."""
    saturday = start_of("week", day) + 5 * DAY
    return Span.of_days(saturday, saturday + 2 * DAY, "weekend", on=saturday)
