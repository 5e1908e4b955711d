"""Quiet hours against a walk through every five minutes: over clock changes, for every set of zones."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.follow_ups.sending.quiet import next_allowed

ZONES = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Africa/Casablanca",
)
STEP = timedelta(minutes=5)
# Days around every change of clocks of 2026, and others.
moments = st.builds(
    lambda day, steps: day + steps * STEP,
    st.sampled_from(
        [
            datetime(2026, *day, tzinfo=UTC)
            for day in ((3, 7), (3, 28), (4, 4), (9, 26), (10, 24), (10, 31), (7, 1))
        ]
    ),
    st.integers(0, 3 * 24 * 12),
)
edges = st.sampled_from([time(hour, minute) for hour in range(24) for minute in (0, 30)])


def is_night(moment: datetime, begins: time, ends: time, zone: str) -> bool:
    """Whether the wall clock shows a quiet hour."""
    wall = moment.astimezone(ZoneInfo(zone)).time()
    if begins == ends:
        return False
    return begins <= wall < ends if begins < ends else not ends <= wall < begins


@settings(max_examples=150, deadline=None)
@given(moment=moments, zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True))
@example(moment=datetime(2026, 3, 8, 6, 55, tzinfo=UTC), zones=["America/New_York"])
@example(moment=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), zones=["Europe/Berlin", "America/New_York"])
def test_the_first_moment_that_is_nobodys_night(moment: datetime, zones: list[str]) -> None:
    begins, ends = time(21), time(8)
    walked = moment
    while any(is_night(walked, begins, ends, zone) for zone in zones) and walked - moment < timedelta(days=2):
        walked += STEP
    found = next_allowed(moment, quiet=("21:00", "08:00"), zones=zones)
    if walked - moment < timedelta(days=2):
        assert found == walked
    else:
        assert not is_night(found, begins, ends, zones[0])


@settings(max_examples=150, deadline=None)
@given(moment=moments, begins=edges, ends=edges, zone=st.sampled_from(ZONES))
@example(datetime(2026, 11, 1, 6, 15, tzinfo=UTC), time(22), time(1, 30), "America/New_York")
@example(datetime(2026, 3, 8, 6, 45, tzinfo=UTC), time(22), time(2, 30), "America/New_York")
def test_any_quiet_hours_end_whatever_the_clocks_do(
    moment: datetime, begins: time, ends: time, zone: str
) -> None:
    found = next_allowed(moment, quiet=(f"{begins:%H:%M}", f"{ends:%H:%M}"), zones=[zone])
    assert moment <= found < moment + timedelta(hours=26)
    assert not is_night(found, begins, ends, zone)
