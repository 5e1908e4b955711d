"""Texts into labels: words, letters and sentence vectors, one linear model over all of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.encoder import SentenceEncoder
from nlp.errors import ModelBroken, ModelMissing, TrainingDataError
from nlp.features import TextFeatures

FLOATS = NDArray[np.float32]
_NEIGHBOURS = 3
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Prediction:
    """A label, how sure (calibrated, 0-1), and how near the text is to the training texts (cosine)."""

    label: str
    probability: float
    familiarity: float
    alternatives: tuple[tuple[str, float], ...]
    """The likeliest labels with their probabilities, best first; the first is `label`."""


class TextClassifier:
    """Learns labels from examples; predicts with calibrated probabilities. Thread-safe once trained."""

    def __init__(
        self,
        *,
        labels: Sequence[str],
        features: TextFeatures,
        weights: FLOATS,
        bias: FLOATS,
        temperature: float,
        known: FLOATS,
        encoder: SentenceEncoder,
    ) -> None:
        self._labels = tuple(labels)
        self._features = features
        self._weights = weights
        self._bias = bias
        self._temperature = temperature
        self._known = known
        self._encoder = encoder

    @classmethod
    def train(
        cls, texts: Sequence[str], labels: Sequence[str], *, encoder: SentenceEncoder, seed: int = 0
    ) -> "TextClassifier":
        """Learn from parallel texts and labels; the same input gives the same model."""
        from nlp.fitting import fit

        if len(texts) != len(labels) or len(set(labels)) < 2:
            raise TrainingDataError(
                "A classifier needs one label per text and at least two different labels."
            )
        names = sorted(set(labels))
        targets = np.array([names.index(label) for label in labels])
        features = TextFeatures.learn(texts)
        vectors = encoder.encode(texts)
        fitted = fit(features.combine(texts, vectors), targets, seed=seed)
        return cls(
            labels=names,
            features=features,
            weights=fitted.weights,
            bias=fitted.bias,
            temperature=fitted.temperature,
            known=vectors,
            encoder=encoder,
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label it can give, sorted."""
        return self._labels

    def predict(self, texts: Sequence[str], embeddings: FLOATS | None = None) -> list[Prediction]:
        """One prediction per text; pass `embeddings` where the encoder's vectors are already at hand."""
        if not texts:
            return []
        vectors = self._encoder.encode(texts) if embeddings is None else embeddings
        probabilities = self._probabilities(self._features.combine(texts, vectors))
        familiar = self._familiarity(vectors)
        return [self._prediction(row, near) for row, near in zip(probabilities, familiar, strict=True)]

    def _probabilities(self, rows: sparse.csr_matrix) -> FLOATS:
        scores = (rows @ self._weights + self._bias) / self._temperature
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: FLOATS = scores / scores.sum(axis=1, keepdims=True)
        return shares

    def _familiarity(self, vectors: FLOATS) -> FLOATS:
        count = min(_NEIGHBOURS, len(self._known))
        cosines = vectors @ self._known.T
        nearest = np.partition(cosines, -count, axis=1)[:, -count:]
        mean: FLOATS = nearest.mean(axis=1)
        return mean

    def _prediction(self, row: FLOATS, familiarity: np.float32) -> Prediction:
        best = np.argsort(-row, kind="stable")[:_ALTERNATIVES]
        alternatives = tuple((self._labels[index], float(row[index])) for index in best)
        label, probability = alternatives[0]
        return Prediction(label, probability, float(familiarity), alternatives)

    def save(self, path: Path) -> None:
        """Write the model as one `.npz` of plain arrays (nothing in it is code)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"labels": self._labels, "features": self._features.to_data()})
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                head=np.frombuffer(head.encode(), dtype=np.uint8),
                weights=self._weights,
                bias=self._bias,
                temperature=np.float32(self._temperature),
                known=self._known.astype(np.float16),
            )

    @classmethod
    def load(cls, path: Path, *, encoder: SentenceEncoder) -> "TextClassifier":
        """Read what `save` wrote; raises `ModelMissing` or `ModelBroken`."""
        if not path.is_file():
            raise ModelMissing(f"There is no classifier at {path}: run `rapport train` first.")
        try:
            with np.load(path, allow_pickle=False) as stored:
                head = json.loads(stored["head"].tobytes())
                return cls(
                    labels=head["labels"],
                    features=TextFeatures.from_data(head["features"]),
                    weights=stored["weights"],
                    bias=stored["bias"],
                    temperature=float(stored["temperature"]),
                    known=stored["known"].astype(np.float32),
                    encoder=encoder,
                )
        except (KeyError, ValueError, OSError) as error:
            raise ModelBroken(f"{path} is not a classifier ({error}): run `rapport train` again.") from error
