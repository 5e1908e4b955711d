"""How the reader of reps comes to be: three trainings beside each other, from the same examples."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from nlp.cascade import Cascade
from nlp.gentle_fit import gentle_fit
from nlp.rep.cutting.messages import make_messages
from nlp.rep.cutting.segmenter import Segmenter
from nlp.rep.learning.corpus import load_patterns, written_patterns
from nlp.rep.learning.examples import Example, make_examples
from nlp.rep.learning.pools import NamePools
from nlp.rep.learning.vocabulary import Vocabulary, load_vocabulary
from nlp.rep.tagging.names import NamedClause, NameFinder, names_for_training, with_stand_ins
from nlp.rep.tagging.tagger import Lesson, SlotTagger
from nlp.rep.words.normal import for_classifier
from nlp.training_input import TrainingInput

_LEAST = 60
_OF_PATTERN, _OF_WRITTEN = 3, 3
"""How many texts to make of an intent at least, of each pattern, and of each order that was written."""
CLASSIFIER, TAGGER, SEGMENTER, NAMES = "intents.npz", "slots.npz", "joints.npz", "names.npz"
WORDS = "words.json"
"""The files of a trained reader."""


class MeaningTraining:
    """What an order means, and which of its words fill which slot."""

    def __init__(self, classifier: Cascade, tagger: SlotTagger) -> None:
        self._classifier = classifier
        self._tagger = tagger

    @classmethod
    def train(cls, given: TrainingInput) -> "MeaningTraining":
        """Learn from the shipped examples and from an organisation's own by intent."""
        encoder, seed = given.encoder, given.seed
        examples, known = make_all_examples(seed=seed), load_vocabulary(common=encoder.words())
        names = names_for_training(_clauses(examples, known), known=known, seed=seed)
        own = [(text, intent) for intent, texts in given.own_examples.items() for text in texts]
        masked = [with_stand_ins(one.text, found) for one, found in zip(examples, names, strict=True)]
        texts = [for_classifier(known.speller.mended(text)) for text in (*masked, *(text for text, _ in own))]
        labels = [*(example.intent for example in examples), *(intent for _, intent in own)]
        lessons = (
            Lesson.of(one, known=known, names=found) for one, found in zip(examples, names, strict=True)
        )
        with ThreadPoolExecutor(1) as beside:  # encoding leaves the interpreter free for the tagger
            described = beside.submit(encoder.describe, texts)
            tagger = SlotTagger.train(lessons, known=known, seed=seed)
            embeddings = described.result()
        classifier = Cascade.train(
            texts,
            labels,
            encoder=encoder,
            seed=seed,
            fit=gentle_fit,
            embeddings=embeddings,
            remembers=True,
        )
        return cls(classifier, tagger)

    def save(self, directory: Path) -> None:
        """Write both parts, and the words all trainings learn with."""
        self._classifier.save(directory / CLASSIFIER)
        self._tagger.save(directory / TAGGER)
        self._tagger.known.save(directory / WORDS)


class CutsTraining:
    """Where one order ends and the next begins; an organisation's own examples say nothing of it."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter

    @classmethod
    def train(cls, given: TrainingInput) -> "CutsTraining":
        """Learn from messages made of the shipped examples."""
        examples = make_all_examples(seed=given.seed)
        messages = make_messages(examples, pools=NamePools.load(), rng=Random(given.seed))
        return cls(Segmenter.train(messages, seed=given.seed))

    def save(self, directory: Path) -> None:
        """Write the segmenter."""
        self._segmenter.save(directory / SEGMENTER)


class NamesTraining:
    """Which words of an order are names; an organisation's own examples say nothing of it."""

    def __init__(self, names: NameFinder) -> None:
        self._names = names

    @classmethod
    def train(cls, given: TrainingInput) -> "NamesTraining":
        """Learn from the shipped examples."""
        known = load_vocabulary(common=given.encoder.words())
        clauses = _clauses(make_all_examples(seed=given.seed), known)
        return cls(NameFinder.train(clauses, known=known, seed=given.seed))

    def save(self, directory: Path) -> None:
        """Write the finder of names."""
        self._names.save(directory / NAMES)


def make_all_examples(*, seed: int) -> list[Example]:
    """Examples of the patterns and of the orders written one by one; the same seed gives the same."""
    pools = NamePools.load()
    made = make_examples(load_patterns(), pools=pools, rng=Random(seed), least=_LEAST, each=_OF_PATTERN)
    return made + make_examples(written_patterns(), pools=pools, rng=Random(seed), least=0, each=_OF_WRITTEN)


def _clauses(examples: Sequence[Example], known: Vocabulary) -> list[NamedClause]:
    return [NamedClause.of(example, known=known) for example in examples]
