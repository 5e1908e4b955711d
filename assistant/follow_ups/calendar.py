"""Working time: business hours over a zone and its holidays, and the arithmetic on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from config.crm import CalendarRules

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HORIZON_DAYS = 800


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """When somebody works. `hours` maps weekday (0 = Monday) to local intervals; an end before its start
    runs past midnight."""

    zone: str
    hours: Mapping[int, Sequence[tuple[time, time]]]
    holidays_country: str = ""

    def is_working_day(self, day: date) -> bool:
        """Whether any work is done that day."""
        return bool(self.hours.get(day.weekday())) and not _is_holiday(self.holidays_country, day)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment after so many minutes of working time (UTC)."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans(start):
            begin = max(opens, start)
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        return start + left

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of working time from `start` to `end`."""
        total = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return int(total.total_seconds() // 60)

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same local hour so many working days later; a start on a day off counts from the next one."""
        local = start.astimezone(ZoneInfo(self.zone))
        day, left = local.date(), days
        for _ in range(_HORIZON_DAYS):
            if left <= 0 and self.is_working_day(day):
                break
            day += timedelta(days=1)
            if self.is_working_day(day):
                left -= 1
        moved = datetime.combine(day, local.time(), tzinfo=ZoneInfo(self.zone))
        return moved.astimezone(UTC)

    def is_open(self, moment: datetime) -> bool:
        """Whether work is done at that moment."""
        return any(opens <= moment < closes for opens, closes in self._spans_near(moment))

    def next_open(self, moment: datetime) -> datetime:
        """That moment if work is done then, else when it begins again."""
        for opens, closes in self._spans(moment):
            if closes > moment:
                return max(opens, moment)
        return moment

    def _spans_near(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in self._spans(moment):
            if opens > moment:
                return
            yield opens, closes

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans in UTC from the day before `start` on; local walls are kept over clock changes."""
        zone = ZoneInfo(self.zone)
        first = start.astimezone(zone).date() - timedelta(days=1)
        for offset in range(_HORIZON_DAYS):
            day = first + timedelta(days=offset)
            if _is_holiday(self.holidays_country, day):
                continue
            for opens, closes in self.hours.get(day.weekday(), ()):
                last_day = day if closes > opens else day + timedelta(days=1)
                begin = datetime.combine(day, opens, tzinfo=zone).astimezone(UTC)
                end = datetime.combine(last_day, closes, tzinfo=zone).astimezone(UTC)
                if end > start:
                    yield begin, end


def calendar_of(rules: CalendarRules, *, zone: str) -> BusinessCalendar:
    """The company's calendar in a zone; without hours, Monday to Friday, nine to five."""
    hours = {
        WEEKDAYS.index(name): tuple((_time(start), _time(end)) for start, end in spans)
        for name, spans in rules.working_hours.items()
    }
    if not hours:
        hours = {day: ((time(9), time(17)),) for day in range(5)}
    return BusinessCalendar(zone=zone, hours=hours, holidays_country=rules.holidays_country)


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


@lru_cache(maxsize=64)
def _holidays_of(country: str, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, years=year))


def _is_holiday(country: str, day: date) -> bool:
    return bool(country) and day in _holidays_of(country, day.year)
