"""The weights by which a way to cut a message is chosen (`nlp.rep.cutting.judge`), from labelled messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.evaluation.gold import Reading, model_reading
from nlp.rep.cutting.judge import Figures
from nlp.rep.reader import RepReader
from nlp.understanding import Utterance

_PENALTY = 0.1
_IMPOSSIBLE = 1e-12


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to cut one message: way x figure, and which lead to the intents it is labelled with."""

    figures: NDArray[np.float64]
    right: NDArray[np.bool_]

    def is_right(self, weights: Figures) -> bool:
        """Whether the way that these weights choose is a right one."""
        return bool(self.right[int(np.argmax(self.figures @ np.array(weights)))])


def disputed(reader: RepReader, messages: Iterable[tuple[Utterance, Reading]]) -> list[Ways]:
    """The ways to cut each labelled message; those left out of which every way is right, or none."""
    found = []
    for utterance, meant in messages:
        ways = reader.ways(utterance)
        right = np.array([model_reading("rep", read).intents == meant.intents for _, read in ways])
        if right.any() and not right.all():
            found.append(Ways(np.array([figures for figures, _ in ways], dtype=np.float64), right))
    return found


def fit(messages: Sequence[Ways]) -> Figures:
    """The weights under which right ways are likeliest: a softmax over the ways of each, weakly penalised."""
    from scipy.optimize import minimize

    found = minimize(_loss, np.zeros(len(Figures._fields)), args=(messages,), jac=True, method="L-BFGS-B")
    return Figures(*(round(float(weight), 2) for weight in found.x))


def _loss(weights: NDArray[np.float64], messages: Sequence[Ways]) -> tuple[float, NDArray[np.float64]]:
    loss, gradient = _PENALTY * float(weights @ weights), 2 * _PENALTY * weights
    for one in messages:
        scores = one.figures @ weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        of_right = np.where(one.right, chances, 0.0)
        together = of_right.sum() + _IMPOSSIBLE
        loss -= float(np.log(together))
        gradient = gradient + one.figures.T @ (chances - of_right / together)
    return loss, gradient
