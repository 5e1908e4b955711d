"""Columns of words: the same for the same surroundings, others for others, none for what is not said."""

import numpy as np

from nlp.rep.learning.vocabulary import Vocabulary
from nlp.rep.tagging.tagger_features import COLUMNS, Described, kind
from nlp.rep.words.tokens import tokenize

KNOWN = Vocabulary(
    telling=frozenset({"move", "close", "proposal"}),
    everyday=frozenset({"move", "close", "proposal", "the"}),
    first_names=frozenset({"jane"}),
    last_names=frozenset({"ruiz"}),
    common=frozenset({"move", "the", "summit"}),
    other_names=frozenset(),
    shorthand=(("cls", "close"),),
    meant=frozenset({"move", "close", "proposal"}),
)


def described(text: str, *, names: list[str] | None = None) -> Described:
    tokens = tokenize(text)
    return Described(tokens, intent="deal.move", known=KNOWN, names=names or [""] * len(tokens))


def test_every_word_gets_columns_within_bounds() -> None:
    columns = described("move acme to proposal").columns(["^", "-", "deal", "-"])
    assert columns.shape[0] == 4
    assert columns.min() >= 0
    assert columns.max() < COLUMNS


def test_unknown_names_look_alike() -> None:
    one, other = (described(f"move {name} to proposal").still_columns() for name in ("xylo", "brzk"))
    assert np.mean(one[3] == other[3]) > 0.9


def test_the_tag_before_changes_only_what_depends_on_it() -> None:
    words = described("move acme")
    assert (words.still_columns() == words.still_columns()).all()
    assert (words.moving_columns(["^", "-"])[1] != words.moving_columns(["^", "deal"])[1]).any()


def test_features_of_names_are_empty_where_none_is_near() -> None:
    assert (described("move acme").still_columns() == 0).any()
    assert not (described("move acme", names=["", "organisation"]).still_columns() == 0).any()


def test_kinds_of_words() -> None:
    assert kind("proposl", KNOWN, is_first=False) == "proposal"
    assert kind("cls", KNOWN, is_first=True) == "close"
    assert kind("Proposl", KNOWN, is_first=False) == "<name>"
    assert kind("the", KNOWN, is_first=False) == "<word>"
    assert kind("friday", KNOWN, is_first=False) == "<time>"
