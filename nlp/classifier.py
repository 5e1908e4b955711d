"""Texts into labels: the encoder's vectors, words and letters, one linear model over all of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.encoder import DIMENSIONS, SentenceEncoder
from nlp.errors import ModelBroken, ModelMissing, TrainingDataError
from nlp.features import Terms, TextFeatures
from nlp.fitting import Fit, Fitted, Rows, fit, shares
from nlp.remembered import Remembered

FLOATS = NDArray[np.float32]
_ALTERNATIVES = 5
_SCOPE_TEMPERATURE = np.float32(3.0)
"""Softer than any calibrated one: only so soft do foreign texts, often wrongly sure, fall behind."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A label, how sure (calibrated, 0-1), and how near the text is to training texts of it (cosine).

    `scope` is the best sign of whether the text is of any kind the classifier knows: near known texts of one
    label, and nearer to it than to all others. It compares texts; it is no probability.
    """

    label: str
    probability: float
    familiarity: float
    scope: float
    alternatives: tuple[tuple[str, float], ...]
    """The likeliest labels with their probabilities, best first; the first is `label`."""


class TextClassifier:
    """Learns labels from examples; predicts with calibrated probabilities. Thread-safe once trained."""

    def __init__(
        self,
        *,
        labels: Sequence[str],
        features: TextFeatures,
        centre: FLOATS,
        fitted: Fitted,
        known: Remembered,
        encoder: SentenceEncoder,
    ) -> None:
        self._labels = tuple(labels)
        self._features = features
        self._centre = centre
        self._fitted = fitted
        self._known = known
        self._encoder = encoder

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        embeddings: FLOATS | None = None,
        fit: Fit = fit,
        terms: Terms | None = None,
    ) -> "TextClassifier":
        """Learn from parallel texts and labels; the same input gives the same model.

        Pass `embeddings` where `encoder.describe(texts)` is already at hand, `terms` where those of the texts
        are, and `fit` where the texts call for another way to fit the weights.
        """
        if len(texts) != len(labels) or len(set(labels)) < 2:
            raise TrainingDataError(
                "A classifier needs one label per text and at least two different labels."
            )
        names = sorted(set(labels))
        targets = np.array([names.index(label) for label in labels])
        terms = terms or Terms.of(texts)
        views = encoder.describe(texts) if embeddings is None else embeddings
        centre = views.mean(axis=0)
        rows = Rows(_weighed(views, centre), terms.rows)
        return cls(
            labels=names,
            features=terms.features,
            centre=centre,
            fitted=fit(rows, targets, seed=seed),
            known=Remembered.of(views[:, :DIMENSIONS], targets, labels=len(names), seed=seed),
            encoder=encoder,
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label it can give, sorted."""
        return self._labels

    @property
    def features(self) -> TextFeatures:
        """What it sees of a text beside the encoder's vectors."""
        return self._features

    def without_neighbours(self) -> "TextClassifier":
        """The same classifier without its training texts: smaller and faster, familiarity always 0."""
        return TextClassifier(
            labels=self._labels,
            features=self._features,
            centre=self._centre,
            fitted=self._fitted,
            known=Remembered.nothing(labels=len(self._labels)),
            encoder=self._encoder,
        )

    def predict(
        self,
        texts: Sequence[str],
        embeddings: FLOATS | None = None,
        *,
        terms: sparse.csr_matrix | None = None,
    ) -> list[Prediction]:
        """One prediction per text.

        Pass `embeddings` where `encoder.describe(texts)` is already at hand, and `terms` where
        `features.rows(texts)` is.
        """
        if not texts:
            return []
        views = self._encoder.describe(texts) if embeddings is None else embeddings
        rows = Rows(_weighed(views, self._centre), self._features.rows(texts) if terms is None else terms)
        scores = rows.times(self._fitted.weights)
        probabilities = shares(scores / np.float32(self._fitted.temperature))
        familiar = self._known.familiarity(views[:, :DIMENSIONS], scores.argmax(axis=1).tolist())
        scopes = shares(scores / _SCOPE_TEMPERATURE).max(axis=1) * familiar
        return [
            self.prediction(row, familiarity=float(near), scope=float(scope))
            for row, near, scope in zip(probabilities, familiar, scopes, strict=True)
        ]

    def prediction(self, row: FLOATS, *, familiarity: float, scope: float) -> Prediction:
        """A row of probabilities in the order of `labels`, read."""
        best = np.argsort(-row, kind="stable")[:_ALTERNATIVES]
        alternatives = tuple((self._labels[index], float(row[index])) for index in best)
        label, probability = alternatives[0]
        return Prediction(label, probability, familiarity, scope, alternatives)

    def save(self, path: Path) -> None:
        """Write the model as one `.npz` of plain arrays (nothing in it is code)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"labels": self._labels, "terms": self._features.terms})
        with path.open("wb") as file:
            np.savez(
                file,
                head=np.frombuffer(head.encode(), dtype=np.uint8),
                term_weights=self._features.weights,
                centre=self._centre,
                weights=self._fitted.weights,
                temperature=np.float64(self._fitted.temperature),
                known=self._known.vectors.astype(np.float16),
                known_ends=self._known.ends,
            )

    @classmethod
    def load(
        cls, path: Path, *, encoder: SentenceEncoder, features: TextFeatures | None = None
    ) -> "TextClassifier":
        """Read what `save` wrote; raises `ModelMissing` or `ModelBroken`.

        Pass the `features` of a classifier trained with the same `terms`, to keep them once for both.
        """
        if not path.is_file():
            raise ModelMissing(f"There is no classifier at {path}: run `rapport train` first.")
        try:
            with np.load(path, allow_pickle=False) as stored:
                head = json.loads(stored["head"].tobytes())
                return cls(
                    labels=head["labels"],
                    features=features or TextFeatures(head["terms"], stored["term_weights"]),
                    centre=stored["centre"],
                    fitted=Fitted(stored["weights"], float(stored["temperature"])),
                    known=Remembered(stored["known"].astype(np.float32), stored["known_ends"]),
                    encoder=encoder,
                )
        except (KeyError, ValueError, OSError) as error:
            raise ModelBroken(f"{path} is not a classifier ({error}): run `rapport train` again.") from error


def _weighed(views: FLOATS, centre: FLOATS) -> FLOATS:
    """The views about their mean; the sentence vector counts double, being the most telling."""
    centred = views - centre
    centred[:, :DIMENSIONS] *= 2
    return centred
