"""Finds the words that name a product: an averaged perceptron over words, their form and their neighbours."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.customer.cues import load_words

_TOKEN = re.compile(r"\w+(?:[-'’.&/]\w+)*|[^\w\s]")
_MOST_TOKENS = 60
_LABELS = ("O", "B", "I")
_ROUNDS = 5
_SHOWN = frozenset({"plain", "rare", "general", "article", "mark", "both", "other"})
"""Kinds of words that are features by themselves; of the others only the kind counts."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark of punctuation with its place."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text with the places of its products, to learn from."""

    text: str
    intent: str
    products: tuple[tuple[int, int], ...]
    replaced: frozenset[str] = frozenset()
    """Words of the name this one stands in for: they are the example's own too."""


NOTHING: frozenset[str] = frozenset()


def tokenize(text: str) -> list[Token]:
    """The words and marks of a text, in order."""
    found = [Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    return found[:_MOST_TOKENS]


class Lexicon:
    """How often each word was seen in a product's name, and how often outside of one."""

    def __init__(self, inside: Mapping[str, int], outside: Mapping[str, int]) -> None:
        self.inside = inside
        self.outside = outside

    @classmethod
    def learn(cls, examples: Sequence[Tagged], names: Sequence[str]) -> "Lexicon":
        """Count each word once per example, and once per further product name."""
        inside: Counter[str] = Counter()
        outside: Counter[str] = Counter()
        for example in examples:
            within, without = _own_words(example)
            inside.update(within)
            outside.update(without)
        for name in names:
            inside.update({token.text.lower() for token in tokenize(name)})
        return cls(inside, outside)

    def kind(self, word: str, *, within: frozenset[str] = NOTHING, without: frozenset[str] = NOTHING) -> str:
        """Whether a word is a product's, a plain one, or unknown; `within` and `without` do not count."""
        inside = self.inside.get(word, 0) - (word in within)
        outside = self.outside.get(word, 0) - (word in without)
        if inside <= 0 and outside <= 0:
            return "open"
        if inside <= 0:
            return "plain" if outside > 1 else "rare"
        return "product" if inside >= outside else "both"


class ProductTagger:
    """Tags products in a sentence of a known intent. Immutable once trained."""

    def __init__(self, weights: Mapping[str, Sequence[float]], lexicon: Lexicon) -> None:
        self._weights = weights
        self._lexicon = lexicon

    @classmethod
    def train(cls, examples: Sequence[Tagged], *, lexicon: Lexicon, seed: int) -> "ProductTagger":
        """Learn from tagged texts; the same input gives the same tagger.

        A word's kind is looked up as if its own example had not been counted, as it will be for words
        never seen.
        """
        learner = _Learner()
        prepared = [_prepare(example, lexicon) for example in examples]
        order = random.Random(seed)
        for _ in range(_ROUNDS):
            order.shuffle(prepared)
            for features, gold in prepared:
                learner.see(features, gold)
        return cls(learner.averaged(), lexicon)

    def tag(self, text: str, *, intent: str) -> list[tuple[int, int]]:
        """Places of the products in a sentence, left to right."""
        tokens = tokenize(text)
        words = [token.text.lower() for token in tokens]
        labels: list[int] = []
        for features in _features(tokens, intent, [self._lexicon.kind(word) for word in words]):
            labels.append(_best(self._weights, features, labels[-1] if labels else 0))
        return list(_spans(tokens, labels))

    def save(self, path: Path) -> None:
        """Write as JSON."""
        data = {"weights": self._weights, "inside": self._lexicon.inside, "outside": self._lexicon.outside}
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "ProductTagger":
        """Read what `save` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["weights"], Lexicon(data["inside"], data["outside"]))


class _Learner:
    """Weights while learning, with their sums for the average (Collins 2002)."""

    def __init__(self) -> None:
        self._weights: dict[str, list[float]] = {}
        self._sums: dict[str, list[float]] = {}
        self._time = 0

    def see(self, features: Sequence[Sequence[str]], gold: Sequence[int]) -> None:
        before = 0
        for row, label in zip(features, gold, strict=True):
            self._time += 1
            guessed = _best(self._weights, row, before)
            if guessed != label:
                self._move(row, before, label, 1.0)
                self._move(row, before, guessed, -1.0)
            before = label

    def _move(self, row: Sequence[str], before: int, label: int, step: float) -> None:
        for name in (*row, f"before{before}", f"before{before}|{row[0]}"):
            self._weights.setdefault(name, [0.0, 0.0, 0.0])[label] += step
            self._sums.setdefault(name, [0.0, 0.0, 0.0])[label] += step * self._time

    def averaged(self) -> dict[str, Sequence[float]]:
        found: dict[str, Sequence[float]] = {}
        for name, row in self._weights.items():
            mean = [round(row[at] - self._sums[name][at] / max(1, self._time), 3) for at in range(3)]
            if any(mean):
                found[name] = (mean[0], mean[1], mean[2])
        return found


def _best(weights: Mapping[str, Sequence[float]], row: Sequence[str], before: int) -> int:
    outside = begins = within = 0.0
    for name in (*row, f"before{before}", f"before{before}|{row[0]}"):
        own = weights.get(name)
        if own is not None:
            outside += own[0]
            begins += own[1]
            within += own[2]
    best = 1 if begins > outside else 0
    return 2 if before and within > max(outside, begins) else best


def _own_words(example: Tagged) -> tuple[frozenset[str], frozenset[str]]:
    """The words of an example inside its products, and those outside."""
    tokens = tokenize(example.text)
    within = {
        token.text.lower()
        for token in tokens
        if any(start <= token.start < end for start, end in example.products)
    }
    return frozenset(within) | example.replaced, frozenset(token.text.lower() for token in tokens) - within


def _prepare(example: Tagged, lexicon: Lexicon) -> tuple[list[list[str]], list[int]]:
    tokens = tokenize(example.text)
    within, without = _own_words(example)
    labels = []
    for token in tokens:
        place = next((place for place in example.products if place[0] <= token.start < place[1]), None)
        labels.append(0 if place is None else 1 if token.start == place[0] else 2)
    kinds = [lexicon.kind(token.text.lower(), within=within, without=without) for token in tokens]
    return list(_features(tokens, example.intent, kinds)), labels


def _features(tokens: Sequence[Token], intent: str, known: Sequence[str]) -> Iterator[list[str]]:
    words = [token.text.lower() for token in tokens]
    kinds = [_kind(token.text, at, known[at]) for at, token in enumerate(tokens)]
    shown = [word if kind in _SHOWN else kind for word, kind in zip(words, kinds, strict=True)]
    for at, word in enumerate(shown):
        left, far_left = _at(shown, at - 1), _at(shown, at - 2)
        right, far_right = _at(shown, at + 1), _at(shown, at + 2)
        kind, left_kind, right_kind = kinds[at], _at(kinds, at - 1), _at(kinds, at + 1)
        yield [
            f"kind {kind}",
            f"word {word}",
            f"end {kind} {words[at][-3:]}",
            f"left {left}",
            f"right {right}",
            f"left2 {far_left} {left} {kind}",
            f"right2 {kind} {right} {far_right}",
            f"kinds {left_kind} {kind} {right_kind}",
            f"left kind {left} {kind}",
            f"kind right {kind} {right}",
            f"intent {intent} {left} {kind}",
            f"far {_at(kinds, at - 2)} {left_kind} {kind}",
            f"far right {kind} {right_kind} {_at(kinds, at + 2)}",
            f"place {min(at, 3)} {kind}",
        ]


def _at(values: Sequence[str], at: int) -> str:
    return values[at] if 0 <= at < len(values) else "#"


def _kind(text: str, at: int, known: str) -> str:
    lists = load_words("product")
    word = text.lower()
    if word in lists["articles"]:
        return "article"
    if word in lists["general"]:
        return "general"
    if word in lists["others"] and known != "product":
        return "other"
    if any(character.isdigit() for character in text):
        return "mixed" if any(character.isalpha() for character in text) else "number"
    if not text[0].isalnum():
        return "mark"
    if at and text[0].isupper() and known != "plain":
        return f"name {known}"
    return known


def _spans(tokens: Sequence[Token], labels: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for token, label in zip(tokens, labels, strict=True):
        if label == 1:
            if start >= 0:
                yield start, end
            start, end = token.start, token.end
        elif label == 2 and start >= 0:
            end = token.end
        elif start >= 0:
            yield start, end
            start = -1
    if start >= 0:
        yield start, end
