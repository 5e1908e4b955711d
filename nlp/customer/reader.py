"""Reads what customers write: acts, slots, priority, sentiment."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from nlp.customer.acts import decide
from nlp.customer.clauses import cuts, join_cut, may_hold_two
from nlp.customer.examples import CONTEXT
from nlp.customer.judges import Judges, Predictions, said
from nlp.customer.message import Message, read_message
from nlp.customer.parts import Part, Reading, part_of
from nlp.customer.priority import judge_priority
from nlp.customer.sentences import Sentence
from nlp.customer.sentiment import judge_sentiment
from nlp.customer.slots import SlotReader
from nlp.customer.told import Told, told_at_once
from nlp.encoder import SentenceEncoder
from nlp.understanding import Act, Understanding, Utterance

_CHUNK = 64
_FIRST_WORDS = (
    "I am out of the office until 9 March, please ask Jane Doe.",
    "Your message to jane@acme.test bounced: user unknown (550).",
    "We need ten lamps for about 500 euros by May, can you show them on Monday at 10?",
    "Invoice 4711 over $20 is wrong and order 8123 came broken. Call me tomorrow.",
)
"""One message of each kind whose reading takes patterns of its own."""


class CustomerReader:
    """Reads customers' messages. Thread-safe; keeps nothing between calls."""

    def __init__(self, *, judges: Judges, slots: SlotReader) -> None:
        self._judges = judges
        self._slots = slots

    @classmethod
    def load(cls, directory: Path, *, encoder: SentenceEncoder) -> "CustomerReader":
        """Read what its trainings wrote; raises `ModelMissing` or `ModelBroken`."""
        judges = Judges.load(directory, encoder=encoder)
        return cls(judges=judges, slots=SlotReader.load(directory))._warmed()

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
        told = told_at_once(messages, self._judges)
        unread = [message for message, one in zip(messages, told, strict=True) if one is None]
        read = iter(self._read_by_words(unread))
        return [
            next(read) if one is None else _understood_at_once(message, one, self._slots)
            for message, one in zip(messages, told, strict=True)
        ]

    def _read_by_words(self, messages: Sequence[Message]) -> list[Understanding]:
        seen = self._judges.predict(messages)
        return [_understand(message, seen, self._slots) for message in messages]


def _understand(message: Message, seen: Predictions, slots: SlotReader) -> Understanding:
    whole = part_of(Sentence(0, len(message.body), message.body), seen.intents[message.body])
    parts = [part for sentence in message.sentences for part in _parts(sentence, seen)]
    readings = decide(parts, whole)
    return Understanding(
        acts=tuple(_act(message, reading, parts, slots) for reading in readings),
        priority=judge_priority(
            message, readings, [seen.priorities[text] for text in said(message) if text in seen.priorities]
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
    return join_cut(whole, [(part(cut.left), part(cut.right), cut.is_said) for cut in cuts(sentence)])


def _understood_at_once(message: Message, told: Told, reader: SlotReader) -> Understanding:
    intent, whole = told.intent, Sentence(0, len(message.whole), message.whole)
    slots = reader.read(message, Reading(intent, told.confidence, Part(whole, {})), ())
    return Understanding(
        acts=(Act(intent, round(told.confidence, 4), slots, message.whole),),
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
