"""The likeliest run of labels over the words of a clause, where each label depends on the one before."""

import numpy as np
from numpy.typing import NDArray


def likeliest_run(scores: NDArray[np.float32]) -> list[int]:
    """The run of labels with the highest product of shares, as their places.

    `scores[before, word, label]`: row 0 of `before` is the start, row n + 1 stands for label n.
    """
    surely = _logarithms(scores)
    worth, came_from = surely[0, 0], list[NDArray[np.int64]]()
    for place in range(1, surely.shape[1]):
        ways = worth[:, None] + surely[1:, place]
        came_from.append(ways.argmax(axis=0))
        worth = ways.max(axis=0)
    chosen = [int(worth.argmax())]
    for step in reversed(came_from):
        chosen.append(int(step[chosen[-1]]))
    return chosen[::-1]


def _logarithms(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The logarithm of each label's share among all for its word."""
    below = scores - scores.max(axis=-1, keepdims=True)
    found: NDArray[np.float32] = below - np.log(np.exp(below).sum(axis=-1, keepdims=True))
    return found
