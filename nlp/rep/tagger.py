"""Which words fill which slot: a linear tagger over words, their neighbours and the intent of the clause."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, repeat
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from nlp.rep.corpus import Vocabulary
from nlp.rep.examples import Example
from nlp.rep.tokens import Token, shape, tokenize, word_class

_BITS = 18
_SIZE = 1 << _BITS
_MASK = _SIZE - 1
_NONE = "-"
_STRANGE = "<name>"
_SLIP = 74
"""Likeness (0-100) from which an unknown word is a known one mistyped."""
_EDGE = Token("", 0, 0)
_MAX_TOKENS = 220


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """Words of a clause that fill a slot."""

    slot: str
    start: int
    end: int


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
        cls,
        examples: Sequence[Example],
        *,
        known: Vocabulary,
        seed: int,
        names: Sequence[Sequence[TaggedSpan]] = (),
    ) -> "SlotTagger":
        """Learn from tagged clauses; `known` are the words it may know, `names` those found in each."""
        from nlp.rep.tagger_fit import fit_tagger

        columns, rows_end, targets, own = [list[int](), [0], list[str](), dict[str, set[str]]()]
        for example, found in zip(examples, names or repeat(()), strict=False):
            tokens = tokenize(example.text)[:_MAX_TOKENS]
            gold = _gold(example, tokens)
            own.setdefault(example.intent, {_NONE}).update(gold)
            context = _Context(tokens, intent=example.intent, known=known, names=found)
            for index, label in enumerate(gold):
                before = gold[index - 1] if index else "^"
                columns += context.columns(index, before=before)
                rows_end.append(len(columns))
                targets.append(label)
        labels, weights, bias = fit_tagger(columns, rows_end, targets, size=_SIZE, seed=seed)
        allowed = {intent: sorted(names) for intent, names in own.items()}
        return cls(labels=labels, allowed=allowed, known=known, weights=weights, bias=bias)

    def tag(self, text: str, *, intent: str, names: Sequence[TaggedSpan] = ()) -> list[TaggedSpan]:
        """The spans of one clause, left to right; `names` as in training."""
        allowed = self._allowed.get(intent)
        if allowed is None or len(allowed) < 2:
            return []
        tokens = tokenize(text)[:_MAX_TOKENS]
        context = _Context(tokens, intent=intent, known=self._known, names=names)
        chosen: list[str] = []
        for index in range(len(tokens)):
            before = chosen[-1] if chosen else "^"
            columns = context.columns(index, before=before)
            scores = self._weights[columns].sum(axis=0)[allowed] + self._bias[allowed]
            chosen.append(self._labels[int(allowed[int(scores.argmax())])])
        return list(_spans(tokens, chosen))

    def strangers(self, text: str) -> list[str]:
        """Runs of words that are unknown and no slip of a known one."""
        tokens = tokenize(text)[:_MAX_TOKENS]
        runs: list[str] = []
        end = -1
        for token in tokens:
            if (
                not token.text.isalpha()
                or _kind(token.lower, self._known) != _STRANGE
                or self._is_slip(token.lower)
            ):
                continue
            if runs and text[end : token.start].isspace():
                runs[-1] += text[end : token.end]
            else:
                runs.append(token.text)
            end = token.end
        return runs

    def _is_slip(self, word: str) -> bool:
        return (
            process.extractOne(word, self._known.telling, scorer=fuzz.ratio, score_cutoff=_SLIP) is not None
        )

    def save(self, path: Path) -> None:
        """Write as one `.npz` of plain arrays."""
        head = {
            "labels": self._labels,
            "allowed": {
                intent: [self._labels[index] for index in own] for intent, own in self._allowed.items()
            },
            "telling": sorted(self._known.telling),
            "everyday": sorted(self._known.everyday),
            "first_names": sorted(self._known.first_names),
        }
        data = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
        with path.open("wb") as file:
            np.savez_compressed(file, head=data, weights=self._weights.astype(np.float16), bias=self._bias)

    @classmethod
    def load(cls, path: Path) -> "SlotTagger":
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            head = json.loads(stored["head"].tobytes())
            return cls(
                labels=head["labels"],
                allowed=head["allowed"],
                known=Vocabulary(
                    telling=frozenset(head["telling"]),
                    everyday=frozenset(head["everyday"]),
                    first_names=frozenset(head["first_names"]),
                ),
                weights=stored["weights"].astype(np.float32),
                bias=stored["bias"],
            )


class _Context:
    """The tokens of a clause, prepared once for all their features."""

    def __init__(
        self, tokens: Sequence[Token], *, intent: str, known: Vocabulary, names: Sequence[TaggedSpan]
    ) -> None:
        self._intent = intent
        self._family = intent.split(".", 1)[0]
        self._words = [token.lower for token in tokens]
        self._kinds = [_kind(word, known) for word in self._words]
        self._given = [word in known.first_names for word in self._words]
        self._shapes = [shape(token.text) for token in tokens]
        self._names = [_name_at(token, names) for token in tokens]

    def columns(self, index: int, *, before: str) -> list[int]:
        """Columns of what is true of the word at `index`, whose predecessor was tagged `before`."""
        return [crc32(name.encode()) & _MASK for name in self.features(index, before=before)]

    def features(self, index: int, *, before: str) -> Iterator[str]:
        """Names of what is true of the word at `index`, whose predecessor was tagged `before`."""
        intent, family = self._intent, self._family
        words = [self._at(self._words, index + step) for step in range(-3, 4)]
        kinds = [self._at(self._kinds, index + step) for step in range(-3, 4)]
        three, two, left, here, right, second, third = kinds
        word = words[3]
        yield "b"
        if self._names[index] or self._at(self._names, index + 1) or self._at(self._names, index - 1):
            name, after, ahead = (
                self._names[index],
                self._at(self._names, index + 1),
                self._at(self._names, index - 1),
            )
            yield f"n|{name}|{before}"
            yield f"in|{intent}|{name}|{before}"
            yield f"inl|{intent}|{name}|{before}|{left}"
            yield f"inr|{intent}|{name}|{right}"
            yield f"ina|{intent}|{name}|{after}|{ahead}"
            yield f"inn|{intent}|{name}|{self._nth_name(index)}"
        yield f"i|{intent}"
        yield f"t|{before}"
        yield f"it|{intent}|{before}"
        yield f"th|{before}|{here}"
        yield f"ith|{intent}|{before}|{here}"
        yield f"itr|{intent}|{before}|{right}"
        yield f"itl|{intent}|{before}|{left}"
        yield f"tsh|{before}|{self._at(self._shapes, index)}"
        yield f"ils|{intent}|{two}|{left}|{before}"
        yield f"ilh|{intent}|{left}|{here}|{before}"
        yield f"ihr|{intent}|{here}|{right}|{before}"
        yield f"w|{word}"
        yield f"iw|{intent}|{here}"
        yield f"il|{intent}|{left}"
        yield f"ir|{intent}|{right}"
        yield f"i2|{intent}|{two}"
        yield f"i+2|{intent}|{second}"
        yield f"i3|{intent}|{three}"
        yield f"i+3|{intent}|{third}"
        yield f"ill|{intent}|{two}|{left}"
        yield f"irr|{intent}|{right}|{second}"
        yield f"ilr|{intent}|{left}|{here}|{right}"
        yield f"fl|{family}|{left}|{here}"
        yield f"fr|{family}|{here}|{right}"
        yield f"lw|{words[2]}|{word}"
        yield f"rw|{word}|{words[4]}"
        yield f"ish|{intent}|{self._at(self._shapes, index)}"
        yield f"lsh|{left}|{self._at(self._shapes, index)}"
        yield f"s3|{word[-3:]}|{here == '<name>'}"
        yield f"p3|{word[:3]}|{here == '<name>'}"
        given = self._given[index] or (self._given[index - 1] and index > 0 and before != _NONE)
        yield f"g|{given}|{self._given[index]}|{here == '<name>'}"
        yield f"ig|{intent}|{given}|{before}"
        if index + 1 < len(self._given) and self._given[index + 1]:
            yield f"gr|{here}"
        yield f"ie|{intent}|{here}|{index == 0}|{right == ''}"
        yield f"i0|{intent}|{self._at(self._kinds, 0)}|{here}"
        yield f"i01|{intent}|{self._at(self._kinds, 0)}|{min(index, 4)}|{here}"

    def _nth_name(self, index: int) -> int:
        """How many names begin up to this word."""
        pairs = pairwise(["", *self._names[: index + 1]])
        return sum(1 for own, after in pairs if after and after != own)

    @staticmethod
    def _at(items: Sequence[str], index: int) -> str:
        return items[index] if 0 <= index < len(items) else ""


def _kind(word: str, known: Vocabulary) -> str:
    """The word where it tells something, else what sort of word it is."""
    if kind := word_class(word):
        return kind
    if word in known.telling:
        return word
    return "<word>" if word in known.everyday or len(word) == 1 else _STRANGE


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
