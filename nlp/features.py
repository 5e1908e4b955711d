"""What of a text the linear model sees: its words, its letters, its sentence vector."""

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

_CHARACTERS_READ = 4_000


class FeatureData(TypedDict):
    """The JSON form of learnt features: terms in column order, with their weights."""

    words: list[str]
    word_weights: list[float]
    letters: list[str]
    letter_weights: list[float]


class TextFeatures:
    """TF-IDF of word 1-2-grams and letter 2-5-grams, beside the sentence vector."""

    def __init__(self, *, words: TfidfVectorizer, letters: TfidfVectorizer) -> None:
        self._words = words
        self._letters = letters

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "TextFeatures":
        """Learn the terms worth knowing and how telling each is."""
        shown = [_shown(text) for text in texts]
        words, letters = _word_vectorizer(), _letter_vectorizer()
        words.fit(shown)
        letters.fit(shown)
        return cls(words=words, letters=letters)

    def combine(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> sparse.csr_matrix:
        """One sparse row per text: words, letters, vector."""
        shown = [_shown(text) for text in texts]
        parts = [
            self._words.transform(shown),
            self._letters.transform(shown),
            sparse.csr_matrix(2.0 * vectors),
        ]
        return sparse.hstack(parts, format="csr", dtype=np.float32)

    def to_data(self) -> FeatureData:
        """A JSON-ready copy."""
        return {
            "words": list(self._words.get_feature_names_out()),
            "word_weights": self._words.idf_.tolist(),
            "letters": list(self._letters.get_feature_names_out()),
            "letter_weights": self._letters.idf_.tolist(),
        }

    @classmethod
    def from_data(cls, data: FeatureData) -> "TextFeatures":
        """Rebuild from `to_data`."""
        words, letters = _word_vectorizer(data["words"]), _letter_vectorizer(data["letters"])
        words.idf_ = np.array(data["word_weights"])
        letters.idf_ = np.array(data["letter_weights"])
        return cls(words=words, letters=letters)


def _shown(text: str) -> str:
    return text[:_CHARACTERS_READ].lower()


def _word_vectorizer(vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2),
        token_pattern=r"(?u)\b\w+\b|[?!]",
        sublinear_tf=True,
        vocabulary=vocabulary,
        dtype=np.float32,
    )


def _letter_vectorizer(vocabulary: Sequence[str] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 5),
        min_df=2 if vocabulary is None else 1,
        sublinear_tf=True,
        vocabulary=vocabulary,
        dtype=np.float32,
    )
