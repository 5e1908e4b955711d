"""Columns of words: the same for the same surroundings, others for others, none for what is not said."""

import numpy as np

from nlp.rep.learning.vocabulary import Vocabulary
from nlp.rep.tagging.tagger_features import COLUMNS, Described, columns_of
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
    columns = columns_of([described("move acme to proposal")], [["^", "-", "deal", "-"]])
    assert columns.shape[0] == 4
    assert columns.min() >= 0
    assert columns.max() < COLUMNS


def test_unknown_names_look_alike() -> None:
    one, other = (described(f"move {name} to proposal").still_columns() for name in ("xylo", "brzk"))
    assert np.mean(one[3] == other[3]) > 0.9


def test_the_tag_before_changes_only_what_depends_on_it() -> None:
    words = described("move acme")
    still = words.still_columns()
    one, other = (columns_of([words], [["^", before]]) for before in ("-", "deal"))
    assert (one[:, : still.shape[1]] == still).all()
    assert (other[:, : still.shape[1]] == still).all()
    assert (one[1] != other[1]).any()


def test_clauses_worked_out_together_have_the_columns_they_have_alone() -> None:
    clauses = [described("move acme"), described("close it", names=["", "organisation"])]
    before = [["^", "-"], ["^", "deal"]]
    alone = [columns_of([clause], [tags]) for clause, tags in zip(clauses, before, strict=True)]
    assert (columns_of(clauses, before) == np.vstack(alone)).all()


def test_what_moves_is_the_same_where_all_tags_are_asked_for_as_where_one_is_known() -> None:
    words = described("move acme")
    asked = words.columns_after(["-", "deal"])
    known = columns_of([words], [["deal", "deal"]])[:, words.still_columns().shape[1] :]
    assert (asked[1] == known).all()


def test_features_of_names_are_empty_where_none_is_near() -> None:
    assert (described("move acme").still_columns() == 0).any()
    assert not (described("move acme", names=["", "organisation"]).still_columns() == 0).any()


def test_kinds_of_words() -> None:
    def kind(text: str, *, is_first: bool) -> str:
        return KNOWN.looks.of(text, is_first=is_first).kind

    assert kind("proposl", is_first=False) == "proposal"
    assert kind("cls", is_first=True) == "close"
    assert KNOWN.looks.of("Proposl", is_first=False).is_strange
    assert kind("the", is_first=False) == "<word>"
    assert kind("friday", is_first=False) == "<time>"
