"""The classifier learns from few examples, says how sure it is, and comes back from disk the same."""

from pathlib import Path

import numpy as np
import pytest

from nlp.classifier import TextClassifier
from nlp.encoder import SentenceEncoder
from nlp.errors import ModelBroken, ModelMissing, TrainingDataError
from tests.unit.nlp.examples import LABELS, TEXTS, UNSEEN

ASKED = [text for texts in UNSEEN.values() for text in texts]
MEANT = [label for label, texts in UNSEEN.items() for _ in texts]


@pytest.fixture(scope="module")
def classifier(encoder: SentenceEncoder) -> TextClassifier:
    return TextClassifier.train(TEXTS, LABELS, encoder=encoder)


def test_it_labels_words_it_has_not_seen(classifier: TextClassifier) -> None:
    assert [one.label for one in classifier.predict(ASKED)] == MEANT


def test_probabilities_are_shares_best_first(classifier: TextClassifier) -> None:
    for one in classifier.predict(ASKED):
        shares = [share for _, share in one.alternatives]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1.0, abs=1e-5)
        assert (one.label, one.probability) == one.alternatives[0]


def test_what_was_seen_is_more_familiar_than_what_was_not(classifier: TextClassifier) -> None:
    seen, foreign = classifier.predict(["will it rain tomorrow", "the committee ratified the treaty"])
    assert seen.familiarity > foreign.familiarity
    assert seen.probability > foreign.probability


def test_training_twice_gives_the_same_predictions(
    encoder: SentenceEncoder, classifier: TextClassifier
) -> None:
    again = TextClassifier.train(TEXTS, LABELS, encoder=encoder)
    assert again.predict(ASKED) == classifier.predict(ASKED)


def test_one_by_one_gives_the_same_as_many_at_once(classifier: TextClassifier) -> None:
    together = classifier.predict(ASKED)
    alone = [classifier.predict([text])[0] for text in ASKED]
    assert [one.label for one in alone] == [one.label for one in together]
    assert np.allclose([one.probability for one in alone], [one.probability for one in together], atol=1e-4)


def test_vectors_at_hand_are_used(encoder: SentenceEncoder, classifier: TextClassifier) -> None:
    assert classifier.predict(ASKED, encoder.describe(ASKED)) == classifier.predict(ASKED)


def test_no_texts_give_no_predictions(classifier: TextClassifier) -> None:
    assert classifier.predict([]) == []


@pytest.mark.parametrize("text", ["", "😀", "\x00", "and " * 1000, "x" * 200_000])
def test_odd_texts_get_a_prediction(classifier: TextClassifier, text: str) -> None:
    (one,) = classifier.predict([text])
    assert 0.0 <= one.probability <= 1.0
    assert -1.01 <= one.familiarity <= 1.01


def test_it_is_the_same_after_saving_and_loading(
    tmp_path: Path, encoder: SentenceEncoder, classifier: TextClassifier
) -> None:
    path = tmp_path / "deep" / "classifier.npz"
    classifier.save(path)
    loaded = TextClassifier.load(path, encoder=encoder)
    assert loaded.labels == classifier.labels
    for before, after in zip(classifier.predict(ASKED), loaded.predict(ASKED), strict=True):
        assert after.label == before.label
        assert after.probability == pytest.approx(before.probability, abs=1e-5)
        assert after.familiarity == pytest.approx(before.familiarity, abs=1e-3)


def test_a_file_never_written_is_reported_as_missing(tmp_path: Path, encoder: SentenceEncoder) -> None:
    with pytest.raises(ModelMissing):
        TextClassifier.load(tmp_path / "none.npz", encoder=encoder)


def test_a_file_of_something_else_is_reported_as_broken(tmp_path: Path, encoder: SentenceEncoder) -> None:
    path = tmp_path / "classifier.npz"
    path.write_bytes(b"something else")
    with pytest.raises(ModelBroken):
        TextClassifier.load(path, encoder=encoder)


@pytest.mark.parametrize(("texts", "labels"), [(["a"], ["x", "y"]), (["a", "b"], ["x", "x"]), ([], [])])
def test_examples_that_teach_nothing_are_refused(
    encoder: SentenceEncoder, texts: list[str], labels: list[str]
) -> None:
    with pytest.raises(TrainingDataError):
        TextClassifier.train(texts, labels, encoder=encoder)


def test_two_labels_are_enough(encoder: SentenceEncoder) -> None:
    small = TextClassifier.train(TEXTS[:20], LABELS[:20], encoder=encoder)
    assert [one.label for one in small.predict(ASKED[:4])] == MEANT[:4]
