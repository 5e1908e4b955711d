"""Fitting the classifier's linear model, and calibrating what it says.

A multinomial logistic regression by limited-memory BFGS in single precision: the same optimum as the
library's solver at a fraction of its time and memory, because the dense and the sparse part of the
features are multiplied apart.
"""

from collections import deque
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

FLOATS = NDArray[np.float32]
_INVERSE_PENALTY = 10.0
_STEPS = 60
_REFINING_STEPS = 20
_MEMORY = 6
_LEAST_GAIN = 2e-4
_HELD_OUT = 0.15
_TEMPERATURES = np.geomspace(0.2, 2.5, 60)


@dataclass(frozen=True, slots=True)
class Rows:
    """Features of texts: dense vectors and sparse terms, in parallel."""

    dense: FLOATS
    terms: sparse.csr_matrix

    def some(self, chosen: NDArray[np.int64]) -> "Rows":
        """The chosen rows."""
        return Rows(self.dense[chosen], self.terms[chosen])

    def times(self, weights: FLOATS) -> FLOATS:
        """Scores of every label; `weights` holds dense rows, then term rows, then the bias."""
        width = self.dense.shape[1]
        scores: FLOATS = self.dense @ weights[:width] + self.terms @ weights[width:-1] + weights[-1]
        return scores


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights (rows: dense, terms, bias; one column per label) and the temperature that calibrates them."""

    weights: FLOATS
    temperature: float


class Fit(Protocol):
    """A way to fit: features and the column of each row's label in, weights out."""

    def __call__(self, rows: Rows, targets: NDArray[np.int64], *, seed: int) -> Fitted:
        """The same input must give the same numbers."""
        ...


def fit(rows: Rows, targets: NDArray[np.int64], *, seed: int) -> Fitted:
    """Fit and calibrate; the same input gives the same numbers.

    The temperature is the likeliest one for texts held out of a first fit, which the final fit over
    everything then starts from.
    """
    labels = int(targets.max()) + 1
    held, kept = _split(targets, seed=seed)
    start = np.zeros((rows.dense.shape[1] + rows.terms.shape[1] + 1, labels), dtype=np.float32)
    first = _minimise(_Loss(rows.some(kept), targets[kept], labels), start, steps=_STEPS)
    temperature = _likeliest_temperature(rows.some(held).times(first), targets[held])
    weights = _minimise(_Loss(rows, targets, labels), first, steps=_REFINING_STEPS)
    return Fitted(weights, temperature)


def shares(scores: FLOATS) -> FLOATS:
    """Turn each row of scores into probabilities."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    normed: FLOATS = raised / raised.sum(axis=1, keepdims=True)
    return normed


def _split(targets: NDArray[np.int64], *, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hold out a share of the rows, but never the only one of a label."""
    order = np.random.default_rng(seed).permutation(len(targets))
    _, first_of_label = np.unique(targets[order], return_index=True)
    free = np.setdiff1d(np.arange(len(order)), first_of_label)
    held = free[: max(1, int(_HELD_OUT * len(targets)))] if len(free) else np.arange(len(order))
    kept = np.setdiff1d(np.arange(len(order)), held) if len(free) else held
    return np.sort(order[held]), np.sort(order[kept])


def _likeliest_temperature(scores: FLOATS, targets: NDArray[np.int64]) -> float:
    rows = np.arange(len(targets))
    losses = [
        -float(np.log(shares(scores / temperature)[rows, targets] + 1e-12).mean())
        for temperature in _TEMPERATURES
    ]
    return float(_TEMPERATURES[int(np.argmin(losses))])


class _Loss:
    """Mean cross-entropy plus the penalty on large weights, with its gradient."""

    def __init__(self, rows: Rows, targets: NDArray[np.int64], labels: int) -> None:
        self._rows = rows
        self._targets = targets
        self._dense_turned = np.ascontiguousarray(rows.dense.T)
        self._terms_turned = rows.terms.T.tocsr()
        self._penalty = np.float32(1 / (_INVERSE_PENALTY * len(targets)))

    def at(self, weights: FLOATS) -> tuple[float, FLOATS]:
        """The loss and its gradient."""
        count = len(self._targets)
        picked = np.arange(count), self._targets
        error = shares(self._rows.times(weights))
        loss = -float(np.log(error[picked] + 1e-30).mean())
        error[picked] -= 1
        error /= np.float32(count)
        gradient = np.empty_like(weights)
        width = len(self._dense_turned)
        gradient[:width] = self._dense_turned @ error
        gradient[width:-1] = self._terms_turned @ error
        gradient[:-1] += self._penalty * weights[:-1]
        gradient[-1] = error.sum(axis=0)
        return loss + 0.5 * float(self._penalty * np.vdot(weights[:-1], weights[:-1])), gradient


def _minimise(loss: _Loss, weights: FLOATS, *, steps: int) -> FLOATS:
    """Limited-memory BFGS with a halving line search; stops when a step gains next to nothing."""
    value, gradient = loss.at(weights)
    steps_seen: deque[tuple[FLOATS, FLOATS]] = deque(maxlen=_MEMORY)
    for step in range(steps):
        direction = _direction(gradient, steps_seen)
        slope = float(np.vdot(gradient, direction))
        stride = 1.0
        while True:
            moved = weights - np.float32(stride) * direction
            new_value, new_gradient = loss.at(moved)
            if new_value <= value - 1e-4 * stride * slope or stride < 1e-4:
                break
            stride /= 2
        if np.vdot(moved - weights, new_gradient - gradient) > 1e-12:
            steps_seen.append((moved - weights, new_gradient - gradient))
        gain = value - new_value
        weights, value, gradient = moved, new_value, new_gradient
        if step > _MEMORY and gain < _LEAST_GAIN * value:
            break
    return weights


def _direction(gradient: FLOATS, steps_seen: "deque[tuple[FLOATS, FLOATS]]") -> FLOATS:
    """The two-loop recursion: an approximate Newton step from the last few moves."""
    direction = gradient.copy()
    factors: list[float] = []
    for moved, turned in reversed(steps_seen):
        factor = float(np.vdot(moved, direction)) / float(np.vdot(moved, turned))
        factors.append(factor)
        direction -= np.float32(factor) * turned
    if steps_seen:
        moved, turned = steps_seen[-1]
        direction *= np.float32(np.vdot(moved, turned) / np.vdot(turned, turned))
    else:
        direction *= np.float32(min(50.0, 50.0 / float(np.abs(gradient).sum())))
    for (moved, turned), factor in zip(steps_seen, reversed(factors), strict=True):
        back = float(np.vdot(turned, direction)) / float(np.vdot(moved, turned))
        direction += np.float32(factor - back) * moved
    return direction
