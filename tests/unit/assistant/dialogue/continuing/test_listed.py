"""A line of the list shown last is meant by its place; other words about places mean none."""

import pytest

from assistant.dialogue.continuing import listed
from assistant.dialogue.outcome import NotFound, RecordRef
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.state import DialogueState, Pending, state_from_json, state_to_json
from nlp.understanding import Act

DEALS = tuple(RecordRef("deal", name, name) for name in ("Rollout", "Renewal", "Pilot"))
SHOWN = DialogueState(focus={"deal": "Other"}, latest="deal", listed=DEALS)
NOTHING = (Act("out_of_scope", 0.3, {}),)
MOVED = (Act("deal.move", 0.8, {"deal": CONTEXT, "stage": "proposal"}),)


def meant(text: str, acts: tuple[Act, ...] = NOTHING) -> tuple[str, tuple[Act, ...]] | None:
    """Which deal the words mean, and what is done to it."""
    found = listed.read(SHOWN, acts, text)
    return None if found is None else (found[0].focus["deal"], found[1])


@pytest.mark.parametrize(
    ("text", "deal"),
    [
        ("show me the second one", "Renewal"),
        ("Show the first", "Rollout"),
        ("the last one", "Pilot"),
        ("and the 3rd one?", "Pilot"),
        ("open the top one", "Rollout"),
        ("what's up with the second deal?", "Renewal"),
        ("please tell me more about the first one.", "Rollout"),
    ],
)
def test_a_line_is_shown_by_its_place(text: str, deal: str) -> None:
    assert meant(text) == (deal, (Act("deal.show", 1.0, {"deal": CONTEXT}, text),))


def test_what_is_said_to_be_done_is_done_to_that_line() -> None:
    assert meant("move the second one to proposal", MOVED) == ("Renewal", MOVED)
    snoozed = (Act("task.snooze", 0.9, {"task": "second"}),)
    assert meant("snooze the second one", snoozed) == (
        "Renewal",
        (Act("task.snooze", 0.9, {"task": CONTEXT}),),
    )
    noted = (Act("task.create", 0.8, {"text": "the last one"}),)
    assert meant("remind me of the last one", noted) == (
        "Pilot",
        (Act("task.create", 0.8, {"text": "Pilot"}),),
    )


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("move it to proposal", MOVED),
        ("show me the second ticket", NOTHING),
        ("email Jane: the first one was late", (Act("message.send", 0.8, {"contact": "Jane"}),)),
        ("who was the first one to call us", NOTHING),
        ("move the meeting to the second", MOVED),
    ],
)
def test_other_words_mean_no_line(text: str, acts: tuple[Act, ...]) -> None:
    assert meant(text, acts) is None


def test_a_line_beyond_the_list_is_told_and_never_what_was_spoken_of_before() -> None:
    with pytest.raises(NotFound, match="has only 3 lines"):
        meant("move the fourth one to proposal", MOVED)


def test_a_question_that_is_open_comes_first_and_no_list_means_nothing() -> None:
    asked = DialogueState(listed=DEALS, pending=Pending(MOVED, 0, "deal"))
    assert listed.read(asked, MOVED, "the second one") is None
    assert listed.read(DialogueState(), MOVED, "move the second one to proposal") is None


def test_a_list_is_remembered_between_turns() -> None:
    assert state_from_json(state_to_json(SHOWN)) == SHOWN
