"""Fitting the tagger: for each word, the shares of the labels its clause may hold, over hashed features."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.adagrad import TINY, Occurring, moved
from nlp.fitting import shares

_BATCH = 512
_STRIDE = 0.1
_LAST_SHARE = 0.05
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
    gathered = np.full_like(weights, TINY)
    bias = np.zeros(labels, dtype=np.float32)
    order = np.random.default_rng(seed)
    mean_weights, mean_bias = np.zeros_like(weights), np.zeros_like(bias)
    occurring = Occurring(rows.shape[1])
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
            squares = gathered.take(columns, axis=0)
            weights[columns] = own - moved(batch.T @ error, squares, stride=stride)
            gathered[columns] = squares
            bias -= stride * error.sum(axis=0)
            if done == passes - 1 and turn % every == 0:
                taken += 1
                mean_weights += (weights - mean_weights) / np.float32(taken)
                mean_bias += (bias - mean_bias) / np.float32(taken)
    return mean_weights, mean_bias
