"""What a text says about time, in the three forms a slot may ask for: a date, a datetime, a period."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from nlp.values import Period

Grain = Literal[
    "second", "minute", "hour", "part", "day", "weekend", "week", "month", "quarter", "half", "year", "range"
]

DAY_STARTS = time(9, 0)
"""The hour of a day said without one."""


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One expression of time, resolved against `now` in `tz`.

    `[start, end)` covers the words with their preposition ("by Friday"), which `preposition` repeats
    ("by"; empty without). `first` is the first instant meant and `last` the end of what is meant
    (exclusive), both zone-aware in `tz`. `period` holds the days of the period reading where it
    differs (a month by name is that of this year as a period, the coming one as a date).
    """

    start: int
    end: int
    text: str
    grain: Grain
    first: datetime
    last: datetime
    tz: ZoneInfo
    has_hour: bool = False
    has_day: bool = True
    preposition: str = ""
    is_period: bool = False
    """Whether more than one day is meant (a week, Q3, since Monday, 3 to 10 March)."""
    is_duration: bool = False
    """Whether a length was said ("for two days"): read from now on as a time, but it may be a mere length."""
    recurrence: str | None = None
    """The words of a repetition ("every Monday 9am"), else None."""
    rule: str | None = None
    """The repetition as an RFC 5545 recurrence rule, e.g. `FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0`."""
    date_reading: date | None = None
    period_reading: Period | None = None

    def as_date(self) -> date:
        """The day meant: of a longer calendar unit its last day, of a range its first."""
        if self.date_reading is not None:
            return self.date_reading
        return self.first.astimezone(self.tz).date()

    def as_datetime(self) -> datetime:
        """The instant meant, with the offset of `tz` on that day; a day without an hour is 09:00."""
        if self.has_hour:
            return self.first
        return datetime.combine(self.first.date(), DAY_STARTS, self.tz)

    def as_period(self) -> Period | None:
        """The days meant, end exclusive."""
        if self.period_reading is not None:
            return self.period_reading
        return Period(self.first.date(), self.last_date() + timedelta(days=1))

    def last_date(self) -> date:
        """The last day meant: of "3 to 10 March" the 10th, of a single day that day."""
        end = self.last - timedelta(microseconds=1)
        return max(end.date(), self.first.date())
