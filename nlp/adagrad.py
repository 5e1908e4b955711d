"""Steps that shrink per weight as its gradients add up (Adagrad), over those columns that a batch holds.

Source: Duchi, Hazan and Singer, Adaptive Subgradient Methods for Online Learning, 2011.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

TINY = 1e-6
"""What every weight's squares begin with."""


def moved(
    gradient: NDArray[np.float32], squares: NDArray[np.float32], *, stride: np.float32
) -> NDArray[np.float32]:
    """How far weights move along a gradient, whose memory it takes; its squares are added to `squares`."""
    squares += gradient * gradient
    gradient *= stride
    gradient /= np.sqrt(squares)
    return gradient


class Occurring:
    """Tells which of many columns occur, a batch at a time: marks set are faster than numbers sorted."""

    def __init__(self, columns: int) -> None:
        self._occurs = np.zeros(columns, dtype=np.bool_)
        self._place = np.zeros(columns, dtype=np.int32)

    def in_batch(self, batch: sparse.csr_matrix) -> tuple[NDArray[np.intp], sparse.csr_matrix]:
        """The columns that occur in a batch, in order, and the batch without all others."""
        self._occurs[batch.indices] = True
        columns = np.flatnonzero(self._occurs)
        self._occurs[columns] = False
        self._place[columns] = np.arange(len(columns), dtype=np.int32)
        kept = (batch.data, self._place[batch.indices], batch.indptr)
        return columns, sparse.csr_matrix(kept, shape=(batch.shape[0], len(columns)))
