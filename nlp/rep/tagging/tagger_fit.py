"""Fitting the tagger: for each word, the shares of the labels its clause may hold, over hashed features."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.fitting import shares

_BATCH = 512
_STRIDE = 0.1
_LAST_SHARE = 0.05
_TINY = 1e-6
_SNAPSHOTS = 16
"""How often the weights are looked at in the last pass: their mean depends less on the order of the words."""
_NEVER = np.float32(-1e9)

FLOATS = NDArray[np.float32]


def fit_tagger(
    rows: sparse.csr_matrix, targets: NDArray[np.int64], *, barred: NDArray[np.bool_], seed: int, passes: int
) -> tuple[FLOATS, FLOATS]:
    """Weights (feature x label) and biases; `barred` says of each word which labels it cannot bear.

    The same input gives the same numbers.
    """
    labels = barred.shape[1]
    weights = np.zeros((rows.shape[1], labels), dtype=np.float32)
    gathered = np.full_like(weights, _TINY)
    bias = np.zeros(labels, dtype=np.float32)
    order = np.random.default_rng(seed)
    mean_weights, mean_bias = np.zeros_like(weights), np.zeros_like(bias)
    occurring = _Occurring(rows.shape[1])
    for done in range(passes):
        stride = np.float32(_STRIDE * (1 - done / passes + _LAST_SHARE))
        shuffled = order.permutation(len(targets))
        every = max(1, len(shuffled) // _BATCH // _SNAPSHOTS)
        taken = 0
        for turn, start in enumerate(range(0, len(shuffled), _BATCH)):
            chosen = shuffled[start : start + _BATCH]
            columns, batch = occurring.in_batch(rows[chosen])
            own = weights.take(columns, axis=0)
            scores = batch @ own + bias
            scores[barred[chosen]] = _NEVER
            error = shares(scores)
            error[np.arange(len(chosen)), targets[chosen]] -= 1
            error /= np.float32(len(chosen))
            gradient = batch.T @ error
            squares = gathered.take(columns, axis=0) + gradient * gradient
            gathered[columns] = squares
            weights[columns] = own - stride * gradient / np.sqrt(squares)
            bias -= stride * error.sum(axis=0)
            if done == passes - 1 and turn % every == 0:
                taken += 1
                mean_weights += (weights - mean_weights) / np.float32(taken)
                mean_bias += (bias - mean_bias) / np.float32(taken)
    return mean_weights, mean_bias


class _Occurring:
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
