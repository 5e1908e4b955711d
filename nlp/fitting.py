"""Fitting the linear model of the classifier and calibrating what it says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True, slots=True)
class Fitted:
    """A linear model (one column of weights per label) and the temperature that calibrates it."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float


def fit(rows: sparse.csr_matrix, targets: NDArray[np.int64], *, seed: int) -> Fitted:
    """Fit a multinomial logistic regression; the same input gives the same numbers."""
    model = LogisticRegression(C=10.0, max_iter=200, tol=1e-3, random_state=seed)
    model.fit(rows, targets)
    weights, bias = model.coef_.T, model.intercept_
    if weights.shape[1] == 1:
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return Fitted(weights.astype(np.float32), bias.astype(np.float32), 1.0)
