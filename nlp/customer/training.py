"""How the reader of customers comes to be: two trainings beside each other, from the same examples."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from nlp.customer.examples import Example, load_examples, vary
from nlp.customer.judges import Judges
from nlp.customer.machine.texts import load_machine_texts
from nlp.customer.slots import SlotReader
from nlp.customer.written import load_written, sentences_and_wholes
from nlp.encoder import SentenceEncoder


class MeaningTraining:
    """What a message wants, how soon it matters, and the writer's mood."""

    def __init__(self, judges: Judges) -> None:
        self._judges = judges

    @classmethod
    def train(
        cls,
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        extra_examples: Mapping[str, Sequence[str]] | None = None,
    ) -> "MeaningTraining":
        """Learn from the shipped examples and from an organisation's own by intent."""
        examples = vary(load_examples(), seed=seed) + sentences_and_wholes(load_written(), seed=seed)
        examples += load_machine_texts()
        examples += [
            Example(text, intent, "normal", "neutral")
            for intent, texts in (extra_examples or {}).items()
            for text in texts
        ]
        return cls(Judges.train(examples, encoder=encoder, seed=seed))

    def save(self, directory: Path) -> None:
        """Write the classifiers."""
        self._judges.save(directory)


class SlotsTraining:
    """Which words fill a slot; an organisation's own examples say nothing of it."""

    def __init__(self, slots: SlotReader) -> None:
        self._slots = slots

    @classmethod
    def train(
        cls,
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        extra_examples: Mapping[str, Sequence[str]] | None = None,
    ) -> "SlotsTraining":
        """Learn from the shipped examples."""
        return cls(SlotReader.train(seed=seed))

    def save(self, directory: Path) -> None:
        """Write what is learnt of slots."""
        self._slots.save(directory)
