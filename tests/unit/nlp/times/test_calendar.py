"""Days and calendar units without any language."""

from datetime import date

import pytest

from nlp.times.calendar import (
    add_business_days,
    add_months,
    iso_week,
    make_date,
    nth_weekday,
    start_of,
    weekday_after,
    weekday_before,
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
    ],
)
def test_months_are_added_within_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_day_the_calendar_lacks_is_none() -> None:
    assert make_date(2026, 2, 29) is None
    assert make_date(2028, 2, 29) == date(2028, 2, 29)
    assert make_date(2026, 13, 1) is None
    assert make_date(0, 1, 1) is None


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("week", date(2026, 8, 10)),
        ("month", date(2026, 8, 1)),
        ("quarter", date(2026, 7, 1)),
        ("half", date(2026, 7, 1)),
        ("year", date(2026, 1, 1)),
        ("decade", date(2020, 1, 1)),
    ],
)
def test_units_begin_where_they_should(unit: str, expected: date) -> None:
    assert start_of(unit, date(2026, 8, 14)) == expected


def test_weekdays_around_a_day_never_are_the_day_itself() -> None:
    friday = date(2026, 8, 14)
    assert weekday_after(friday, 4) == date(2026, 8, 21)
    assert weekday_before(friday, 4) == date(2026, 8, 7)
    assert weekday_after(friday, 5) == date(2026, 8, 15)
    assert weekday_before(friday, 3) == date(2026, 8, 13)


def test_the_nth_weekday_of_a_month() -> None:
    may, june = date(2026, 5, 1), date(2026, 6, 1)
    assert nth_weekday(may, june, weekday=0, nth=1) == date(2026, 5, 4)
    assert nth_weekday(may, june, weekday=4, nth=-1) == date(2026, 5, 29)
    assert nth_weekday(may, june, weekday=0, nth=5) is None


def test_business_days_leave_out_the_days_off() -> None:
    friday = date(2026, 8, 14)
    assert add_business_days(friday, 1, is_day_off=lambda day: day.weekday() >= 5) == date(2026, 8, 17)
    assert add_business_days(friday, -5, is_day_off=lambda day: day.weekday() >= 5) == date(2026, 8, 7)


def test_weeks_are_numbered_as_in_iso_8601() -> None:
    assert iso_week(2026, 1) == date(2025, 12, 29)
    assert iso_week(2026, 53) == date(2026, 12, 28)
    assert iso_week(2025, 53) is None
