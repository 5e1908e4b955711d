"""Fitting the tagger: one linear model per label over hashed features."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import SGDClassifier

_PASSES = 6


def fit_tagger(
    columns: NDArray[np.int32], row_ends: NDArray[np.int64], targets: Sequence[str], *, size: int, seed: int
) -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
    """Labels, weights (feature x label) and biases; the same input gives the same numbers."""
    ones = np.ones(len(columns), dtype=np.float32)
    rows = sparse.csr_matrix((ones, columns, row_ends), shape=(len(targets), size))
    rows.sum_duplicates()
    model = SGDClassifier(
        loss="modified_huber",
        alpha=2e-6,
        max_iter=_PASSES,
        tol=None,
        random_state=seed,
        average=True,
        n_jobs=2,
    )
    model.fit(rows, list(targets))
    weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
    return list(model.classes_), weights, model.intercept_.astype(np.float32)
