"""Reads what customers write: acts, slots, priority, sentiment."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from nlp.classifier import TextClassifier
from nlp.customer.acts import Part, Reading, decide, part_of
from nlp.customer.examples import CONTEXT, load_examples, vary
from nlp.customer.keywords import read_keyword
from nlp.customer.machine import read_machine_mail
from nlp.customer.message import Message, read_message
from nlp.customer.priority import judge_priority
from nlp.customer.sentences import Sentence
from nlp.customer.sentiment import judge_sentiment
from nlp.customer.slots import read_slots
from nlp.customer.text import fold
from nlp.encoder import SentenceEncoder
from nlp.understanding import Act, Understanding, Utterance

_CHUNK = 64
_EMPTY_WHOLE = 60
"""Up to so many words a message is also read as a whole."""


class CustomerReader:
    """Reads customers' messages. Thread-safe; keeps nothing between calls."""

    def __init__(
        self,
        *,
        encoder: SentenceEncoder,
        intents: TextClassifier,
        priorities: TextClassifier,
        sentiments: TextClassifier,
    ) -> None:
        self._encoder = encoder
        self._intents = intents
        self._priorities = priorities
        self._sentiments = sentiments

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
        extra = [(text, intent) for intent, texts in (extra_examples or {}).items() for text in texts]
        texts = [example.text for example in examples]
        acting = [example for example in examples if example.intent != CONTEXT]
        said = [example.text for example in acting]
        return cls(
            encoder=encoder,
            intents=TextClassifier.train(
                texts + [text for text, _ in extra],
                [example.intent for example in examples] + [intent for _, intent in extra],
                encoder=encoder,
                seed=seed,
            ),
            priorities=TextClassifier.train(
                said, [example.priority for example in acting], encoder=encoder, seed=seed
            ),
            sentiments=TextClassifier.train(
                said, [example.sentiment for example in acting], encoder=encoder, seed=seed
            ),
        )

    def save(self, directory: Path) -> None:
        """Write the three classifiers below `directory`."""
        directory.mkdir(parents=True, exist_ok=True)
        self._intents.save(directory / "intents.npz")
        self._priorities.save(directory / "priorities.npz")
        self._sentiments.save(directory / "sentiments.npz")

    @classmethod
    def load(cls, directory: Path, *, encoder: SentenceEncoder) -> "CustomerReader":
        """Read what `save` wrote; raises `ModelMissing` or `ModelBroken`."""
        return cls(
            encoder=encoder,
            intents=TextClassifier.load(directory / "intents.npz", encoder=encoder),
            priorities=TextClassifier.load(directory / "priorities.npz", encoder=encoder),
            sentiments=TextClassifier.load(directory / "sentiments.npz", encoder=encoder),
        )

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
            next(read) if intent is None else _understood_by_form(message, intent)
            for message, intent in zip(messages, by_form, strict=True)
        ]

    def _read_by_words(self, messages: Sequence[Message]) -> list[Understanding]:
        texts: list[str] = []
        for message in messages:
            texts.append(message.body)
            texts.extend(sentence.text for sentence in message.sentences)
        vectors = self._encoder.describe(texts)
        intents = self._intents.predict(texts, vectors)
        priorities = self._priorities.predict(texts, vectors)
        sentiments = self._sentiments.predict(texts, vectors)
        results, at = [], 0
        for message in messages:
            end = at + 1 + len(message.sentences)
            whole = part_of(Sentence(0, len(message.body), message.body), intents[at])
            parts = [
                part_of(sentence, prediction)
                for sentence, prediction in zip(message.sentences, intents[at + 1 : end], strict=True)
            ]
            readings = decide(parts, whole)
            results.append(
                Understanding(
                    acts=tuple(_act(message, reading, parts) for reading in readings),
                    priority=judge_priority(message, readings, priorities[at:end]),
                    sentiment=judge_sentiment(message, readings, sentiments[at:end]),
                    suggestions=_suggestions(readings, whole),
                )
            )
            at = end
        return results


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
    return None


def _understood_by_form(message: Message, intent: str) -> Understanding:
    slots = read_slots(
        message, Reading(intent, 1.0, Part(Sentence(0, len(message.whole), message.whole), {})), ()
    )
    return Understanding(
        acts=(Act(intent, 1.0, slots, message.whole),),
        priority="normal" if intent == "opt_out" else "low",
        sentiment="neutral",
    )


def _act(message: Message, reading: Reading, parts: Sequence[Part]) -> Act:
    slots = read_slots(message, reading, parts)
    return Act(reading.intent, round(reading.confidence, 4), slots, reading.part.sentence.text)


def _suggestions(readings: Sequence[Reading], whole: Part) -> tuple[str, ...]:
    if readings[0].intent != "other":
        return ()
    nearest = sorted(whole.shares, key=lambda intent: -whole.shares[intent])
    return tuple(intent for intent in nearest if intent not in ("other", CONTEXT))[:2]
