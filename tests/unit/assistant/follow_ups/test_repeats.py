"""Recurrences stepped in local time."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.follow_ups.repeats import last_time, next_time, rule_from_words

BERLIN = "Europe/Berlin"
WEDNESDAY = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("every other Tuesday at 9", [10, 24]),
        ("every other Friday at 9", [6, 20]),
        ("every Tuesday at 9", [10, 17]),
        ("every 3 weeks on Wednesday at 9", [11, 32]),
    ],
)
def test_a_recurrence_begins_with_its_next_day_and_keeps_its_rhythm(words: str, days: list[int]) -> None:
    rule = rule_from_words(words, now=WEDNESDAY, zone=BERLIN)
    first = next_time(rule, after=WEDNESDAY, zone=BERLIN)
    assert first is not None
    # Counted from its making, and from its first time (as tasks are), it is the same.
    for start in (WEDNESDAY, first):
        second = next_time(rule, after=first, zone=BERLIN, start=start)
        assert second is not None
        told = [datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(days=day - 1) for day in days]
        assert [one.astimezone(UTC).date() for one in (first, second)] == [one.date() for one in told]
        assert last_time(rule, until=second - timedelta(hours=1), zone=BERLIN, start=start) == first
