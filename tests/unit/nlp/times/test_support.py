"""What the words around a time make of it: moved, replaced, put off, a person's name, a count."""

from datetime import date, datetime

import pytest

from nlp.times import TimeMention, find_times
from nlp.values import Period

NOW = datetime.fromisoformat("2026-03-04T10:00:00-05:00")


def said(text: str) -> list[str]:
    return [mention.text for mention in _times(text)]


def _times(text: str) -> list[TimeMention]:
    return find_times(text, now=NOW, tz="America/New_York")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("move our call from Thursday to Monday at 10", ["Monday at 10"]),
        ("push the close date from March 31 to April 15", ["April 15"]),
        ("Acme slipped from May to June", ["June"]),
        ("reschedule it from the 5th to the 9th", ["the 9th"]),
        ("the call moved from 2pm to 4pm", ["4pm"]),
        ("what slipped from May 1 to May 15", ["from May 1 to May 15"]),
        ("leads from March to May", ["from March to May"]),
    ],
)
def test_what_was_moved_is_at_its_new_time(text: str, times: list[str]) -> None:
    assert said(text) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("lost since 1 May, one by one", ["since 1 May"]),
        ("CHF 120'000 on 31 March", ["on 31 March"]),
        ("closing the 28th now, not before", ["the 28th", "now"]),
    ],
)
def test_figures_beside_a_day_are_no_hour(text: str, times: list[str]) -> None:
    assert said(text) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("tomorrow instead of Friday", ["tomorrow"]),
        ("Monday, not Tuesday", ["Monday"]),
        ("not on Friday but on Monday", ["on Monday"]),
        ("not before Friday", ["before Friday"]),
    ],
)
def test_a_replaced_time_is_none(text: str, times: list[str]) -> None:
    assert said(text) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("snooze it 2 days", ["2 days"]),
        ("push the reminder back two hours", ["two hours"]),
        ("a 2 hours call", []),
        ("untouched 30 days", []),
    ],
)
def test_a_bare_length_is_a_time_only_where_something_is_put_off(text: str, times: list[str]) -> None:
    assert said(text) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("email April about the renewal", []),
        ("meet with June tomorrow", ["tomorrow"]),
        ("April Jones called", []),
        ("call Jan on Friday", ["on Friday"]),
        ("forecast for april", ["for april"]),
        ("deals closing April", ["April"]),
        ("CSAT of May and tickets in May", ["May", "in May"]),
        ("what closed in may?", ["in may"]),
        ("march numbers please", ["march"]),
    ],
)
def test_a_month_that_is_a_name_or_a_word_is_told_apart(text: str, times: list[str]) -> None:
    assert said(text) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("called this morning, 20 min", ["this morning"]),
        ("tomorrow 5 deals", ["tomorrow"]),
        ("Friday 10 works", ["Friday 10"]),
        ("by 5", ["by 5"]),
        ("by 5 people", []),
        ("meet at 10", ["at 10"]),
        ("closes at 10 deals", []),
    ],
)
def test_a_number_that_counts_things_is_no_hour(text: str, times: list[str]) -> None:
    assert said(text) == times


@pytest.mark.parametrize(
    ("text", "preposition"),
    [
        ("up to 28 August", "until"),
        ("no later than Friday", "by"),
        ("on or before June 3", "by"),
        ("prior to May 1", "before"),
    ],
)
def test_prepositions_of_several_words(text: str, preposition: str) -> None:
    (mention,) = _times(f"it holds {text}")
    assert (mention.text, mention.preposition) == (text, preposition)


def test_up_to_a_day_is_a_period_from_today_on() -> None:
    (by,) = _times("tasks due by Friday")
    assert by.as_period() == Period(date(2026, 3, 4), date(2026, 3, 7))
    (before,) = _times("tasks due before Friday")
    assert before.as_period() == Period(date(2026, 3, 4), date(2026, 3, 6))


def test_a_stretch_of_this_year_is_behind_as_a_period_and_ahead_as_a_time() -> None:
    (mention,) = _times("Jan 1 - Jan 31")
    assert mention.as_period() == Period(date(2026, 1, 1), date(2026, 2, 1))
    assert mention.last_date() == date(2027, 1, 31)
