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


class TextFeatures:
    """TF-IDF of words and word pairs, and of runs of 3-4 letters, each scaled to length 1."""

    def __init__(self, terms: Sequence[str], weights: NDArray[np.float32]) -> None:
        self._columns = {term: column for column, term in enumerate(terms)}
        self._weights = weights

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
        return self.rows_of([count_terms(text) for text in texts])

    def rows_of(self, counted: Sequence["TermCounts"]) -> sparse.csr_matrix:
        """One sparse row per text, of the terms counted in it."""
        columns: list[int] = []
        values: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)]
        ends = [0]
        for text in counted:
            for terms in text:
                found, scaled = self._scaled(terms)
                columns.extend(found)
                values.append(scaled)
            ends.append(len(columns))
        shape = (len(counted), len(self._columns))
        return sparse.csr_matrix(
            (np.concatenate(values), np.array(columns, dtype=np.int32), ends), shape=shape
        )

    def _scaled(self, terms: Mapping[str, int]) -> tuple[list[int], NDArray[np.float32]]:
        known = self._columns
        counts = {known[term]: count for term, count in terms.items() if term in known}
        found = sorted(counts)
        values = np.array([counts[column] for column in found], dtype=np.float32)
        values = (1 + np.log(values)) * self._weights[found] if found else values
        length = float(np.linalg.norm(values))
        return found, values / length if length else values


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of texts to learn from, a row each, and the features that know them."""

    features: TextFeatures
    rows: sparse.csr_matrix

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Terms":
        """Learn the features of texts, and see the texts by them."""
        counted = [count_terms(text) for text in texts]
        features = TextFeatures.learn(counted)
        return cls(features, features.rows_of(counted))

    def some(self, chosen: Sequence[int]) -> "Terms":
        """The chosen texts, seen by the features of all."""
        return Terms(self.features, self.rows[chosen])


TermCounts: TypeAlias = tuple[Mapping[str, int], Mapping[str, int]]
"""How often a text holds each word and word pair, and each run of letters."""


def count_terms(text: str) -> TermCounts:
    """How often each term occurs in a text."""
    words = _WORD.findall(text[:_CHARACTERS_READ].lower())
    said = Counter(words)
    said.update(f"{one} {other}" for one, other in pairwise(words))
    return said, Counter(run for word in words for run in _runs(word))


@lru_cache(maxsize=4_096)
def _runs(word: str) -> tuple[str, ...]:
    framed = f" {word} "
    return tuple(
        f"\t{framed[start : start + length]}"
        for length in _RUN_LENGTHS
        for start in range(max(1, len(framed) - length + 1))
    )
