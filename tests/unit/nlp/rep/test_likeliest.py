"""Labels are chosen for all words together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.rep.tagging.likeliest import likeliest_run


def scores(*by_word: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    """Scores given word by word: a row of labels for each label before (the start first)."""
    return np.array(by_word, dtype=np.float32).transpose(1, 0, 2)


def test_one_word_gets_its_best_label() -> None:
    assert likeliest_run(scores([[0, 2], [9, 0], [9, 0]])) == [1]


def test_what_follows_may_outweigh_the_best_label_of_a_word() -> None:
    first = [[0.5, 0.0], [0.0, 0.0], [0.0, 0.0]]
    second = [[0.0, 0.0], [0.0, 0.0], [0.0, 5.0]]
    assert likeliest_run(scores(first, second)) == [1, 1]


def test_scores_count_as_shares_so_that_no_row_weighs_by_its_size() -> None:
    first = [[0.0, 0.5], [0.0, 0.0], [0.0, 0.0]]
    second = [[0.0, 0.0], [90.0, 90.0], [3.0, 0.0]]
    assert likeliest_run(scores(first, second)) == [1, 0]
