"""Days no calendar has are found; days it has, numbers and names like months are left alone."""

from datetime import UTC, datetime

import pytest

from assistant.dialogue.reading.impossible_days import impossible_day

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said", "why"),
    [
        ("acme closes 31 June", "31 June", "June has no 31st."),
        ("move Acme to the 31st of june", "31st of june", "June has no 31st."),
        ("book Jane on Febuary 30 at 3", "Febuary 30", "February has no 30th."),
        ("acme closes 29 feb 2027", "29 feb 2027", "February has no 29th in 2027."),
        ("send the quote, due 45 march", "45 march", "March has no 45th."),
        ("remind me on the 32nd to call", "32nd", "No month has a 32nd."),
        ("move it to Smarch 3", "Smarch 3", "I know no month “Smarch”."),
        ("deals closing in febtober", "febtober", "I know no month “febtober”."),
        ("call Jane 13/13/2026", "13/13/2026", "There is no day “13/13/2026”."),
        ("snooze it until 2026-02-30", "2026-02-30", "There is no day “2026-02-30”."),
        ("due 2/30", "2/30", "There is no day “2/30”."),
        ("call jane at 25 o'clock", "25 o'clock", "“25 o'clock” is no time of day."),
        ("schedule a call at 25:61", "25:61", "“25:61” is no time of day."),
    ],
)
def test_a_day_no_calendar_has_is_found(text: str, said: str, why: str) -> None:
    found = impossible_day(text, now=NOW, tz="UTC")

    assert found is not None
    assert (found.said, found.why) == (said, why)


@pytest.mark.parametrize(
    "text",
    [
        "acme closes june 30 2026, or 29 feb 2028",
        "push acme to sept. 3, then 5 septmber",
        "remind me to call member 3 by march 31",
        "june 48k, may 50%, march 45 deals",
        "version 13.13.1, ratio 2/30, 10.0.0.1, +1 415-555-0142",
        "search 3 in research 12, floor 42nd, at 14:30 or 24:00",
        "31/12/2026 and 12/31/2026 and 2026-12-31",
    ],
)
def test_what_is_a_day_or_none_at_all_is_left_alone(text: str) -> None:
    assert impossible_day(text, now=NOW, tz="UTC") is None


def test_what_leads_to_the_day_goes_with_it() -> None:
    text = "remind me on the 32nd to call Jane"
    found = impossible_day(text, now=NOW, tz="UTC")

    assert found is not None
    assert found.without(text) == "remind me to call Jane"
