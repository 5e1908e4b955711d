"""Orders about what is told by itself, and words that only sound like one."""

import pytest

from assistant.dialogue.ordering.standing_orders import order_of, read


@pytest.mark.parametrize(
    ("said", "order", "what"),
    [
        ("stop posting that", "stop", None),
        ("Stop posting the pipeline in #sales", "stop", "pipeline"),
        ("cancel the weekly pipeline report", "stop", "pipeline report"),
        ("stop the digest", "stop", "digest"),
        ("unmute", "resume", None),
        ("resume the digest", "resume", "digest"),
    ],
)
def test_an_order_is_read_with_what_it_is_about(said: str, order: str, what: str | None) -> None:
    assert order_of(said) == order
    [act] = read(said) or ()
    assert act.slots.get("what") == what


@pytest.mark.parametrize("said", ["what do you post?", "which reports are scheduled?", "list my schedules"])
def test_asking_what_is_posted_is_a_list(said: str) -> None:
    assert order_of(said) == "list"


@pytest.mark.parametrize(
    "said",
    [
        "stop",
        "cancel",
        "stop sending Jane the welcome sequence",
        "cancel the weekly call with Jane",
        "which meetings are scheduled today",
        "mute alerts until tomorrow",
        "end the meeting",
        "post the pipeline every Monday at 9",
    ],
)
def test_other_words_are_no_order(said: str) -> None:
    assert read(said) is None
