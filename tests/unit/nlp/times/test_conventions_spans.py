"""Periods, repetitions and slips under the labelling conventions, and what only looks like a time."""

from datetime import date, datetime

import pytest

from nlp.times import find_times
from nlp.values import Period
from tests.unit.nlp.times.conventions import NOW, TZ, only


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("this week", "2026-03-02", "2026-03-09"),
        ("last week", "2026-02-23", "2026-03-02"),
        ("next week", "2026-03-09", "2026-03-16"),
        ("the week after next", "2026-03-16", "2026-03-23"),
        ("this month", "2026-03-01", "2026-04-01"),
        ("last month", "2026-02-01", "2026-03-01"),
        ("this quarter", "2026-01-01", "2026-04-01"),
        ("for the quarter", "2026-01-01", "2026-04-01"),
        ("last quarter", "2025-10-01", "2026-01-01"),
        ("next qtr", "2026-04-01", "2026-07-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("in January", "2026-01-01", "2026-02-01"),
        ("in December", "2026-12-01", "2027-01-01"),
        ("January 2025", "2025-01-01", "2025-02-01"),
        ("last June", "2025-06-01", "2025-07-01"),
        ("in the month of January", "2026-01-01", "2026-02-01"),
        ("the trailing 10 days", "2026-02-23", "2026-03-05"),
        ("since the beginning of May", "2025-05-01", "2026-03-05"),
        ("Q3", "2026-07-01", "2026-10-01"),
        ("Q4 last year", "2025-10-01", "2026-01-01"),
        ("Q1 2027", "2027-01-01", "2027-04-01"),
        ("third quarter", "2026-07-01", "2026-10-01"),
        ("H2", "2026-07-01", "2027-01-01"),
        ("in 2025", "2025-01-01", "2026-01-01"),
        ("FY25", "2025-01-01", "2026-01-01"),
        ("since Monday", "2026-03-02", "2026-03-05"),
        ("since last Friday", "2026-02-27", "2026-03-05"),
        ("since yesterday", "2026-03-03", "2026-03-05"),
        ("since 1 February", "2026-02-01", "2026-03-05"),
        ("since January", "2026-01-01", "2026-03-05"),
        ("since the start of the quarter", "2026-01-01", "2026-03-05"),
        ("since the 1st", "2026-03-01", "2026-03-05"),
        ("ytd", "2026-01-01", "2026-03-05"),
        ("year to date", "2026-01-01", "2026-03-05"),
        ("MTD", "2026-03-01", "2026-03-05"),
        ("so far this quarter", "2026-01-01", "2026-03-05"),
        ("next 30 days", "2026-03-04", "2026-04-03"),
        ("over the next 2 weeks", "2026-03-04", "2026-03-18"),
        ("last 7 days", "2026-02-26", "2026-03-05"),
        ("past 90 days", "2025-12-05", "2026-03-05"),
        ("last two quarters", "2025-07-01", "2026-01-01"),
        ("past 3 months", "2025-12-01", "2026-03-01"),
        ("next two quarters", "2026-04-01", "2026-10-01"),
        ("from 3 March to 10 March", "2026-03-03", "2026-03-11"),
        ("3-10 April", "2026-04-03", "2026-04-11"),
        ("April 3-10", "2026-04-03", "2026-04-11"),
        ("between Monday and Friday", "2026-03-09", "2026-03-14"),
        ("from April to June", "2026-04-01", "2026-07-01"),
        ("Dec 20 - Jan 3", "2026-12-20", "2027-01-04"),
        ("from the 9th to the 13th", "2026-03-09", "2026-03-14"),
        ("today and tomorrow", "2026-03-04", "2026-03-06"),
        ("tasks due on Monday", "2026-03-09", "2026-03-10"),
        ("today", "2026-03-04", "2026-03-05"),
        ("this weekend", "2026-03-07", "2026-03-09"),
        ("first week of May", "2026-05-04", "2026-05-11"),
        ("the week of March 18", "2026-03-16", "2026-03-23"),
        ("rest of the month", "2026-03-04", "2026-04-01"),
        ("the last 24 hours", "2026-03-03", "2026-03-05"),
        ("second half of March", "2026-03-16", "2026-04-01"),
        ("same quarter last year", "2025-01-01", "2025-04-01"),
        ("first two weeks of May", "2026-05-01", "2026-05-15"),
        ("for the next two quarters", "2026-04-01", "2026-10-01"),
        ("since two weeks", "2026-02-18", "2026-03-05"),
        ("Q1-Q2", "2026-01-01", "2026-07-01"),
    ],
)
def test_as_a_period(text: str, start: str, end: str) -> None:
    assert only(text).as_period() == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/4", "2026-04-03"),
        ("10/22", "2026-10-22"),
        ("12/5", "2026-05-12"),
        ("3.4.2026", "2026-04-03"),
        ("03-04-2026", "2026-04-03"),
        ("3.4.", "2026-04-03"),
    ],
)
def test_outside_america_the_day_stands_first(text: str, expected: str) -> None:
    now = datetime.fromisoformat("2026-03-27T15:00:00+00:00")
    assert only(text, tz="Europe/London", now=now).as_date() == date.fromisoformat(expected)


