"""Readers of three intents, trained in a moment: what `nlp.model` needs of a persona, and no more."""

from collections.abc import Sequence
from pathlib import Path

from nlp.classifier import TextClassifier
from nlp.encoder import SentenceEncoder
from nlp.training_input import TrainingInput
from nlp.understanding import Act, Understanding, Utterance
from tests.unit.nlp.examples import LABELS, TEXTS


class TinyReader:
    """Takes the label of the classifier for the intent."""

    def __init__(self, classifier: TextClassifier) -> None:
        self._classifier = classifier

    @classmethod
    def train(cls, given: TrainingInput) -> "TinyReader":
        own = [(text, label) for label, texts in given.own_examples.items() for text in texts]
        texts = [*TEXTS, *(text for text, _ in own)]
        labels = [*LABELS, *(label for _, label in own)]
        return cls(TextClassifier.train(texts, labels, encoder=given.encoder, seed=given.seed))

    @classmethod
    def load(cls, directory: Path, *, encoder: SentenceEncoder) -> "TinyReader":
        return cls(TextClassifier.load(directory / "tiny.npz", encoder=encoder))

    def save(self, directory: Path) -> None:
        self._classifier.save(directory / "tiny.npz")

    def read_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        predictions = self._classifier.predict([one.text for one in utterances])
        return [
            Understanding((Act(found.label, found.probability, {}, one.text),), "en", "normal", "neutral")
            for one, found in zip(utterances, predictions, strict=True)
        ]
