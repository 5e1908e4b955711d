"""Hours said in words or as cron come round where the company is, over clock changes too."""

from datetime import UTC, datetime

import pytest

from assistant.follow_ups.rules.definition.schedules import ScheduleInvalid, recurrence_of, slots

CASES = {
    "every weekday at 9": ["2026-03-06 14:00", "2026-03-09 13:00", "2026-03-10 13:00"],
    "0 9 * * 1-5": ["2026-03-06 14:00", "2026-03-09 13:00", "2026-03-10 13:00"],
    "every Monday": ["2026-03-09 13:00"],
    "30 8 1 * *": ["2026-04-01 12:30"],
    "0 */6 8 3 *": ["2026-03-08 05:00", "2026-03-08 10:00", "2026-03-08 16:00"],
    "0 12 * * sun,wed": ["2026-03-08 16:00", "2026-03-11 16:00"],
    "30 2 * * *": ["2026-03-06 07:30", "2026-03-07 07:30", "2026-03-08 07:30", "2026-03-09 06:30"],
}


@pytest.mark.parametrize("words", CASES)
def test_a_schedule_keeps_its_local_hour_over_a_clock_change(words: str) -> None:
    after = datetime(2026, 3, 5, 20, tzinfo=UTC)
    until = datetime(2026, 4, 2, tzinfo=UTC)

    found = slots(words, zone="America/New_York", after=after, until=until)

    wanted = CASES[words]
    assert [f"{one:%Y-%m-%d %H:%M}" for one, _ in zip(found, wanted, strict=False)] == wanted


@pytest.mark.parametrize(
    "words", ["sometimes", "0 25 * * *", "0 9 1 * 1", "0 9 * * foo", "61 9 * * *", "5-1 9 * * *"]
)
def test_what_says_no_hour_is_refused(words: str) -> None:
    with pytest.raises(ScheduleInvalid):
        recurrence_of(words)
