"""Whatever the product writes about time in a reply reads back as the same value."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.times import find_times
from nlp.times.render import render_date, render_datetime, render_period
from nlp.values import Period

ZONES = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "Europe/London",
    "Europe/Madrid",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Chatham",
    "Africa/Casablanca",
)
zones = st.sampled_from(ZONES)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 30))
first, last = datetime.combine(date(1990, 1, 2), time.min), datetime.combine(date(2090, 12, 30), time.min)
instants = st.datetimes(min_value=first, max_value=last, timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(day=days, tz=zones, now=instants, past=st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_rendered_date_reads_back(*, day: date, tz: str, now: datetime, past: bool) -> None:
    (mention,) = find_times(f"Close date: {render_date(day)}.", now=now, tz=tz, past=past)
    assert mention.as_date() == day


@given(moment=instants, tz=zones, now=instants, past=st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_rendered_datetime_reads_back(*, moment: datetime, tz: str, now: datetime, past: bool) -> None:
    (mention,) = find_times(f"Due {render_datetime(moment, tz=tz)}", now=now, tz=tz, past=past)
    assert mention.has_hour
    assert mention.as_datetime().astimezone(UTC) == moment
    assert mention.as_datetime().utcoffset() == moment.astimezone(ZoneInfo(tz)).utcoffset()


@given(start=days, length=st.integers(min_value=1, max_value=800), tz=zones, now=instants)
@settings(max_examples=300, deadline=None)
def test_a_rendered_period_reads_back(*, start: date, length: int, tz: str, now: datetime) -> None:
    period = Period(start, start + timedelta(days=length))
    (mention,) = find_times(render_period(period), now=now, tz=tz)
    assert mention.as_period() == period


@pytest.mark.parametrize("minutes", range(0, 300, 15))
@pytest.mark.parametrize("tz", ["America/New_York", "Australia/Lord_Howe", "Europe/London"])
def test_every_quarter_of_an_hour_around_a_clock_change_reads_back(*, tz: str, minutes: int) -> None:
    nights = [day for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(365)) if _changes(day, tz)]
    assert len(nights) == 2
    for night in nights:
        start = datetime.combine(night, datetime.min.time(), ZoneInfo(tz)).astimezone(UTC)
        moment = start + timedelta(minutes=minutes)
        (mention,) = find_times(render_datetime(moment, tz=tz), now=moment, tz=tz)
        assert mention.as_datetime().astimezone(UTC) == moment


def _changes(day: date, tz: str) -> bool:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(tz))
    return noon.utcoffset() != datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(tz)).utcoffset()


def test_a_reply_writes_day_month_and_year_in_words() -> None:
    moment = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)
    assert render_datetime(moment, tz="America/New_York") == "Fri 6 Mar 2026 at 15:00"
    assert render_date(date(2026, 3, 6)) == "Fri 6 Mar 2026"
    assert render_period(Period(date(2026, 1, 1), date(2026, 4, 1))) == "Thu 1 Jan 2026 to Tue 31 Mar 2026"
    assert render_period(Period(date(2026, 1, 1), date(2026, 1, 2))) == "Thu 1 Jan 2026"
