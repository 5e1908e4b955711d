"""Which way to cut a message reads best: six figures of each way, weighed as labelled messages taught."""

from collections.abc import Sequence
from itertools import pairwise
from math import log
from operator import mul
from typing import NamedTuple

from nlp.classifier import Prediction
from nlp.rep.meaning.precedence import BACKGROUND, NOTHING

NO_ACTS = frozenset({NOTHING, BACKGROUND, "smalltalk"})
"""What beside an order is hardly ever an act of its own."""
_UNLIKELIEST = 0.05


class Figures(NamedTuple):
    """What speaks for one way to cut; of two stretches cut side by side, the figures add up."""

    sure: float
    """Logarithms of how surely the clauses are read."""
    sure_by_parts: float
    """The same, each as often as there are clauses it could still be cut into."""
    joints: float
    """Log odds that the joints part two acts."""
    alike: float
    """How many cuts part two acts of one kind."""
    least_sure: float
    """How surely the less sure side of each cut is read."""
    idle: float
    """How many cuts stand before what is hardly an act."""


WEIGHTS = Figures(sure=2.24, sure_by_parts=1.49, joints=1.22, alike=-0.93, least_sure=2.24, idle=-3.49)
"""Fitted by `rapport evaluate --cuts`."""


def figures(clauses: Sequence[tuple[Prediction, int]], chances: Sequence[float]) -> Figures:
    """The figures of clauses, each with how many it could be cut into, and of the joints cut between them."""
    sides = [(left, right) for (left, _), (right, _) in pairwise(clauses)]
    sure = [log(max(answer.probability, _UNLIKELIEST)) for answer, _ in clauses]
    return Figures(
        sure=sum(sure),
        sure_by_parts=sum(parts * one for (_, parts), one in zip(clauses, sure, strict=True)),
        joints=sum(log(chance / (1 - chance)) for chance in chances),
        alike=sum(left.label == right.label for left, right in sides),
        least_sure=sum(min(left.probability, right.probability) for left, right in sides),
        idle=sum(right.label in NO_ACTS for _, right in sides),
    )


def worth(found: Figures) -> float:
    """How well a way to cut reads; of several the highest is the one."""
    return float(sum(map(mul, found, WEIGHTS)))
