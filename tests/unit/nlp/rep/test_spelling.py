"""Slips and shorthand are set right for reading; names and figures are left alone."""

import pytest

from nlp.rep.learning.vocabulary import load_vocabulary
from nlp.rep.words.spelling import Speller

SPELLER = Speller(
    ["proposal", "negotiation", "march", "close", "move"],
    spared={"marsh", "walter"},
    shorthand={"snd": "send", "u": "you"},
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("move it to proposl", "move it to proposal"),
        ("in negotation", "in negotiation"),
        ("mvoe it", "move it"),
        ("porposal PROPOSALL", "proposal proposal"),
        ("can u snd it", "can you send it"),
        ("add ramon 2 it", "add ramon to it"),
        ("move it to prpsl", "move it to proposal"),
    ],
)
def test_slips_and_shorthand_are_set_right(said: str, meant: str) -> None:
    assert SPELLER.mended(said) == meant


@pytest.mark.parametrize(
    "text",
    [
        "call walter marsh",
        "met Porposal yesterday",
        "in 2 weeks",
        "top 2 deals",
        "u@x.example",
        "hale klose",
        "mode",
    ],
)
def test_names_counts_and_strange_words_stay(text: str) -> None:
    assert SPELLER.mended(text) == text


def test_known_names_of_the_training_data_are_never_words() -> None:
    known = load_vocabulary()
    assert not [name for name in known.other_names if name in known.telling - known.other_names]
    assert all(known.speller.meant(name) is None for name in known.other_names if len(name) >= 5)
