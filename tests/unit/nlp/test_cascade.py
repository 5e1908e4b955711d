"""Words alone decide where they leave no doubt; the rest is asked of the whole."""

from pathlib import Path

import numpy as np
import pytest

from nlp.cascade import Cascade
from nlp.encoder import SentenceEncoder
from nlp.errors import ModelMissing
from nlp.fitting import fit
from tests.unit.nlp.examples import LABELS, TEXTS


@pytest.fixture(scope="module")
def cascade(encoder: SentenceEncoder) -> Cascade:
    return Cascade.train(TEXTS, LABELS, encoder=encoder, seed=0, fit=fit)


def test_training_texts_get_their_labels(cascade: Cascade) -> None:
    found = [one.label for one in cascade.predict(TEXTS)]
    assert sum(one == label for one, label in zip(found, LABELS, strict=True)) >= 0.9 * len(LABELS)


def test_words_in_doubt_are_left_open(encoder: SentenceEncoder) -> None:
    never = Cascade.train(TEXTS, LABELS, encoder=encoder, seed=0, fit=fit, sure=1.1)
    assert never.by_words(never.full.features.rows(TEXTS)) == [None] * len(TEXTS)


def test_how_sure_words_have_to_be_may_differ_by_text(cascade: Cascade) -> None:
    rows = cascade.full.features.rows(TEXTS[:2])
    first, second = cascade.by_words(rows, least=np.array([1.1, 0.0], dtype=np.float32))
    assert first is None
    assert second is not None


def test_strange_words_are_left_to_the_encoder(cascade: Cascade) -> None:
    plain, strange = cascade.predict([TEXTS[0], "qwx zzrt plomb"])
    assert plain.label == LABELS[0]
    assert strange.probability <= 1.0


def test_together_and_alone_predict_the_same(cascade: Cascade) -> None:
    texts = [*TEXTS[:6], "something else altogether"]
    together = cascade.predict(texts)
    for text, one in zip(texts, together, strict=True):
        (alone,) = cascade.predict([text])
        assert alone.label == one.label
        assert alone.probability == pytest.approx(one.probability, abs=1e-3)


def test_nothing_asked_is_nothing_answered(cascade: Cascade) -> None:
    assert cascade.predict([]) == []


def test_saved_and_loaded_predicts_the_same(
    cascade: Cascade, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    cascade.save(tmp_path / "intents.npz")
    loaded = Cascade.load(tmp_path / "intents.npz", encoder=encoder)
    assert [one.label for one in loaded.predict(TEXTS)] == [one.label for one in cascade.predict(TEXTS)]


def test_half_a_cascade_is_a_missing_model(
    cascade: Cascade, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    cascade.save(tmp_path / "intents.npz")
    (tmp_path / "intents-words.npz").unlink()
    with pytest.raises(ModelMissing):
        Cascade.load(tmp_path / "intents.npz", encoder=encoder)
