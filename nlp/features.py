"""What the linear model sees of a text beside its vectors: the words and the letters it is made of.

Words and pairs of words tell jargon the encoder never met; runs of letters survive slips of the finger.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_CHARACTERS_READ = 4_000
_RUN_LENGTHS = (3, 4)
_WORD = re.compile(r"\w+|[?!]")
_MANY_TEXTS = 2_000
_MOST_TERMS = 60_000
_MOST_WORDS_KEPT = 20_000
_KINDS = 2
"""Words with their pairs, and runs of letters: each has a length of its own."""


class TextFeatures:
    """TF-IDF of words and word pairs, and of runs of 3-4 letters, each scaled to length 1."""

    def __init__(self, terms: Sequence[str], weights: NDArray[np.float32]) -> None:
        self._columns = {term: column for column, term in enumerate(terms)}
        self._weights = weights
        self._runs_seen: dict[str, NDArray[np.int64]] = {}

    @classmethod
    def learn(cls, counted: Sequence["TermCounts"]) -> "TextFeatures":
        """Learn from texts the terms worth knowing and how telling each is (rare ones more)."""
        seen: Counter[str] = Counter()
        for words, runs in counted:
            seen.update(words.keys())
            seen.update(runs.keys())
        least = 2 if len(counted) > _MANY_TEXTS else 1
        kept = sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:_MOST_TERMS]
        known = sorted(term for term, count in kept if count >= least)
        counts = np.array([seen[term] for term in known], dtype=np.float32)
        return cls(known, (np.log((1 + len(counted)) / (1 + counts)) + 1).astype(np.float32))

    @property
    def terms(self) -> tuple[str, ...]:
        """The known terms in column order; runs of letters start with a tab."""
        return tuple(self._columns)

    @property
    def weights(self) -> NDArray[np.float32]:
        """How telling each term is, in column order."""
        return self._weights

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One sparse row per text."""
        keys = [np.zeros(0, dtype=np.int64)]
        for row, text in enumerate(texts):
            offset = row * _KINDS * len(self._columns)
            words = _words(text)
            known = (self._columns.get(term) for term in (*words, *_pairs(words)))
            keys.append(np.array([column for column in known if column is not None], dtype=np.int64) + offset)
            keys += [self._runs_in(word) + (offset + len(self._columns)) for word in words]
        return self._scaled(*np.unique(np.concatenate(keys), return_counts=True), texts=len(texts))

    def _runs_in(self, word: str) -> NDArray[np.int64]:
        """The columns of a word's runs of letters; most words come again and again."""
        found = self._runs_seen.get(word)
        if found is None:
            columns = [self._columns[run] for run in _runs(word) if run in self._columns]
            found = np.array(columns, dtype=np.int64)
            if len(self._runs_seen) < _MOST_WORDS_KEPT:
                self._runs_seen[word] = found
        return found

    def _scaled(self, keys: NDArray[np.int64], counts: NDArray[np.int64], *, texts: int) -> sparse.csr_matrix:
        """Rows from how often each column occurs in each text, words and runs each scaled to length 1."""
        width = max(len(self._columns), 1)
        kinds, columns = np.divmod(keys, width)
        values = (1 + np.log(counts)) * self._weights[columns] if len(keys) else np.zeros(0)
        lengths = np.sqrt(np.bincount(kinds, weights=values * values, minlength=_KINDS * texts))
        ends = np.concatenate([[0], np.cumsum(np.bincount(kinds // _KINDS, minlength=texts))])
        scaled = (values / lengths[kinds]).astype(np.float32)
        return sparse.csr_matrix((scaled, columns.astype(np.int32), ends), shape=(texts, len(self._columns)))


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of texts to learn from, a row each, and the features that know them."""

    features: TextFeatures
    rows: sparse.csr_matrix

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Terms":
        """Learn the features of texts, and see the texts by them."""
        features = TextFeatures.learn([count_terms(text) for text in texts])
        return cls(features, features.rows(texts))

    def some(self, chosen: Sequence[int]) -> "Terms":
        """The chosen texts, seen by the features of all."""
        return Terms(self.features, self.rows[chosen])


TermCounts: TypeAlias = tuple[Mapping[str, int], Mapping[str, int]]
"""How often a text holds each word and word pair, and each run of letters."""


def count_terms(text: str) -> TermCounts:
    """How often each term occurs in a text."""
    words = _words(text)
    return Counter([*words, *_pairs(words)]), Counter(run for word in words for run in _runs(word))


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_CHARACTERS_READ].lower())


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{one} {other}" for one, other in pairwise(words)]


@lru_cache(maxsize=4_096)
def _runs(word: str) -> tuple[str, ...]:
    framed = f" {word} "
    return tuple(
        f"\t{framed[start : start + length]}"
        for length in _RUN_LENGTHS
        for start in range(max(1, len(framed) - length + 1))
    )
