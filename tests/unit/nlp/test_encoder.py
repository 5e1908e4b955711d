"""The encoder gives each text one vector, whatever else is asked at the same time."""

from pathlib import Path

import numpy as np
import pytest

from nlp.encoder import DIMENSIONS, VIEWS, SentenceEncoder, encoder_files
from nlp.errors import ModelBroken, ModelMissing

TEXTS = (
    "where is my parcel",
    "The parcel has not come yet.",
    "please raise the credit limit of my card, I am travelling to Lisbon next week and need more of it",
    "ok",
)


def test_every_vector_has_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_the_same_text_gives_the_same_vector_twice(encoder: SentenceEncoder) -> None:
    assert np.array_equal(encoder.encode(TEXTS), encoder.encode(TEXTS))


def test_a_vector_does_not_depend_on_its_neighbours(encoder: SentenceEncoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.abs(together - alone).max() < 1e-5


def test_rows_come_in_the_order_asked(encoder: SentenceEncoder) -> None:
    forward, backward = encoder.encode(TEXTS), encoder.encode(TEXTS[::-1])
    assert np.allclose(forward, backward[::-1], atol=1e-5)


def test_two_threads_give_the_same_as_one(model_dir: Path, encoder: SentenceEncoder) -> None:
    many = [f"{text} {number}" for number in range(40) for text in TEXTS]
    assert np.array_equal(SentenceEncoder.load(model_dir, threads=2).describe(many), encoder.describe(many))


def test_a_description_begins_with_the_sentence_vector(encoder: SentenceEncoder) -> None:
    views = encoder.describe(TEXTS)
    assert views.shape == (len(TEXTS), VIEWS * DIMENSIONS)
    assert np.array_equal(views[:, :DIMENSIONS], encoder.encode(TEXTS))


def test_like_meanings_lie_nearer_than_unlike_ones(encoder: SentenceEncoder) -> None:
    parcel, late, limit, _ = encoder.encode(TEXTS)
    assert parcel @ late > 0.5 > parcel @ limit


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x01", "😀" * 500, "\ud800 half a pair", "مرحبا", "x" * 200_000]
)
def test_odd_texts_get_finite_vectors(encoder: SentenceEncoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


def test_an_encoder_never_built_is_reported_as_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="rapport train"):
        SentenceEncoder.load(tmp_path)


def test_a_damaged_graph_is_reported_as_broken(tmp_path: Path, model_dir: Path) -> None:
    graph, tokenizer = encoder_files(tmp_path)
    graph.parent.mkdir(parents=True)
    graph.write_bytes(b"not a graph")
    tokenizer.write_bytes(encoder_files(model_dir)[1].read_bytes())
    with pytest.raises(ModelBroken):
        SentenceEncoder.load(tmp_path)
