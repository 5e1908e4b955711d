"""Reads what customers write: acts, slots, priority, sentiment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
from scipy import sparse

from nlp.cascade import Cascade
from nlp.classifier import Prediction
from nlp.customer.acts import Part, Reading, decide, part_of
from nlp.customer.clauses import cuts, join_cut, may_hold_two
from nlp.customer.examples import CONTEXT, Example, load_examples, vary
from nlp.customer.keywords import read_keyword, read_nod
from nlp.customer.machine import read_machine_mail
from nlp.customer.message import Message, read_message
from nlp.customer.priority import judge_priority
from nlp.customer.sentences import Sentence
from nlp.customer.sentiment import judge_sentiment
from nlp.customer.slots import SlotReader
from nlp.customer.text import fold
from nlp.customer.topics import mark
from nlp.customer.views import composable, views_of
from nlp.encoder import SentenceEncoder
from nlp.features import Terms
from nlp.gentle_fit import gentle_fit
from nlp.understanding import Act, Understanding, Utterance

_CHUNK = 64
_PASSES = 12
_FIRST_WORDS = (
    "I am out of the office until 9 March, please ask Jane Doe.",
    "Your message to jane@acme.test bounced: user unknown (550).",
    "We need ten lamps for about 500 euros by May, can you show them on Monday at 10?",
    "Invoice 4711 over $20 is wrong and order 8123 came broken. Call me tomorrow.",
)
"""One message of each kind whose reading takes patterns of its own."""
_SURE = 0.75
"""From here the words alone are believed: of a text's three labels, all have to be that sure."""


