"""Which words fill which slot: a linear tagger over words, their neighbours and the intent of the clause."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlp.rep.learning.examples import Example
from nlp.rep.learning.vocabulary import Vocabulary
from nlp.rep.tagging.likeliest import likeliest_run
from nlp.rep.tagging.tagger_features import COLUMNS, Described, columns_of
from nlp.rep.words.tokens import Token, tokenize

if TYPE_CHECKING:
    from scipy import sparse

_NONE = "-"
_START = "^"
_SHORTEST_NAME = 3
_MAX_TOKENS = 220
_AT_ONCE = 64
"""Clauses whose features are worked out together in training."""
_ADDRESS = re.compile(r"\S+@\S+\.\S+|\bhttps?://\S+")
"""Words in which nobody is named."""
PASSES = 3
"""How often it goes over what it learns from."""


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words of a clause that fill a slot."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A tagged clause, described once for every tagger that learns from it."""

    intent: str
    tokens: Sequence[Token]
    described: Described
    labels: Sequence[str]

    @classmethod
    def of(cls, example: Example, *, known: Vocabulary, names: Sequence[TaggedSpan] = ()) -> "Lesson":
        """Describe an example by the words known; `names` are those found in it."""
        tokens = tokenize(example.text)[:_MAX_TOKENS]
        described = _described(tokens, intent=example.intent, known=known, names=names)
        return cls(example.intent, tokens, described, _gold(example, tokens))


class SlotTagger:
    """Finds the words of names and free texts, given what the clause means."""

    def __init__(
        self,
        *,
        labels: Sequence[str],
        allowed: Mapping[str, Sequence[str]],
        known: Vocabulary,
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> None:
        self._labels = tuple(labels)
        self._allowed = {
            intent: np.array([self._labels.index(label) for label in own]) for intent, own in allowed.items()
        }
        self._known = known
        self._weights = weights
        self._bias = bias

    @classmethod
    def train(
        cls, lessons: Iterable[Lesson], *, known: Vocabulary, seed: int, passes: int = PASSES
    ) -> "SlotTagger":
        """Learn from clauses described by the words it may know, going over them `passes` times."""
        from nlp.rep.tagging.tagger_fit import fit_tagger

        columns, widths = list[NDArray[np.int32]](), list[NDArray[np.int64]]()
        said, own = list[tuple[str, str]](), dict[str, set[str]]()
        learning = iter(lessons)
        while some := list(islice(learning, _AT_ONCE)):
            for lesson in some:
                own.setdefault(lesson.intent, {_NONE}).update(lesson.labels)
                said += [(lesson.intent, label) for label in lesson.labels]
            before = [[_START, *lesson.labels[:-1]] for lesson in some]
            found = columns_of([lesson.described for lesson in some], before)
            columns.append(found[found > 0].astype(np.int32))
            widths.append((found > 0).sum(axis=1))
        labels = sorted({label for names in own.values() for label in names})
        barred = {intent: [label not in names for label in labels] for intent, names in own.items()}
        weights, bias = fit_tagger(
            _rows(columns, widths),
            np.array([labels.index(label) for _, label in said]),
            barred=np.array([barred[intent] for intent, _ in said]),
            seed=seed,
            passes=passes,
        )
        allowed = {intent: sorted(names) for intent, names in own.items()}
        return cls(labels=labels, allowed=allowed, known=known, weights=weights, bias=bias)

    @property
    def known(self) -> Vocabulary:
        """The words it knows."""
        return self._known

    def tag(self, text: str, *, intent: str, names: Sequence[TaggedSpan] = ()) -> list[TaggedSpan]:
        """The spans of one clause, left to right; `names` as in training."""
        tokens = tokenize(text)[:_MAX_TOKENS]
        if len(self._allowed.get(intent, ())) < 2 or not tokens:
            return []
        return self.tag_described(
            tokens, _described(tokens, intent=intent, known=self._known, names=names), intent=intent
        )

    def tag_described(self, tokens: Sequence[Token], context: Described, *, intent: str) -> list[TaggedSpan]:
        """The spans of a clause that is described already, by the words this tagger knows."""
        allowed = self._allowed[intent]
        still = self._weights[context.still_columns()].sum(axis=1)[:, allowed] + self._bias[allowed]
        after = context.columns_after([_START, *(self._labels[index] for index in allowed)])
        run = likeliest_run(still + self._weights[after].sum(axis=2)[:, :, allowed])
        return list(_spans(tokens, [self._labels[allowed[index]] for index in run]))

    def strangers(self, text: str) -> list[str]:
        """Runs of words that are unknown and no slip of a known one."""
        tokens = tokenize(text)[:_MAX_TOKENS]
        addresses = [found.span() for found in _ADDRESS.finditer(text)]
        runs: list[str] = []
        end = -1
        for token in tokens:
            if (
                not token.text.isalpha()
                or any(start <= token.start < behind for start, behind in addresses)
                or not self._known.looks.of(token.text, is_first=token.start == 0).is_strange
                or len(token.text) < _SHORTEST_NAME
            ):
                continue
            if runs and text[end : token.start].isspace():
                runs[-1] += text[end : token.end]
            else:
                runs.append(token.text)
            end = token.end
        return runs

    def save(self, path: Path) -> None:
        """Write as one `.npz` of plain arrays, without the words known."""
        head = {
            "labels": self._labels,
            "allowed": {
                intent: [self._labels[index] for index in own] for intent, own in self._allowed.items()
            },
        }
        data = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
        with path.open("wb") as file:
            np.savez_compressed(file, head=data, weights=self._weights.astype(np.float16), bias=self._bias)

    @classmethod
    def load(cls, path: Path, *, known: Vocabulary) -> "SlotTagger":
        """Read what `save` wrote; `known` are the words it learnt with."""
        with np.load(path, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            return cls(
                labels=head["labels"],
                allowed=head["allowed"],
                known=known,
                weights=stored["weights"].astype(np.float32),
                bias=stored["bias"],
            )


def _rows(columns: Sequence[NDArray[np.int32]], widths: Sequence[NDArray[np.int64]]) -> "sparse.csr_matrix":
    """One row a word, of the columns that are true of it."""
    from scipy import sparse

    ends = np.concatenate([[0], np.cumsum(np.concatenate(widths))])
    ones = np.ones(ends[-1], dtype=np.float32)
    rows = sparse.csr_matrix((ones, np.concatenate(columns), ends), shape=(len(ends) - 1, COLUMNS))
    rows.sum_duplicates()
    return rows


def _described(
    tokens: Sequence[Token], *, intent: str, known: Vocabulary, names: Sequence[TaggedSpan]
) -> Described:
    return Described(tokens, intent=intent, known=known, names=[_name_at(token, names) for token in tokens])


def _name_at(token: Token, names: Sequence[TaggedSpan]) -> str:
    return next((one.slot for one in names if one.start < token.end and token.start < one.end), "")


def _gold(example: Example, tokens: Sequence[Token]) -> list[str]:
    labels = [_NONE] * len(tokens)
    for tag in example.tags:
        for index, token in enumerate(tokens):
            if token.start < tag.end and token.end > tag.start:
                labels[index] = tag.slot
    return labels


def _spans(tokens: Sequence[Token], labels: Sequence[str]) -> Iterator[TaggedSpan]:
    start = 0
    for index in range(1, len(tokens) + 1):
        if index < len(tokens) and labels[index] == labels[start]:
            continue
        if labels[start] != _NONE:
            yield TaggedSpan(labels[start], tokens[start].start, tokens[index - 1].end)
        start = index
