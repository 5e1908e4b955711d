"""Two classifiers in a row: words alone where they leave no doubt, the encoder for the rest.

Most messages say in plain words what they want; encoding them costs ten times what counting their words does.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.classifier import Prediction, TextClassifier
from nlp.encoder import SentenceEncoder
from nlp.errors import ModelBroken, ModelMissing
from nlp.features import TermCounts, count_terms
from nlp.fitting import Fit, Rows, shares

FLOATS = NDArray[np.float32]
_SURE = 0.65
"""From here the words alone say what the whole says: of reps' messages, 99.7 in 100."""


class Cascade:
    """Predicts like its `TextClassifier`, at half the cost. Thread-safe once trained."""

    def __init__(self, full: TextClassifier, *, quick: FLOATS, sure: float = _SURE) -> None:
        self._full = full
        self._quick = quick
        self._sure = sure

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        encoder: SentenceEncoder,
        seed: int,
        fit: Fit,
        embeddings: FLOATS | None = None,
        sure: float = _SURE,
    ) -> "Cascade":
        """Learn both from the same texts; the same input gives the same classifiers."""
        full = TextClassifier.train(
            texts, labels, encoder=encoder, seed=seed, fit=fit, embeddings=embeddings
        ).without_neighbours()
        places = {label: place for place, label in enumerate(full.labels)}
        nothing = np.zeros((len(texts), 0), dtype=np.float32)
        rows = Rows(nothing, full.features.rows(texts))
        quick = fit(rows, np.array([places[label] for label in labels]), seed=seed)
        return cls(full, quick=quick.weights, sure=sure)

    @property
    def full(self) -> TextClassifier:
        """The classifier that is asked where the words leave a doubt."""
        return self._full

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One prediction per text; those of the words alone have neither familiarity nor scope."""
        counted = [count_terms(text) for text in texts]
        found = self.by_words(counted)
        left = [place for place, one in enumerate(found) if one is None]
        whole = self._full.predict(
            [texts[place] for place in left], counted=[counted[place] for place in left]
        )
        answers = dict(zip(left, whole, strict=True))
        return [one or answers[place] for place, one in enumerate(found)]

    def by_words(self, counted: Sequence[TermCounts]) -> list[Prediction | None]:
        """What the words alone say of each text, None where they leave a doubt."""
        if not counted:
            return []
        scores = self._full.features.rows_of(counted) @ self._quick[:-1] + self._quick[-1]
        return [
            self._full.prediction(row, familiarity=0.0, scope=0.0) if row.max() >= self._sure else None
            for row in shares(scores)
        ]

    def save(self, path: Path) -> None:
        """Write both, the words' weights in half precision beside `path`."""
        self._full.save(path)
        with _beside(path).open("wb") as file:
            np.savez(file, quick=self._quick.astype(np.float16))

    @classmethod
    def load(cls, path: Path, *, encoder: SentenceEncoder, sure: float = _SURE) -> "Cascade":
        """Read what `save` wrote; raises `ModelMissing` or `ModelBroken`."""
        full = TextClassifier.load(path, encoder=encoder)
        if not _beside(path).is_file():
            raise ModelMissing(f"There is nothing at {_beside(path)}: run `rapport train` first.")
        try:
            with np.load(_beside(path), allow_pickle=False) as stored:
                return cls(full, quick=stored["quick"].astype(np.float32), sure=sure)
        except (KeyError, ValueError, OSError) as error:
            raise ModelBroken(f"{_beside(path)} cannot be read ({error}): run `rapport train`.") from error


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}-words.npz")
