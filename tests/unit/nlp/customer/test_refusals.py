"""A refusal of mail is believed as far as the words bear it out, and stands beside what is asked with it."""

from collections.abc import Mapping

import pytest

from nlp.customer.acts import decide
from nlp.customer.clauses import cuts, join_cut
from nlp.customer.parts import Part
from nlp.customer.refusals import weigh_refusals
from nlp.customer.sentences import Sentence


def part(text: str, shares: Mapping[str, float]) -> Part:
    return Part(Sentence(0, len(text), text), shares)


def intents(said: Part) -> list[str]:
    return [reading.intent for reading in decide([said], said)]


def test_who_names_no_messages_and_is_not_sure_to_refuse_them_refuses_none() -> None:
    shares = {"opt_out": 0.6, "support.request": 0.4}
    assert intents(part("your last update lost my notes, I am so done", shares)) == ["support.request"]
    assert intents(part("your last newsletter lost my notes, I am so done", shares)) == ["opt_out"]
    assert intents(part("I am so done", {"opt_out": 0.9, "support.request": 0.1})) == ["opt_out"]


@pytest.mark.parametrize(
    ("text", "still_wants"),
    [
        ("please put me back on the list", True),
        ("put me again in the list of news please", True),
        ("keep sending the bulletin, but to my new address", True),
        ("keep me on, I only want fewer of the mails", True),
        ("don't put me on any more of these mailouts", False),
        ("do not add me to that list of yours", False),
        ("why do you keep sending me letters", False),
        ("you keep mailing my late mother", False),
        ("put me on your do not call list", False),
    ],
)
def test_who_still_wants_messages_is_told_from_who_wants_none(text: str, still_wants: bool) -> None:
    said = part(text, {"opt_out": 0.9, "opt_in": 0.1})
    (weighed,), whole = weigh_refusals([said], said)
    assert (weighed.share("opt_out") == 0.0) is still_wants
    assert sum(whole.shares.values()) == pytest.approx(1.0)


def test_a_refusal_and_a_request_in_one_sentence_are_two_acts() -> None:
    said = part("Unsubscribe me and cancel my order 4411", {"opt_out": 0.6, "order.question": 0.4})
    (cut,) = cuts(said.sentence)
    left, right = part(cut.left.text, {"opt_out": 0.95}), part(cut.right.text, {"order.question": 0.95})
    assert join_cut(said, [(left, right, cut.is_said)]) == [left, right]


def test_one_word_may_say_all() -> None:
    (cut,) = cuts(Sentence(0, 18, "Wrong number, stop"))
    assert (cut.left.text, cut.right.text, cut.is_said) == ("Wrong number", "stop", True)
    assert cuts(Sentence(0, 20, "Wrong number, thanks")) == []