def test_now_is_moved_into_the_zone_before_anything_is_resolved() -> None:
    late = datetime.fromisoformat("2026-03-04T23:30:00-08:00")
    assert only("today", now=late, tz="Europe/Madrid").as_date() == date(2026, 3, 5)


def test_an_hour_that_a_clock_change_skips_is_moved_on() -> None:
    assert only("Sunday 02:30").as_datetime().isoformat() == "2026-03-08T03:30:00-04:00"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every Monday at 9", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ("each Friday", "FREQ=WEEKLY;BYDAY=FR"),
        ("Fridays at 4pm", "FREQ=WEEKLY;BYDAY=FR;BYHOUR=16;BYMINUTE=0"),
        ("every Monday and Thursday at 10", "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=10;BYMINUTE=0"),
        ("weekdays at 8:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=30"),
        ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every two weeks on Friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO"),
        ("last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("daily", "FREQ=DAILY"),
        ("every day at 18:00", "FREQ=DAILY;BYHOUR=18;BYMINUTE=0"),
        ("monthly on the 1st", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("every 15th of March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("every morning", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0"),
        ("every weekday morning", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0"),
        ("at 9am every Monday", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ("every 3 months", "FREQ=MONTHLY;INTERVAL=3"),
    ],
)
def test_a_repetition_keeps_its_words_and_becomes_a_rule(text: str, rule: str) -> None:
    mention = only(f"post the numbers {text} please")
    assert mention.recurrence == text
    assert mention.rule == rule


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("tomorow", "tomorrow"),
        ("tmrw", "tomorrow"),
        ("tmr", "tomorrow"),
        ("2moro", "tomorrow"),
        ("tommorrow at 4", "tomorrow at 4"),
        ("wendesday", "Wednesday"),
        ("thurs", "Thursday"),
        ("thrusday", "Thursday"),
        ("saturdy", "Saturday"),
        ("febuary 9", "February 9"),
        ("septmber 9", "September 9"),
        ("nxt week", "next week"),
        ("next quater", "next quarter"),
        ("yestreday", "yesterday"),
        ("next months", "next month"),
        ("todays", "today"),
    ],
)
def test_slips_of_the_finger_are_read(typo: str, meant: str) -> None:
    slipped, right = only(typo), only(meant)
    assert (slipped.first, slipped.last, slipped.as_date()) == (right.first, right.last, right.as_date())


@pytest.mark.parametrize(
    "text",
    [
        "you may close it",
        "May I have the report",
        "confidential and may be privileged",
        "we sat down with them and the sun shone",
        "they march on in second place",
        "the second deal, then the first one",
        "show the 2nd ticket",
        "deal at 65%",
        "probability 65",
        "between 10 and 12k",
        "from 5 to 15k",
        "$12,500.00 and 48k",
        "version 3.5 of the app",
        "ticket 3001 and #3002",
        "call +1 646 555 0177",
        "call Jan back",
        "thus it works",
        "mark the mouth of the river",
        "schedule me a 1:1",
        "jane@may.example",
        "https://example.com/2026-03-04",
        "Feb 30",
        "5 leads per month",
        "the w-2 form",
        "10 users for 20 seats",
        "what is the status of order A-2026-11",
        "",
        "🎉🎉",
    ],
)
def test_words_and_figures_that_only_look_like_times_are_left_alone(text: str) -> None:
    assert find_times(text, now=NOW, tz=TZ) == []


@pytest.mark.parametrize(
    ("text", "said", "preposition"),
    [
        ("phone them by Friday please", "by Friday", "by"),
        ("on the 8th at noon we meet", "on the 8th at noon", "on"),
        ("mute it until tomorrow 8am", "until tomorrow 8am", "until"),
        ("back in 2 weeks", "in 2 weeks", "in"),
        ("changed since Monday?", "since Monday", "since"),
        ("tomorrow 3pm works", "tomorrow 3pm", ""),
        ("see you on March 10 at 2 pm. Thanks", "on March 10 at 2 pm", "on"),
        ("see you on March 10 at 2 p.m. then", "on March 10 at 2 p.m.", "on"),
    ],
)
def test_a_mention_covers_its_preposition(text: str, said: str, preposition: str) -> None:
    mention = only(text)
    assert text[mention.start : mention.end] == mention.text == said
    assert mention.preposition == preposition


def test_several_times_in_one_message_are_found_in_order() -> None:
    mentions = find_times("10k on 1 July, 15k on 1 October, and call me Friday at 3", now=NOW, tz=TZ)
    assert [mention.text for mention in mentions] == ["on 1 July", "on 1 October", "Friday at 3"]


def test_a_time_without_a_day_says_so() -> None:
    assert not only("at 4pm").has_day
    assert only("today at 4pm").has_day
    assert only("at 4pm").has_hour
    assert not only("today").has_hour


def test_a_length_is_marked_as_one() -> None:
    assert only("for 30 minutes").is_duration
    assert not only("in 30 minutes").is_duration


def test_the_last_day_of_a_range_is_known() -> None:
    assert only("out from 3 to 10 April").last_date() == date(2026, 4, 10)
    assert only("until Friday").last_date() == date(2026, 3, 6)
