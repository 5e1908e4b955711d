"""Working time against a count of every single minute: over clock changes, holidays, nights and breaks."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from assistant.follow_ups.calendar import BusinessCalendar, always, calendar_of
from config.service import CalendarRules

MINUTE = timedelta(minutes=1)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Beirut")
NINE_TO_FIVE = {day: ((time(9), time(17)),) for day in range(5)}

whole_times = st.builds(time, st.integers(3, 23), st.sampled_from((0, 15, 30)))
nights = st.tuples(st.builds(time, st.integers(20, 23)), st.builds(time, st.integers(4, 8)))
spans = st.one_of(st.tuples(whole_times, whole_times), nights)
weeks = st.dictionaries(st.integers(0, 6), st.lists(spans, min_size=1, max_size=3).map(tuple), min_size=1)
# Both clock changes of 2026, a change of year, and days between.
moments = st.builds(
    lambda day, minutes: day + minutes * MINUTE,
    st.sampled_from([datetime(2026, *day, tzinfo=UTC) for day in ((3, 6), (3, 27), (10, 24), (12, 20))]),
    st.integers(0, 20 * 24 * 60),
)
calendars = st.builds(
    BusinessCalendar,
    zone=st.sampled_from(ZONES),
    hours=weeks,
    holidays_country=st.sampled_from(("", "US", "DE")),
    days_off=st.sampled_from((frozenset(), frozenset({date(2026, 3, 29), date(2026, 11, 1)}))),
)


def is_worked(calendar: BusinessCalendar, minute: datetime) -> bool:
    """Whether a minute is worked, by looking at the wall clock; for hours that no clock change cuts."""
    local = minute.astimezone(ZoneInfo(calendar.zone))
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    return any(
        _is_within(local.time(), opens, closes, is_tail=day == yesterday)
        for day in (yesterday, today)
        if calendar.is_working_day(day)
        for opens, closes in calendar.hours[day.weekday()]
    )


def _is_within(now: time, opens: time, closes: time, *, is_tail: bool) -> bool:
    if opens < closes:
        return not is_tail and opens <= now < closes
    return now < closes if is_tail else now >= opens


def counted(calendar: BusinessCalendar, start: datetime, end: datetime) -> int:
    """Worked minutes, one by one."""
    return sum(is_worked(calendar, start + number * MINUTE) for number in range(int((end - start) / MINUTE)))


@settings(max_examples=40, deadline=None)
@given(calendars, moments, st.integers(0, 60 * 60))
@example(BusinessCalendar("Europe/Berlin", NINE_TO_FIVE), datetime(2026, 3, 27, 16, tzinfo=UTC), 4000)
def test_time_between_is_what_counting_every_minute_gives(
    calendar: BusinessCalendar, start: datetime, minutes: int
) -> None:
    end = start + minutes * MINUTE
    assert calendar.between(start, end) == counted(calendar, start, end) * MINUTE
    assert calendar.is_open(start) == is_worked(calendar, start)


@settings(max_examples=50, deadline=None)
@given(calendars, moments, st.integers(1, 6000))
def test_adding_then_measuring_gives_the_same_and_no_earlier_moment_does(
    calendar: BusinessCalendar, start: datetime, minutes: int
) -> None:
    end = calendar.add_minutes(start, minutes)
    assert calendar.minutes_between(start, end) == minutes
    assert calendar.minutes_between(start, end - MINUTE) == minutes - 1


@settings(max_examples=50, deadline=None)
@given(calendars, moments, st.integers(1, 6000))
def test_subtracting_undoes_adding(calendar: BusinessCalendar, start: datetime, minutes: int) -> None:
    assume(calendar.is_open(start))
    end = calendar.add_minutes(start, minutes)
    assert calendar.subtract(end, minutes * MINUTE) == start


@settings(max_examples=40, deadline=None)
@given(calendars, moments, st.lists(st.integers(0, 2000), min_size=2, max_size=4))
def test_time_adds_up_over_parts(calendar: BusinessCalendar, start: datetime, parts: Sequence[int]) -> None:
    ends = [start]
    for one in parts:
        ends.append(ends[-1] + one * MINUTE)
    whole = calendar.between(start, ends[-1])
    assert whole == sum((calendar.between(one, two) for one, two in itertools.pairwise(ends)), timedelta())


@pytest.mark.parametrize(
    ("zone", "monday"), [("Europe/Berlin", date(2026, 3, 30)), ("America/New_York", date(2026, 11, 2))]
)
def test_a_day_is_eight_hours_before_and_after_the_clocks_change(zone: str, monday: date) -> None:
    calendar = BusinessCalendar(zone, NINE_TO_FIVE)
    friday = datetime.combine(monday - timedelta(days=3), time(16), ZoneInfo(zone))
    local = calendar.add_minutes(friday.astimezone(UTC), 120).astimezone(ZoneInfo(zone))
    assert (local.date(), local.time()) == (monday, time(10))


def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    calendar = BusinessCalendar("Europe/Berlin", {day: ((time(22), time(6)),) for day in range(7)})
    for month, day, hours in ((3, 28, 7), (10, 24, 9), (6, 1, 8)):
        noon = datetime(2026, month, day, 12, tzinfo=UTC)
        assert calendar.between(noon, noon + timedelta(days=1)) == timedelta(hours=hours)


def test_an_hour_the_clocks_leap_over_is_not_worked() -> None:
    calendar = BusinessCalendar("Europe/Berlin", {6: ((time(2, 15), time(2, 45)), (time(1), time(2, 30)))})
    sunday = datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert calendar.between(sunday, sunday + timedelta(hours=8)) == timedelta(hours=1)


def test_a_midnight_that_does_not_exist_begins_the_day_all_the_same() -> None:
    calendar = always("Asia/Beirut")
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert calendar.between(start, start + timedelta(days=2)) == timedelta(days=2)


def test_hours_that_overlap_count_once() -> None:
    calendar = BusinessCalendar("UTC", {0: ((time(9), time(12)), (time(11), time(13)), (time(12), time(14)))})
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    assert calendar.minutes_between(monday, monday + timedelta(days=1)) == 300


def test_a_regions_holiday_and_own_days_off_are_not_worked() -> None:
    rules = CalendarRules(holidays_country="DE", holidays_region="BY", days_off=(date(2026, 6, 5),))
    calendar = calendar_of(rules, zone="Europe/Berlin")
    before_corpus_christi = datetime(2026, 6, 3, 14, tzinfo=UTC)
    after = calendar.add_minutes(before_corpus_christi, 120).astimezone(ZoneInfo("Europe/Berlin"))
    assert (after.date(), after.time()) == (date(2026, 6, 8), time(10))
    elsewhere = calendar_of(CalendarRules(holidays_country="DE", holidays_region="BE"), zone="Europe/Berlin")
    assert elsewhere.is_working_day(date(2026, 6, 4))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"holidays_country": "XX"}, "'XX' is no country"),
        ({"holidays_country": "DE", "holidays_region": "CA"}, "no region of DE; it has BB, BE, BW"),
        ({"holidays_region": "BY"}, "needs its holidays_country"),
    ],
)
def test_holidays_nobody_knows_are_refused(rules: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        CalendarRules.model_validate(rules)


def test_a_calendars_own_zone_counts() -> None:
    calendar = calendar_of(CalendarRules(time_zone="Asia/Tokyo"), zone="UTC")
    assert calendar.is_open(datetime(2026, 3, 2, 1, tzinfo=UTC))
    assert not calendar.is_open(datetime(2026, 3, 2, 10, tzinfo=UTC))


def test_hours_to_twenty_four_end_at_midnight() -> None:
    calendar = calendar_of(CalendarRules(working_hours={"mon": (("22:00", "24:00"),)}), zone="UTC")
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    assert calendar.minutes_between(monday, monday + timedelta(days=3)) == 120
