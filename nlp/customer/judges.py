"""The three classifiers of a message (intents, priority, sentiment), asked of many messages at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.cascade import Cascade
from nlp.classifier import Prediction
from nlp.customer.clauses import cuts, may_hold_two
from nlp.customer.examples import CONTEXT, Example
from nlp.customer.message import Message
from nlp.customer.parts import part_of
from nlp.customer.sentences import split_sentences
from nlp.customer.topics import mark
from nlp.customer.views import composable, is_story, views_of
from nlp.encoder import SentenceEncoder
from nlp.features import Terms
from nlp.gentle_fit import gentle_fit

_PASSES = 8
_SURE = 0.75
"""From here the words alone are believed: of a text's three labels, all have to be that sure."""
_SURE_IN_STORY = 0.5
"""The same for one of many sentences: what it says is weighed against all others."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """What the classifiers say of each text of a batch."""

    intents: Mapping[str, Prediction]
    priorities: Mapping[str, Prediction]
    sentiments: Mapping[str, Prediction]


@dataclass(frozen=True, slots=True)
class Judges:
    """Say what messages and their sentences mean, how soon they matter, and the writer's mood."""

    encoder: SentenceEncoder
    intents: Cascade
    priorities: Cascade
    sentiments: Cascade

    @classmethod
    def train(cls, examples: Sequence[Example], *, encoder: SentenceEncoder, seed: int) -> "Judges":
        """Learn all three; sentences that carry no act have neither priority nor mood."""
        views = _views([example.text for example in examples], encoder=encoder)
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
        )

    def save(self, directory: Path) -> None:
        """Write the three below `directory`."""
        self.intents.save(directory / "intents.npz")
        self.priorities.save(directory / "priorities.npz")
        self.sentiments.save(directory / "sentiments.npz")

    @classmethod
    def load(cls, directory: Path, *, encoder: SentenceEncoder) -> "Judges":
        """Read what `save` wrote; raises `ModelMissing` or `ModelBroken`."""
        intents = Cascade.load(directory / "intents.npz", encoder=encoder, sure=_SURE)
        load = partial(Cascade.load, encoder=encoder, sure=_SURE, features=intents.full.features)
        return cls(
            encoder=encoder,
            intents=intents,
            priorities=load(directory / "priorities.npz"),
            sentiments=load(directory / "sentiments.npz"),
        )

    def predict(self, messages: Sequence[Message]) -> Predictions:
        """Bodies and sentences at once, then the halves of sentences that may hold two acts.

        Each classifier sees only what it is asked about.
        """
        seen = self._predict_texts(messages)
        halves = _different(text for message in messages for text in _halves(message, seen.intents))
        new = [text for text in halves if text not in seen.intents]
        if not new:
            return seen
        found = self.intents.predict([mark(text) for text in new])
        return replace(seen, intents={**seen.intents, **dict(zip(new, found, strict=True))})

    def shares(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """What each text means as a whole: the likeliest intents with their shares."""
        if not texts:
            return []
        rows = [" ".join(text.split()) for text in texts]
        found = self.intents.full.predict([mark(row) for row in rows], _views(rows, encoder=self.encoder))
        return [dict(one.alternatives) for one in found]

    def shares_by_words(self, texts: Sequence[str]) -> list[Mapping[str, float]]:
        """The same by counting words alone, which costs little."""
        terms = self.intents.full.features.rows([mark(" ".join(text.split())) for text in texts])
        found = self.intents.by_words(terms, least=np.zeros(len(texts), dtype=np.float32))
        return [dict(one.alternatives) if one else {} for one in found]

    def _predict_texts(self, messages: Sequence[Message]) -> Predictions:
        texts = _different(text for message in messages for text in said(message))
        bodies = _different(message.body for message in messages)
        if not texts:
            return Predictions(intents={}, priorities={}, sentiments={})
        asked = _Asked(texts, self.intents.full.features.rows([mark(text) for text in texts]), messages)
        meant = asked.by_words(self.intents, texts)
        silent = {text for text, one in meant.items() if one is not None and one.label == CONTEXT}
        telling = [text for text in texts if text not in silent.difference(bodies)]
        seen = (meant, asked.by_words(self.priorities, telling), asked.by_words(self.sentiments, bodies))
        doubtful = _different(text for found in seen for text, one in found.items() if one is None)
        clear = {text for text in bodies if meant[text] is not None}
        composed = composable(messages, silent=silent, doubtful=doubtful, clear=clear)
        views = views_of(doubtful, composed=composed, encoder=self.encoder)
        for classifier, found in zip((self.intents, self.priorities, self.sentiments), seen, strict=True):
            left = [text for text in found if text in views]
            rows = np.array([views[text] for text in left], dtype=np.float32)
            answers = classifier.full.predict(left, rows, terms=asked.rows_of(left))
            found.update(zip(left, answers, strict=True))
        intents, priorities, sentiments = [
            {text: one for text, one in found.items() if one is not None} for found in seen
        ]
        return Predictions(intents=intents, priorities=priorities, sentiments=sentiments)


class _Asked:
    """The texts of a batch with their terms, a row each."""

    def __init__(self, texts: Sequence[str], terms: sparse.csr_matrix, messages: Sequence[Message]) -> None:
        self._terms = terms
        self._places = {text: place for place, text in enumerate(texts)}
        self._told = {one.text for message in messages if is_story(message) for one in message.sentences}

    def rows_of(self, chosen: Sequence[str]) -> sparse.csr_matrix:
        return self._terms[[self._places[text] for text in chosen]]

    def by_words(self, classifier: Cascade, chosen: Sequence[str]) -> dict[str, Prediction | None]:
        least = [_SURE_IN_STORY if text in self._told else _SURE for text in chosen]
        answers = classifier.by_words(self.rows_of(chosen), least=np.array(least, dtype=np.float32))
        return dict(zip(chosen, answers, strict=True))


def _views(texts: Sequence[str], *, encoder: SentenceEncoder) -> NDArray[np.float32]:
    """The encoder's views of texts, each composed of its sentences: to learn from as messages are read."""
    different = _different(texts)
    said = {text: [sentence.text for sentence in split_sentences(text)] for text in different}
    composed = {text: parts for text, parts in said.items() if parts and parts != [text]}
    found = views_of(different, composed=composed, encoder=encoder)
    return np.array([found[text] for text in texts], dtype=np.float32)


def said(message: Message) -> list[str]:
    """The body and its sentences."""
    return [message.body, *(sentence.text for sentence in message.sentences)]


def _different(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _halves(message: Message, seen: Mapping[str, Prediction]) -> Iterator[str]:
    """The halves of those sentences that may hold two acts."""
    for sentence in message.sentences:
        ways = cuts(sentence)
        if ways and may_hold_two(part_of(sentence, seen[sentence.text])):
            yield from (half.text for cut in ways for half in (cut.left, cut.right))
