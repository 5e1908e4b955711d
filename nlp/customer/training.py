"""How the reader of customers comes to be: two trainings beside each other, from the same examples."""

from pathlib import Path

from nlp.customer.examples import Example, load_examples, vary
from nlp.customer.judges import Judges
from nlp.customer.machine.texts import load_machine_texts
from nlp.customer.slots import SlotReader
from nlp.customer.written import load_written, sentences_and_wholes
from nlp.training_input import TrainingInput


class MeaningTraining:
    """What a message wants, how soon it matters, and the writer's mood."""

    def __init__(self, judges: Judges) -> None:
        self._judges = judges

    @classmethod
    def train(cls, given: TrainingInput) -> "MeaningTraining":
        """Learn from the shipped examples and from an organisation's own by intent."""
        examples = vary(load_examples(), seed=given.seed)
        examples += sentences_and_wholes(load_written(), seed=given.seed)
        examples += load_machine_texts()
        examples += [
            Example(text, intent, "normal", "neutral")
            for intent, texts in given.own_examples.items()
            for text in texts
        ]
        return cls(Judges.train(examples, encoder=given.encoder, seed=given.seed))

    def save(self, directory: Path) -> None:
        """Write the classifiers."""
        self._judges.save(directory)


class SlotsTraining:
    """Which words fill a slot; an organisation's own examples say nothing of it."""

    def __init__(self, slots: SlotReader) -> None:
        self._slots = slots

    @classmethod
    def train(cls, given: TrainingInput) -> "SlotsTraining":
        """Learn from the shipped examples."""
        return cls(SlotReader.train(seed=given.seed))

    def save(self, directory: Path) -> None:
        """Write what is learnt of slots."""
        self._slots.save(directory)
