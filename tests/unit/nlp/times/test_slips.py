"""One slip of the finger is forgiven; another word is left as it is."""

import pytest

from nlp.times.slips import corrected


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("tomorrw", "tomorrow"),
        ("tomrrow", "tomorrow"),
        ("yestreday", "yesterday"),
        ("wedneday", "wednesday"),
        ("thurssday", "thursday"),
        ("septembr", "september"),
        ("ocotber", "october"),
        ("quartre", "quarter"),
        ("weekned", "weekend"),
        ("mornnig", "morning"),
    ],
)
def test_a_slip_is_corrected(slip: str, word: str) -> None:
    assert corrected(slip) == word


@pytest.mark.parametrize(
    "word",
    [
        "sundar",
        "mourning",
        "warning",
        "quartet",
        "monthly",
        "evening's",
        "weekly",
        "mouth",
        "marsh",
        "matter",
        "moving",
    ],
)
def test_another_word_is_left_alone(word: str) -> None:
    assert corrected(word) is None
