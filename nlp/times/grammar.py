"""The one table of rules for times, and the context they are resolved in."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from nlp.times.calendar import (
    SATURDAY,
    add_months,
    make_date,
    start_of,
    weekday_after,
    weekday_before,
)
from nlp.times.chart import Grammar

GRAMMAR = Grammar()
"""Filled by the modules of `nlp.times.rules` as they are imported."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when something was said. `now` is naive local time; `is_past` a report of what was."""

    now: datetime
    tz: ZoneInfo
    country: str
    is_past: bool

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    def is_day_off(self, day: date) -> bool:
        """Whether no work is done on that day; weekends, as holidays differ from house to house."""
        return day.weekday() >= SATURDAY

    def weekday(self, weekday: int) -> date:
        """The weekday meant without more words: the coming one, or in a report the one just gone."""
        near = weekday_before if self.is_past else weekday_after
        return near(self.today, weekday)

    def day_of_month(self, day: int) -> date | None:
        """The 8th meant without more words: the coming one (today counts), or in a report the last."""
        step = -1 if self.is_past else 1
        for months in range(13):
            first = add_months(start_of("month", self.today), step * months)
            found = make_date(first.year, first.month, day)
            if found is not None and self._is_ahead(found):
                return found
        return None

    def month_day(self, month: int, day: int) -> date | None:
        """The 3 May meant without a year: the coming one, or in a report the last; 29 February may be far."""
        step = -1 if self.is_past else 1
        for years in range(9):
            found = make_date(self.today.year + step * years, month, day)
            if found is not None and self._is_ahead(found):
                return found
        return None

    def month(self, month: int) -> date:
        """The first day of the month meant as a date: this or a coming one; in a report a gone one."""
        first = date(self.today.year, month, 1)
        if self.is_past:
            return first if month <= self.today.month else add_months(first, -12)
        return first if month >= self.today.month else add_months(first, 12)

    def _is_ahead(self, day: date) -> bool:
        return day <= self.today if self.is_past else day >= self.today
