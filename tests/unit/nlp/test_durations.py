"""Lengths of time in minutes and days."""

import pytest

from nlp.durations import find_durations


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("for 45 min", 45),
        ("a 30-minute call", 30),
        ("15mins", 15),
        ("90m", 90),
        ("1h", 60),
        ("1h30", 90),
        ("1h 30m", 90),
        ("1 hour 30 minutes", 90),
        ("1 hour and 15 minutes", 75),
        ("1.5 hours", 90),
        ("1,5 hours", 90),
        ("2 hrs", 120),
        ("an hour", 60),
        ("an hour and a half", 90),
        ("one and a half hours", 90),
        ("two and a half hours", 150),
        ("half an hour", 30),
        ("half hour", 30),
        ("a quarter of an hour", 15),
        ("three quarters of an hour", 45),
        ("twenty minutes", 20),
        ("twenty-five minutes", 25),
        ("a couple of hours", 120),
    ],
)
def test_hours_and_minutes(text: str, minutes: int) -> None:
    (mention,) = find_durations(f"we talked {text} about it")
    assert mention.minutes == minutes
    assert mention.days is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10 days", 10),
        ("30d", 30),
        ("2 weeks", 14),
        ("two wks", 14),
        ("a week", 7),
        ("a couple of weeks", 14),
        ("a few days", 3),
        ("a fortnight", 14),
        ("3 months", 90),
        ("a quarter", 91),
        ("half a year", None),
        ("a year", 365),
        ("three business days", 3),
        ("1.5 weeks", 10),
    ],
)
def test_days_and_longer(text: str, days: int | None) -> None:
    mentions = find_durations(f"no touch in {text}")
    if days is None:
        assert all(mention.days == 365 for mention in mentions)
    else:
        assert [mention.days for mention in mentions] == [days]


@pytest.mark.parametrize(
    "text", ["", "at 3pm", "10k", "the 5th", "a deal", "ticket 3001", "10 deals", "v1.2h3x"]
)
def test_no_length_where_none_is_said(text: str) -> None:
    assert find_durations(text) == []


def test_the_words_are_located() -> None:
    (mention,) = find_durations("met Bob for 1 hour 30 minutes today")
    assert mention.text == "1 hour 30 minutes"
    assert "met Bob for 1 hour 30 minutes today"[mention.start : mention.end] == mention.text
