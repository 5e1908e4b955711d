"""Expressions of time under the labelling conventions, in the three forms a slot may ask for."""

from datetime import date, datetime

import pytest

from nlp.times import TimeMention, find_times
from nlp.values import Period

NOW = datetime.fromisoformat("2026-03-04T10:00:00-05:00")
"""A Wednesday morning, four days before the clocks change in New York."""
TZ = "America/New_York"


def only(text: str, *, past: bool = False, tz: str = TZ, now: datetime = NOW) -> TimeMention:
    mentions = find_times(text, now=now, tz=tz, past=past)
    assert len(mentions) == 1, [mention.text for mention in mentions]
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("close it today", "2026-03-04"),
        ("tomorrow", "2026-03-05"),
        ("day after tomorrow", "2026-03-06"),
        ("by Friday", "2026-03-06"),
        ("this Friday", "2026-03-06"),
        ("Wednesday", "2026-03-11"),
        ("next Friday", "2026-03-13"),
        ("next Monday", "2026-03-09"),
        ("Tuesday after next", "2026-03-17"),
        ("last Friday", "2026-02-27"),
        ("Friday week", "2026-03-13"),
        ("a week from Tuesday", "2026-03-17"),
        ("2 weeks from Monday", "2026-03-23"),
        ("move it to the 8th", "2026-03-08"),
        ("the 3rd", "2026-04-03"),
        ("the 4th", "2026-03-04"),
        ("the 31st", "2026-03-31"),
        ("the 12th of next month", "2026-04-12"),
        ("Friday the 13th", "2026-03-13"),
        ("Tuesday the 14th", "2026-04-14"),
        ("3 March", "2027-03-03"),
        ("March 4", "2026-03-04"),
        ("May 3rd", "2026-05-03"),
        ("5th of November", "2026-11-05"),
        ("15 Oct 2027", "2027-10-15"),
        ("Oct. 15, 2027", "2027-10-15"),
        ("10/22", "2026-10-22"),
        ("3/1", "2027-03-01"),
        ("11/05/2026", "2026-11-05"),
        ("2026-11-05", "2026-11-05"),
        ("05-Nov-2026", "2026-11-05"),
        ("2026/11/05", "2026-11-05"),
        ("29 February", "2028-02-29"),
        ("in 2 wks", "2026-03-18"),
        ("in ten days", "2026-03-14"),
        ("in a month", "2026-04-04"),
        ("in 3 business days", "2026-03-09"),
        ("10 days ago", "2026-02-22"),
        ("a fortnight from now", "2026-03-18"),
        ("close in September", "2026-09-30"),
        ("in February", "2027-02-28"),
        ("this month", "2026-03-31"),
        ("next quarter", "2026-06-30"),
        ("Q1", "2026-03-31"),
        ("Q4", "2026-12-31"),
        ("H1", "2026-06-30"),
        ("first half of 2027", "2027-06-30"),
        ("EOM", "2026-03-31"),
        ("end of month", "2026-03-31"),
        ("month end", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("EOQ", "2026-03-31"),
        ("end of Q2", "2026-06-30"),
        ("end of June", "2026-06-30"),
        ("end of 2027", "2027-12-31"),
        ("EOY", "2026-12-31"),
        ("EOW", "2026-03-06"),
        ("beginning of next week", "2026-03-09"),
        ("first Monday of next month", "2026-04-06"),
        ("last Friday of May", "2026-05-29"),
        ("third Thursday in June", "2026-06-18"),
        ("last day of the quarter", "2026-03-31"),
        ("first business day of August", "2026-08-03"),
        ("mid June", "2026-06-15"),
        ("Thursday next week", "2026-03-12"),
        ("next week Thursday", "2026-03-12"),
        ("Christmas", "2026-12-25"),
        ("New Year's Eve", "2026-12-31"),
        ("Thanksgiving", "2026-11-26"),
        ("the day before Thanksgiving", "2026-11-25"),
        ("Easter", "2026-04-05"),
        ("nye 2027", "2027-12-31"),
        ("EOQ2", "2026-06-30"),
        ("the 31st of next month", "2026-04-30"),
        ("two Fridays ago", "2026-02-20"),
        ("the Monday after Easter", "2026-04-06"),
        ("Monday or Tuesday next week", "2026-03-09"),
        ("15th of the month", "2026-03-15"),
        ("the twenty-first", "2026-03-21"),
        ("in 2-3 weeks", "2026-03-18"),
        ("in three days' time", "2026-03-07"),
        ("last working day of the month", "2026-03-31"),
        ("next year in March", "2027-03-31"),
    ],
)
def test_as_a_date(text: str, expected: str) -> None:
    assert only(text).as_date() == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("called Jane on Friday", "2026-02-27"),
        ("met them Wednesday", "2026-02-25"),
        ("spoke on the 8th", "2026-02-08"),
        ("spoke on the 3rd", "2026-03-03"),
        ("emailed on 5 May", "2025-05-05"),
        ("met on 12/20", "2025-12-20"),
        ("met last Thursday", "2026-02-26"),
        ("yesterday", "2026-03-03"),
        ("the day before yesterday", "2026-03-02"),
        ("two days ago", "2026-03-02"),
    ],
)
def test_in_a_report_days_lie_behind(text: str, expected: str) -> None:
    assert only(text, past=True).as_date() == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by Thursday", "2026-03-05T09:00:00-05:00"),
        ("today", "2026-03-04T09:00:00-05:00"),
        ("remind me EOM", "2026-03-31T09:00:00-04:00"),
        ("the 8th", "2026-03-08T09:00:00-04:00"),
        ("EOD", "2026-03-04T17:00:00-05:00"),
        ("EOD tomorrow", "2026-03-05T17:00:00-05:00"),
        ("Friday EOD", "2026-03-06T17:00:00-05:00"),
        ("end of day Friday", "2026-03-06T17:00:00-05:00"),
        ("by close of business on Friday", "2026-03-06T17:00:00-05:00"),
        ("COB Friday", "2026-03-06T17:00:00-05:00"),
        ("in 3 hours", "2026-03-04T13:00:00-05:00"),
        ("in half an hour", "2026-03-04T10:30:00-05:00"),
        ("in an hour and a half", "2026-03-04T11:30:00-05:00"),
        ("in 90 min", "2026-03-04T11:30:00-05:00"),
        ("in 1.5 hours", "2026-03-04T11:30:00-05:00"),
        ("for 2 hours", "2026-03-04T12:00:00-05:00"),
        ("for 2 days", "2026-03-06T09:00:00-05:00"),
        ("for the next 3 days", "2026-03-07T09:00:00-05:00"),
        ("in 4 days", "2026-03-08T09:00:00-04:00"),
        ("in 100 hours", "2026-03-08T15:00:00-04:00"),
        ("tomorrow at 3", "2026-03-05T15:00:00-05:00"),
        ("tomorrow 3pm", "2026-03-05T15:00:00-05:00"),
        ("tmrw 3 p.m.", "2026-03-05T15:00:00-05:00"),
        ("Tue 3ish", "2026-03-10T15:00:00-04:00"),
        ("Monday at 8", "2026-03-09T08:00:00-04:00"),
        ("Monday at 12", "2026-03-09T12:00:00-04:00"),
        ("Monday at 3:30", "2026-03-09T15:30:00-04:00"),
        ("Monday 09:30", "2026-03-09T09:30:00-04:00"),
        ("Monday 15:30", "2026-03-09T15:30:00-04:00"),
        ("half past two tomorrow", "2026-03-05T14:30:00-05:00"),
        ("tomorrow at quarter to five", "2026-03-05T16:45:00-05:00"),
        ("tomorrow at quarter to one", "2026-03-05T12:45:00-05:00"),
        ("quarter past 4 tomorrow", "2026-03-05T16:15:00-05:00"),
        ("tomorrow at twenty past ten", "2026-03-05T10:20:00-05:00"),
        ("tomorrow at ten to six", "2026-03-05T17:50:00-05:00"),
        ("tomorrow at two thirty", "2026-03-05T14:30:00-05:00"),
        ("tomorrow at half 5", "2026-03-05T17:30:00-05:00"),
        ("noon tomorrow", "2026-03-05T12:00:00-05:00"),
        ("9 sharp on Monday", "2026-03-09T09:00:00-04:00"),
        ("this morning", "2026-03-04T09:00:00-05:00"),
        ("tomorrow afternoon", "2026-03-05T14:00:00-05:00"),
        ("Friday evening", "2026-03-06T18:00:00-05:00"),
        ("tonight", "2026-03-04T18:00:00-05:00"),
        ("tonight at 8", "2026-03-04T20:00:00-05:00"),
        ("8 in the evening tomorrow", "2026-03-05T20:00:00-05:00"),
        ("tomorrow at 7 in the morning", "2026-03-05T07:00:00-05:00"),
        ("tomorrow lunch", "2026-03-05T12:00:00-05:00"),
        ("tomorrow at lunchtime", "2026-03-05T12:00:00-05:00"),
        ("2-3pm tomorrow", "2026-03-05T14:00:00-05:00"),
        ("tomorrow between 11 and 1pm", "2026-03-05T11:00:00-05:00"),
        ("Friday 9-5", "2026-03-06T09:00:00-05:00"),
        ("tomorrow 3pm CET", "2026-03-05T09:00:00-05:00"),
        ("tomorrow at 9am PST", "2026-03-05T12:00:00-05:00"),
        ("tomorrow 15:00 UTC", "2026-03-05T10:00:00-05:00"),
        ("tomorrow 15:00 UTC+5:30", "2026-03-05T04:30:00-05:00"),
        ("tomorrow 3:30 pm London time", "2026-03-05T10:30:00-05:00"),
        ("2026-11-05T14:00:00+01:00", "2026-11-05T08:00:00-05:00"),
        ("2026-11-05 14:00", "2026-11-05T14:00:00-05:00"),
        ("Tuesday, 10 November 2026 at 09:30", "2026-11-10T09:30:00-05:00"),
        ("first thing Monday morning", "2026-03-09T09:00:00-04:00"),
        ("next week", "2026-03-09T09:00:00-04:00"),
        ("at 4:15 pm", "2026-03-04T16:15:00-05:00"),
        ("the 2 o'clock", "2026-03-04T14:00:00-05:00"),
        ("at 8", "2026-03-05T08:00:00-05:00"),
        ("tomorrow 5 pm your time", "2026-03-05T17:00:00-05:00"),
        ("3 or 4 pm tomorrow", "2026-03-05T15:00:00-05:00"),
        ("15h on Friday", "2026-03-06T15:00:00-05:00"),
        ("Monday at 2.30", "2026-03-09T14:30:00-04:00"),
        ("Friday pm", "2026-03-06T14:00:00-05:00"),
        ("in 2h30", "2026-03-04T12:30:00-05:00"),
        ("Wed after 2", "2026-03-11T14:00:00-04:00"),
        ("5 o clock tomorrow", "2026-03-05T17:00:00-05:00"),
    ],
)
def test_as_a_datetime(text: str, expected: str) -> None:
    found = only(text).as_datetime()
    assert found.isoformat() == expected


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
