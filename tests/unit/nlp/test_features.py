"""Words and letters of a text as a row of numbers."""

import numpy as np
import pytest

from nlp.features import TextFeatures, count_terms

TEXTS = ("close the ticket", "close the deal", "where is my parcel?")


@pytest.fixture(scope="module")
def features() -> TextFeatures:
    return TextFeatures.learn([count_terms(text) for text in TEXTS])


def test_words_and_runs_of_letters_have_length_one_each(features: TextFeatures) -> None:
    squares = features.rows(["close the parcel"]).multiply(features.rows(["close the parcel"])).toarray()[0]
    is_run = np.array([term.startswith("\t") for term in features.terms])
    assert squares[is_run].sum() == pytest.approx(1.0, abs=1e-5)
    assert squares[~is_run].sum() == pytest.approx(1.0, abs=1e-5)


def test_a_text_has_the_same_row_alone_and_among_others(features: TextFeatures) -> None:
    together = features.rows([*TEXTS, "close close close"]).toarray()
    for place, text in enumerate([*TEXTS, "close close close"]):
        assert np.array_equal(features.rows([text]).toarray()[0], together[place])


@pytest.mark.parametrize("texts", [[], [""], ["qzx"], ["", "close"]])
def test_nothing_known_is_an_empty_row(features: TextFeatures, texts: list[str]) -> None:
    assert features.rows(texts).shape == (len(texts), len(features.terms))
