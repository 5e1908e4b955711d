"""Typing errors are the number asked for, and the same for the same generator."""

import random

import pytest
from rapidfuzz.distance import DamerauLevenshtein

from assistant.bench.typing_errors import misspelt


@pytest.mark.parametrize("typos", [0, 1, 2])
def test_a_misspelt_name_is_at_most_that_far_away(typos: int) -> None:
    generator = random.Random(3)
    distances = {
        DamerauLevenshtein.distance("jane doe", misspelt("jane doe", typos, generator)) for _ in range(200)
    }
    assert max(distances) == typos


def test_the_same_generator_makes_the_same_errors() -> None:
    assert misspelt("jane doe", 2, random.Random(5)) == misspelt("jane doe", 2, random.Random(5))
