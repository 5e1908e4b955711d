"""What a classifier remembers of its training texts: how near a text is to those of its label."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FLOATS = NDArray[np.float32]
_NEIGHBOURS = 3
MOST_OF_LABEL = 200
"""Texts of one label worth remembering; with more of them hardly one text more is told foreign."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Unit vectors of training texts, label by label; `ends` says where those of each label end."""

    vectors: FLOATS
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, vectors: FLOATS, targets: NDArray[np.int64], *, labels: int, seed: int) -> "Remembered":
        """Remember texts (vector and place of its label): of every label all, or a draw of the same size."""
        drawn = np.random.default_rng(seed).permutation(len(targets))
        kept = [drawn[targets[drawn] == label][:MOST_OF_LABEL] for label in range(labels)]
        ends = np.cumsum([len(one) for one in kept])
        return cls(vectors[np.concatenate(kept)], ends)

    @classmethod
    def nothing(cls, *, labels: int) -> "Remembered":
        """The memory that finds nothing familiar: smaller and faster."""
        return cls(np.zeros((0, 0), dtype=np.float32), np.zeros(labels, dtype=np.int64))

    def familiarity(self, vectors: FLOATS, labels: Sequence[int]) -> FLOATS:
        """Of each text the mean cosine to the three nearest of its label; 0 where none is remembered."""
        found = [self._near(vector, label) for vector, label in zip(vectors, labels, strict=True)]
        return np.array(found, dtype=np.float32)

    def _near(self, vector: FLOATS, label: int) -> float:
        own = self.vectors[self.ends[label - 1] if label else 0 : self.ends[label]]
        if not len(own):
            return 0.0
        cosines = own @ vector
        return float(np.sort(cosines)[-_NEIGHBOURS:].mean())
