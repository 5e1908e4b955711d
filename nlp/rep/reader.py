"""Reads what reps say: cut into clauses, classify, tag, fill slots, carry names over."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from nlp.classifier import Prediction, TextClassifier
from nlp.encoder import SentenceEncoder
from nlp.intents import load_ontology
from nlp.rep.carry import settle
from nlp.rep.clause import Clause
from nlp.rep.corpus import load_patterns
from nlp.rep.examples import Example, make_examples
from nlp.rep.normal import for_classifier, plain, without_emoji
from nlp.rep.pools import NamePools
from nlp.rep.segmenter import Joint, Segmenter
from nlp.rep.slots import read_slots
from nlp.rep.tagger import SlotTagger
from nlp.understanding import Understanding, Utterance
from nlp.values import SlotValue

_NOTHING = "out_of_scope"


class RepReader:
    """The rep persona's reader. Thread-safe; keeps nothing between calls."""

    def __init__(self, *, classifier: TextClassifier, tagger: SlotTagger, segmenter: Segmenter) -> None:
        self._classifier = classifier
        self._tagger = tagger
        self._segmenter = segmenter

    @classmethod
    def train(
        cls,
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        extra_examples: Mapping[str, Sequence[str]] | None = None,
    ) -> "RepReader":
        """Learn from the shipped patterns and from an organisation's own examples by intent."""
        rng = Random(seed)
        examples = make_examples(load_patterns(), pools=NamePools.load(), rng=rng)
        return cls.learn(examples, encoder=encoder, seed=seed, extra_examples=extra_examples)

    @classmethod
    def learn(
        cls,
        examples: Sequence[Example],
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        extra_examples: Mapping[str, Sequence[str]] | None = None,
    ) -> "RepReader":
        """Learn from given examples."""
        own = [(text, intent) for intent, texts in (extra_examples or {}).items() for text in texts]
        texts = [for_classifier(example.text) for example in examples] + [
            for_classifier(text) for text, _ in own
        ]
        labels = [example.intent for example in examples] + [intent for _, intent in own]
        return cls(
            classifier=TextClassifier.train(texts, labels, encoder=encoder, seed=seed),
            tagger=SlotTagger.train(examples, seed=seed),
            segmenter=Segmenter.train(examples, seed=seed),
        )

    def save(self, directory: Path) -> None:
        """Write all parts."""
        directory.mkdir(parents=True, exist_ok=True)
        self._classifier.save(directory / "intents.npz")
        self._tagger.save(directory / "slots.npz")
        self._segmenter.save(directory / "joints.npz")

    @classmethod
    def load(cls, directory: Path, *, encoder: SentenceEncoder) -> "RepReader":
        """Read what `save` wrote."""
        return cls(
            classifier=TextClassifier.load(directory / "intents.npz", encoder=encoder),
            tagger=SlotTagger.load(directory / "slots.npz"),
            segmenter=Segmenter.load(directory / "joints.npz"),
        )

    def read_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read utterances; one result each, in order."""
        texts = [
            without_emoji(plain(one.text)) if len(one.text.strip()) > 2 else plain(one.text)
            for one in utterances
        ]
        plans = [self._pieces(text) for text in texts]
        asked = [for_classifier(piece) for pieces in plans for piece in pieces]
        predictions = iter(self._classifier.predict(asked))
        return [
            self._understand(one, [(piece, next(predictions)) for piece in pieces])
            for one, pieces in zip(utterances, plans, strict=True)
        ]

    def _pieces(self, text: str) -> list[str]:
        joints: list[Joint] = [joint for joint in self._segmenter.joints(text) if joint.chance >= 0.5]
        edges = [(0, 0), *((joint.start, joint.end) for joint in joints), (len(text), len(text))]
        return [text[edges[i][1] : edges[i + 1][0]].strip() for i in range(len(edges) - 1)]

    def _understand(self, utterance: Utterance, pieces: Sequence[tuple[str, Prediction]]) -> Understanding:
        ontology = load_ontology().rep
        read: list[tuple[Clause, dict[str, SlotValue]]] = []
        for text, prediction in pieces:
            intent = prediction.label
            clause = Clause(
                text, intent, prediction.probability, self._tagger.tag(text, intent=intent), utterance
            )
            read.append((clause, read_slots(clause, ontology[intent])))
        acts = settle(read)
        suggestions = (
            tuple(label for label, _ in pieces[0][1].alternatives if label != _NOTHING)[:2]
            if any(act.intent == _NOTHING for act in acts)
            else ()
        )
        return Understanding(acts=tuple(acts), suggestions=suggestions)
