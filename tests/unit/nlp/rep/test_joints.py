"""What the words around a joint say about a cut there."""

import pytest

from nlp.rep.cutting.joints import chance_of_cut, opens_request
from nlp.rep.cutting.segmenter import Joint, candidates


def only_joint(text: str, *, chance: float = 0.5) -> Joint:
    (found,) = candidates(text)
    return Joint(found.start, found.end, chance)


@pytest.mark.parametrize(
    "text",
    [
        "Acme -> proposal + 15k",
        "open case - the lift is stuck",
        "they agreed, so that is a win",
        "new and changed deals",
        "412 and 415 go to Jane",
        "how long do we take to close, by rep",
        "divide the Acme deal: 12k in May and 18k in June",
        "call Jane at 4, remind me",
        "wait. 310 not 300",
        "list leads, source webinar",
        "prepare an email, that the goods left on Monday",
        "set Ibex and also Kestrel to proposal",
        "Ibex is at 35 percent, next step: send the terms",
        "show deals between 200 and 500 thousand dollars",
        "note on 12: wet\n- torn",
        "show my open deals worth over 75k and whose close dates fall in May",
    ],
)
def test_what_belongs_together_is_hardly_cut(text: str) -> None:
    assert chance_of_cut(text, only_joint(text, chance=0.9)) <= 0.25


@pytest.mark.parametrize("text", ["called Jane, push it to Friday", "thanks all, close it"])
def test_an_order_about_what_was_told_is_cut_off(text: str) -> None:
    assert chance_of_cut(text, only_joint(text, chance=0.1)) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "my train is late, can you show my tasks",
        "I was ill, remind me on Monday",
        "sorry, the Ibex one is at 35",
    ],
)
def test_a_joint_before_an_order_is_looked_into(text: str) -> None:
    joint = only_joint(text, chance=0.0)
    assert opens_request(text, joint)
    assert chance_of_cut(text, joint) >= 0.25


@pytest.mark.parametrize(
    "text",
    [
        "Acme: lost\n- call Jane",
        "churn and win rate",
        "close 12, the 15 also",
        "qualify the lead and convert it",
    ],
)
def test_what_stands_in_a_row_is_cut(text: str) -> None:
    assert chance_of_cut(text, only_joint(text, chance=0.2)) == 1.0


def test_a_ticket_named_before_a_colon_dictates_nothing() -> None:
    text = "#452: urgent, escalate to Jane"
    assert chance_of_cut(text, only_joint(text, chance=0.0)) >= 0.25


def test_a_list_in_one_line_may_be_cut_at_its_numbers() -> None:
    assert len(candidates("close 12 2. open 13 3) my tasks")) == 2


def test_the_same_asked_of_others_is_cut_off() -> None:
    text = "my quota? Dana's?"
    assert chance_of_cut(text, only_joint(text, chance=0.0)) == 1.0


def test_a_note_on_what_was_opened_is_cut_off_whatever_was_dictated() -> None:
    text = "open a ticket: printer jams, and add a note to it that we have a spare"
    assert chance_of_cut(text, only_joint(text, chance=0.0)) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "call Jane oh and remind me at 4",
        "set it to 5k and, if I may, the forecast",
        "close 12 and, while you are at it, my tasks",
    ],
)
def test_what_is_put_in_politely_belongs_to_the_joint(text: str) -> None:
    joint = candidates(text)[0]
    assert text[joint.end :] in {"remind me at 4", "the forecast", "my tasks"}
