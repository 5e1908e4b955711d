"""Any text is read, quickly, the same way each time."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.times import find_times
from nlp.times.words import LEXICON

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
SOON = 10.0
"""Processor seconds on whatever machine; what grows with the square of its length takes minutes."""
words = st.sampled_from(
    [
        *sorted(LEXICON),
        *[
            "the",
            "of",
            "in",
            "on",
            "at",
            "by",
            "to",
            "and",
            "a",
            "1",
            "2",
            "3rd",
            "10",
            "15:30",
            "2026",
            "3/4",
            "31",
            "q",
            "h",
            "-",
            ",",
            ".",
            "(",
            ")",
        ],
    ]
)


@given(text=st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    _assert_consistent(text)


@given(said=st.lists(words, max_size=14), past=st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_row_of_words_of_time_is_read_without_an_error(*, said: list[str], past: bool) -> None:
    _assert_consistent(" ".join(said), past=past)


def _assert_consistent(text: str, *, past: bool = False) -> None:
    end = 0
    for mention in find_times(text, now=NOW, tz="Europe/Madrid", past=past):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.first <= mention.last
        assert mention.as_datetime().tzinfo is not None
        period = mention.as_period()
        assert period is None or period.start < period.end
        assert isinstance(mention.as_date().isoformat(), str)
        end = mention.end


@pytest.mark.parametrize(
    "unit",
    [
        "and ",
        "may ",
        "1 ",
        "monday to ",
        "every monday at 9 ",
        "the first of the next week of ",
        "3 may 4 june 5 ",
        "a@",
        "1",
        "1.",
        "12:30",
        " ",
        "\x00",
        "😀",
        "\u202eabc ",
        "next ",
        "2 h ",
        "from 1 to ",
        "every 30 february ",
        "every 9999 years ",
    ],
)
def test_a_hostile_text_of_200_kilobytes_is_read_soon(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    find_times(text, now=NOW, tz="Europe/Madrid")
    assert time.process_time() - start < SOON


def test_letters_that_change_their_length_in_lower_case_keep_the_places_right() -> None:
    text = "İİİ İstanbul: tomorrow at 3pm"
    (mention,) = find_times(text, now=NOW, tz="Europe/Istanbul")
    assert text[mention.start : mention.end] == "tomorrow at 3pm"


def test_the_reading_does_not_hang_on_the_hash_seed() -> None:
    script = (
        "from datetime import datetime, UTC; from nlp.times import find_times;"
        "print(find_times('first Monday of next month at 3 or the end of Q2, Fri 9-10, since May', "
        "now=datetime(2026, 3, 4, tzinfo=UTC), tz='America/New_York'))"
    )
    root = Path(__file__).parents[4]
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(seen) == 1
