"""Working time: business hours over a zone and its holidays, and the arithmetic on them.

Hours are walls of local clocks. What a clock change leaves out is never worked, what it repeats is worked
twice only by those whose hours span it whole; so nine to five is always eight hours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from config.service import CalendarRules, Weekday

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HORIZON_DAYS = 800
_DAY = timedelta(days=1)

Span = tuple[datetime, datetime]
Hours = Mapping[Weekday, Sequence[Sequence[str]]] | Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """When somebody works. `hours` maps weekday (0 = Monday) to local intervals; an end not after its start
    runs past midnight, and belongs to the day it began on."""

    zone: str
    hours: Mapping[int, Sequence[tuple[time, time]]]
    holidays_country: str = ""
    holidays_region: str = ""
    days_off: frozenset[date] = frozenset()
    _known: dict[date, list[Span]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """The spans of days looked at before: a report asks for the same few days for every ticket."""

    def is_working_day(self, day: date) -> bool:
        """Whether any work is begun that day."""
        return bool(self.hours.get(day.weekday())) and not self._is_off(day)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The moment after so many minutes of working time (UTC)."""
        return self.add(start, timedelta(minutes=minutes))

    def add(self, start: datetime, length: timedelta) -> datetime:
        """The first moment at which so much working time has passed since `start` (UTC)."""
        left = length
        for opens, closes in self._spans(start):
            begin = max(opens, start)
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        return start + left

    def subtract(self, end: datetime, length: timedelta) -> datetime:
        """The last moment from which so much working time passes until `end` (UTC)."""
        left = length
        for opens, closes in self._spans_back(end):
            finish = min(closes, end)
            if finish - opens >= left:
                return finish - left
            left -= finish - opens
        return end - left

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of working time from `start` to `end`."""
        return int(self.between(start, end) // timedelta(minutes=1))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; none where the end comes first."""
        total = timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same local hour so many working days later; a start on a day off counts from the next one."""
        local = start.astimezone(ZoneInfo(self.zone))
        day, left = local.date(), days
        for _ in range(_HORIZON_DAYS):
            if left <= 0 and self.is_working_day(day):
                break
            day += _DAY
            if self.is_working_day(day):
                left -= 1
        moved = datetime.combine(day, local.time(), tzinfo=ZoneInfo(self.zone))
        return moved.astimezone(UTC)

    def is_open(self, moment: datetime) -> bool:
        """Whether work is done at that moment."""
        return self.next_open(moment) == moment

    def next_open(self, moment: datetime) -> datetime:
        """That moment if work is done then, else when it begins again."""
        for opens, _closes in self._spans(moment):
            return max(opens, moment)
        return moment

    def _is_off(self, day: date) -> bool:
        return day in self.days_off or _is_holiday(self.holidays_country, self.holidays_region, day)

    def _spans(self, start: datetime) -> Iterator[Span]:
        """Working spans in UTC that end after `start`, in order, none overlapping another."""
        first = start.astimezone(ZoneInfo(self.zone)).date()
        for offset in range(_HORIZON_DAYS):
            yield from (span for span in self._spans_of(first + offset * _DAY) if span[1] > start)

    def _spans_back(self, end: datetime) -> Iterator[Span]:
        """Working spans in UTC that begin before `end`, the latest first, none overlapping another."""
        last = end.astimezone(ZoneInfo(self.zone)).date()
        for offset in range(_HORIZON_DAYS):
            yield from (span for span in reversed(self._spans_of(last - offset * _DAY)) if span[0] < end)

    def _spans_of(self, day: date) -> list[Span]:
        """What is worked between one local midnight and the next, the end of last night's work included."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._counted(day)
        return known

    def _counted(self, day: date) -> list[Span]:
        whole = (_instant(day, time(0), self.zone), _instant(day + _DAY, time(0), self.zone))
        spans: list[Span] = []
        for opens, closes in sorted(chain(self._begun_on(day - _DAY), self._begun_on(day))):
            begin, end = max(opens, whole[0]), min(closes, whole[1])
            if spans and begin <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            elif begin < end:
                spans.append((begin, end))
        return spans

    def _begun_on(self, day: date) -> Iterator[Span]:
        if self._is_off(day):
            return
        for opens, closes in self.hours.get(day.weekday(), ()):
            last_day = day if closes > opens else day + _DAY
            yield _instant(day, opens, self.zone), _instant(last_day, closes, self.zone)


def calendar_of(rules: CalendarRules, *, zone: str) -> BusinessCalendar:
    """A calendar in its own zone, else the one given; without hours, Monday to Friday, nine to five."""
    return BusinessCalendar(
        zone=rules.time_zone or zone,
        hours=hours_of(rules.working_hours) or {day: ((time(9), time(17)),) for day in range(5)},
        holidays_country=rules.holidays_country,
        holidays_region=rules.holidays_region,
        days_off=frozenset(rules.days_off),
    )


def always(zone: str) -> BusinessCalendar:
    """The calendar without nights."""
    return BusinessCalendar(zone=zone, hours={day: ((time(0), time(0)),) for day in range(7)})


def hours_of(by_name: Hours) -> dict[int, tuple[tuple[time, time], ...]]:
    """Hours by weekday, from `mon` and the like."""
    return {
        WEEKDAYS.index(name): tuple((_time(start), _time(end)) for start, end in spans)
        for name, spans in by_name.items()
    }


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


@lru_cache(maxsize=4096)
def _instant(day: date, wall: time, zone: str) -> datetime:
    """When a local clock first shows that time (UTC); where the hour is left out, when it is leapt over."""
    local = datetime.combine(day, wall, tzinfo=ZoneInfo(zone))
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    before, after = local.replace(fold=1).astimezone(UTC), instant
    offset = before.astimezone(local.tzinfo).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(local.tzinfo).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


@lru_cache(maxsize=64)
def _holidays_of(country: str, region: str, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))


def _is_holiday(country: str, region: str, day: date) -> bool:
    return bool(country) and day in _holidays_of(country, region, day.year)