class CustomerReader:
    """Reads customers' messages. Thread-safe; keeps nothing between calls."""

    def __init__(
        self,
        *,
        encoder: SentenceEncoder,
        intents: Cascade,
        priorities: Cascade,
        sentiments: Cascade,
        slots: SlotReader,
    ) -> None:
        self._encoder = encoder
        self._intents = intents
        self._priorities = priorities
        self._sentiments = sentiments
        self._slots = slots

    @classmethod
    def train(
        cls,
        *,
        encoder: SentenceEncoder,
        seed: int = 0,
        extra_examples: Mapping[str, Sequence[str]] | None = None,
    ) -> "CustomerReader":
        """Learn from the shipped examples and an organisation's own (examples by intent)."""
        examples = vary(load_examples(), seed=seed)
        examples += [
            Example(text, intent, "normal", "neutral")
            for intent, texts in (extra_examples or {}).items()
            for text in texts
        ]
        views = encoder.describe([example.text for example in examples])
        texts = [mark(example.text) for example in examples]
        terms = Terms.of(texts)

        def learn(labels: Sequence[str], chosen: Sequence[int]) -> Cascade:
            return Cascade.train(
                [texts[index] for index in chosen],
                [labels[index] for index in chosen],
                encoder=encoder,
                seed=seed,
                embeddings=views[chosen],
                terms=terms.some(chosen),
                fit=partial(gentle_fit, passes=_PASSES),
                sure=_SURE,
            )

        everything = list(range(len(examples)))
        acting = [index for index in everything if examples[index].intent != CONTEXT]
        return cls(
            encoder=encoder,
            intents=learn([example.intent for example in examples], everything),
            priorities=learn([example.priority for example in examples], acting),
            sentiments=learn([example.sentiment for example in examples], acting),
            slots=SlotReader.train(seed=seed),
        )

    def save(self, directory: Path) -> None:
        """Write the three classifiers below `directory`."""
        directory.mkdir(parents=True, exist_ok=True)
        self._intents.save(directory / "intents.npz")
        self._priorities.save(directory / "priorities.npz")
        self._sentiments.save(directory / "sentiments.npz")
        self._slots.save(directory)

    @classmethod
    def load(cls, directory: Path, *, encoder: SentenceEncoder) -> "CustomerReader":
        """Read what `save` wrote; raises `ModelMissing` or `ModelBroken`."""
        intents = Cascade.load(directory / "intents.npz", encoder=encoder, sure=_SURE)
        load = partial(Cascade.load, encoder=encoder, sure=_SURE, features=intents.full.features)
        return cls(
            encoder=encoder,
            intents=intents,
            priorities=load(directory / "priorities.npz"),
            sentiments=load(directory / "sentiments.npz"),
            slots=SlotReader.load(directory),
        )._warmed()

    def _warmed(self) -> "CustomerReader":
        """Itself, its patterns compiled, so that the first messages are not the slowest."""
        now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.read_many(
            [
                Utterance(text=text, persona="customer", now=now, tz="UTC", channel="email", subject="Hello")
                for text in _FIRST_WORDS
            ]
        )
        return self

    def read_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read messages, in order; one result each, whatever the text."""
        found: list[Understanding] = []
        for start in range(0, len(utterances), _CHUNK):
            found.extend(self._read_chunk(utterances[start : start + _CHUNK]))
        return found

    def _read_chunk(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        messages = [read_message(utterance) for utterance in utterances]
        by_form = [_read_by_form(message) for message in messages]
        unread = [message for message, intent in zip(messages, by_form, strict=True) if intent is None]
        read = iter(self._read_by_words(unread))
        return [
            next(read) if intent is None else _understood_by_form(message, intent, self._slots)
            for message, intent in zip(messages, by_form, strict=True)
        ]

    def _read_by_words(self, messages: Sequence[Message]) -> list[Understanding]:
        seen = self._predict(messages)
        return [_understand(message, seen, self._slots) for message in messages]

    def _predict(self, messages: Sequence[Message]) -> "Predictions":
        """Bodies and sentences at once, then the halves of sentences that may hold two acts.

        Each classifier sees only what it is asked about.
        """
        seen = self._predict_texts(messages)
        halves = _different(text for message in messages for text in _halves(message, seen.intents))
        new = [text for text in halves if text not in seen.intents]
        if not new:
            return seen
        found = self._intents.predict([mark(text) for text in new])
        return replace(seen, intents={**seen.intents, **dict(zip(new, found, strict=True))})

    def _predict_texts(self, messages: Sequence[Message]) -> "Predictions":
        texts = _different(text for message in messages for text in _said(message))
        bodies = _different(message.body for message in messages)
        if not texts:
            return Predictions(intents={}, priorities={}, sentiments={})
        terms = self._intents.full.features.rows([mark(text) for text in texts])
        places = {text: place for place, text in enumerate(texts)}

        def rows_of(chosen: Sequence[str]) -> sparse.csr_matrix:
            return terms[[places[text] for text in chosen]]

        def by_words(classifier: Cascade, chosen: Sequence[str]) -> dict[str, Prediction | None]:
            return dict(zip(chosen, classifier.by_words(rows_of(chosen)), strict=True))

        meant = by_words(self._intents, texts)
        silent = {text for text, one in meant.items() if one is not None and one.label == CONTEXT}
        telling = [text for text in texts if text not in silent.difference(bodies)]
        seen = (meant, by_words(self._priorities, telling), by_words(self._sentiments, bodies))
        doubtful = _different(text for found in seen for text, one in found.items() if one is None)
        composed = composable(messages, silent=silent)
        views = views_of(doubtful, composed=composed, encoder=self._encoder)
        classifiers = (self._intents, self._priorities, self._sentiments)
        for classifier, found in zip(classifiers, seen, strict=True):
            left = [text for text in found if text in views]
            rows = np.array([views[text] for text in left], dtype=np.float32)
            answers = classifier.full.predict(left, rows, terms=rows_of(left))
            found.update(zip(left, answers, strict=True))
        intents, priorities, sentiments = [
            {text: one for text, one in found.items() if one is not None} for found in seen
        ]
        return Predictions(intents=intents, priorities=priorities, sentiments=sentiments)


@dataclass(frozen=True, slots=True)
class Predictions:
    """What the classifiers say of each text of a batch."""

    intents: Mapping[str, Prediction]
    priorities: Mapping[str, Prediction]
    sentiments: Mapping[str, Prediction]


def _different(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _said(message: Message) -> list[str]:
    """The body and its sentences."""
    return [message.body, *(sentence.text for sentence in message.sentences)]


def _halves(message: Message, seen: Mapping[str, Prediction]) -> Iterator[str]:
    """The halves of those sentences that may hold two acts."""
    for sentence in message.sentences:
        pairs = cuts(sentence)
        if pairs and may_hold_two(part_of(sentence, seen[sentence.text])):
            yield from (half.text for pair in pairs for half in pair)


def _understand(message: Message, seen: Predictions, slots: SlotReader) -> Understanding:
    whole = part_of(Sentence(0, len(message.body), message.body), seen.intents[message.body])
    parts = [part for sentence in message.sentences for part in _parts(sentence, seen)]
    readings = decide(parts, whole)
    return Understanding(
        acts=tuple(_act(message, reading, parts, slots) for reading in readings),
        priority=judge_priority(
            message, readings, [seen.priorities[text] for text in _said(message) if text in seen.priorities]
        ),
        sentiment=judge_sentiment(message, readings, [seen.sentiments[message.body]]),
        suggestions=_suggestions(readings, whole),
    )


def _parts(sentence: Sentence, seen: Predictions) -> list[Part]:
    def part(piece: Sentence) -> Part:
        return part_of(piece, seen.intents[piece.text])

    whole = part(sentence)
    if not may_hold_two(whole):
        return [whole]
    return join_cut(whole, [(part(left), part(right)) for left, right in cuts(sentence)])


def _read_by_form(message: Message) -> str | None:
    """The intent of a message that shows by its form alone, or None."""
    keyword = read_keyword(message.body or message.whole)
    if keyword is not None and "\n" not in message.whole.strip():
        return keyword
    machine = read_machine_mail(subject=fold(message.subject), text=message.whole.strip().lower())
    if machine is not None:
        return machine
    if not message.body.strip() or message.is_forward:
        return "other"
    return read_nod(message.body)


def _understood_by_form(message: Message, intent: str, reader: SlotReader) -> Understanding:
    slots = reader.read(
        message, Reading(intent, 1.0, Part(Sentence(0, len(message.whole), message.whole), {})), ()
    )
    return Understanding(
        acts=(Act(intent, 1.0, slots, message.whole),),
        priority="normal" if intent in ("opt_out", "reply.accept") else "low",
        sentiment="positive" if intent == "thanks" else "neutral",
    )


def _act(message: Message, reading: Reading, parts: Sequence[Part], reader: SlotReader) -> Act:
    slots = reader.read(message, reading, parts)
    return Act(reading.intent, round(reading.confidence, 4), slots, reading.part.sentence.text)


def _suggestions(readings: Sequence[Reading], whole: Part) -> tuple[str, ...]:
    if readings[0].intent != "other":
        return ()
    nearest = sorted(whole.shares, key=lambda intent: -whole.shares[intent])
    return tuple(intent for intent in nearest if intent not in ("other", CONTEXT))[:2]
