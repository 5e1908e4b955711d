"""What is a promise in what a colleague writes to a customer, and when it is due."""

from datetime import UTC, datetime

import pytest

from assistant.follow_ups.nudging.promises import find_promises

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("I'll send it Friday.", datetime(2026, 3, 6, 8, tzinfo=UTC)),
        ("Thanks! I will get back to you by tomorrow 3pm.", datetime(2026, 3, 3, 14, tzinfo=UTC)),
        ("We’ll have the quote ready next Tuesday", datetime(2026, 3, 10, 8, tzinfo=UTC)),
        ("I'm going to call you on Thursday at 10.", datetime(2026, 3, 5, 9, tzinfo=UTC)),
        ("I'll let you know in two days.", datetime(2026, 3, 4, 8, tzinfo=UTC)),
    ],
)
def test_a_promise_is_found_with_its_time(said: str, due: datetime) -> None:
    [found] = find_promises(said, now=MONDAY, zone="Europe/Berlin")
    assert found.due_at == due


@pytest.mark.parametrize(
    "said",
    [
        "Shall I send it on Friday?",
        "I'll be away until Friday.",
        "I won't send it before Friday.",
        "If you need it, I'll send it on Friday.",
        "You will get it on Friday.",
        "I sent it last Friday.",
        "I'll look into it.",
        "Could you send it on Friday?",
    ],
)
def test_what_is_no_promise_or_has_no_time_is_left_alone(said: str) -> None:
    assert find_promises(said, now=MONDAY, zone="Europe/Berlin") == []


def test_each_sentence_stands_for_itself() -> None:
    said = "Our office is closed on Tuesday. I'll send the contract on Wednesday. We will call you on Friday."
    found = find_promises(said, now=MONDAY, zone="Europe/Berlin")
    assert [one.words for one in found] == [
        "I'll send the contract on Wednesday",
        "We will call you on Friday",
    ]
