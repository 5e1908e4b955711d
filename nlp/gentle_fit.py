"""A gentle fit for texts made of patterns: few passes, soft targets.

Texts made of patterns are easily learnt by heart. Fitting them to the optimum made the classifier surer and,
on wordings no pattern has, worse (89 against 91 % of messages); so it stops early and is never told that a
label is certain. Steps shrink per weight as its gradients add up (Adagrad).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.fitting import FLOATS, Fitted, Rows, shares

_PASSES = 4
_BATCH = 128
_STRIDE = 0.1
_LAST_SHARE = 0.05
_SOFTNESS = 0.05
_TINY = 1e-6
_CERTAINTY = 1.0


def gentle_fit(rows: Rows, targets: NDArray[np.int64], *, seed: int, passes: int = _PASSES) -> Fitted:
    """Weights for every label; the same input gives the same numbers.

    Examples written one by one bear more `passes` than those made of patterns.
    """
    labels = int(targets.max()) + 1
    weights = np.zeros((rows.dense.shape[1] + rows.terms.shape[1] + 1, labels), dtype=np.float32)
    gathered = np.full_like(weights, _TINY)
    order = np.random.default_rng(seed)
    for done in range(passes):
        stride = np.float32(_STRIDE * (1 - done / passes + _LAST_SHARE))
        shuffled = order.permutation(len(targets))
        for start in range(0, len(shuffled), _BATCH):
            chosen = shuffled[start : start + _BATCH]
            _step(rows.some(chosen), targets[chosen], weights=weights, gathered=gathered, stride=stride)
    return Fitted(weights, _CERTAINTY)


def _step(
    batch: Rows,
    targets: NDArray[np.int64],
    *,
    weights: FLOATS,
    gathered: FLOATS,
    stride: np.float32,
) -> None:
    """One step on a batch, in place; of the terms, only those that occur in it are touched."""
    width = batch.dense.shape[1]
    small, columns = _occurring(batch.terms)
    columns = columns + width
    scores = batch.dense @ weights[:width] + small @ weights[columns] + weights[-1]
    wanted = np.full_like(scores, _SOFTNESS / scores.shape[1])
    wanted[np.arange(len(targets)), targets] += 1 - _SOFTNESS
    error = (shares(scores) - wanted) / np.float32(len(targets))
    for touched, gradient in ((slice(0, width), batch.dense.T @ error), (columns, small.T @ error)):
        squares = gathered[touched] + gradient * gradient
        gathered[touched] = squares
        weights[touched] -= stride * gradient / np.sqrt(squares)
    weights[-1] -= stride * error.sum(axis=0)


def _occurring(terms: sparse.csr_matrix) -> tuple[sparse.csr_matrix, NDArray[np.int64]]:
    """The terms without the columns that are empty, and which those kept are."""
    occurs = np.zeros(terms.shape[1], dtype=bool)
    occurs[terms.indices] = True
    columns = np.flatnonzero(occurs)
    places = np.cumsum(occurs) - 1
    kept = (terms.data, places[terms.indices], terms.indptr)
    return sparse.csr_matrix(kept, shape=(terms.shape[0], len(columns))), columns
