"""Familiarity: how near a text is to remembered texts of its own label, not of others."""

import numpy as np
import pytest

from nlp.remembered import MOST_OF_LABEL, Remembered

EAST, NORTH = np.array([1.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)


def remembered(*, east: int, north: int) -> Remembered:
    vectors = np.stack([EAST] * east + [NORTH] * north)
    targets = np.array([0] * east + [1] * north)
    return Remembered.of(vectors, targets, labels=3, seed=0)


def test_only_texts_of_the_label_count() -> None:
    known = remembered(east=5, north=5)
    assert known.familiarity(np.stack([EAST, EAST]), [0, 1]) == pytest.approx([1.0, 0.0])


def test_a_label_without_texts_is_never_familiar() -> None:
    known = remembered(east=5, north=5)
    assert known.familiarity(EAST[None], [2]) == pytest.approx([0.0])
    assert Remembered.nothing(labels=3).familiarity(EAST[None], [1]) == pytest.approx([0.0])


def test_few_texts_are_all_neighbours() -> None:
    assert remembered(east=1, north=1).familiarity(EAST[None], [0]) == pytest.approx([1.0])


def test_of_many_texts_a_draw_is_kept() -> None:
    known = remembered(east=MOST_OF_LABEL * 2, north=3)
    assert len(known.vectors) == MOST_OF_LABEL + 3
    assert known.familiarity(NORTH[None], [1]) == pytest.approx([1.0])
