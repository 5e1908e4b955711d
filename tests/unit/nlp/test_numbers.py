"""Numbers in digits and words, and percentages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.numbers import find_numbers, find_percents


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("48", "48"),
        ("1,234", "1234"),
        ("1.234", "1234"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234 567", "1234567"),
        ("1'234'567", "1234567"),
        ("18,50,000", "1850000"),
        ("45,90", "45.90"),
        ("0.125", "0.125"),
        ("48k", "48000"),
        ("1.2M", "1200000"),
        ("1.125M", "1125000"),
        ("1,5 mil", "1500000"),
        ("3bn", "3000000000"),
        ("five", "5"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("forty-eight", "48"),
        ("forty eight thousand", "48000"),
        ("forty k", "40000"),
        ("a hundred and five", "105"),
        ("twenty-five hundred", "2500"),
        ("half a million", "500000"),
        ("one hundred and twenty thousand five hundred", "120500"),
        ("two billion three hundred million", "2300000000"),
        ("nine hundred ninety-nine", "999"),
    ],
)
def test_one_number(text: str, value: str) -> None:
    (mention,) = find_numbers(f"we need {text} of them")
    assert mention.value == Decimal(value)
    assert mention.text == text


def test_neighbouring_words_that_make_no_number_together_are_not_summed() -> None:
    assert Decimal(11) not in [mention.value for mention in find_numbers("five six")]


@given(number=st.integers(min_value=0, max_value=10**10))
def test_grouped_digits_read_back(number: int) -> None:
    (mention,) = find_numbers(f"{number:,}")
    assert mention.value == number


@given(number=st.integers(min_value=1, max_value=999_999))
def test_words_read_back(number: int) -> None:
    (mention,) = find_numbers(_in_words(number))
    assert mention.value == number


_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety"


def _in_words(number: int) -> str:
    if number >= 1000:
        rest = number % 1000
        return f"{_in_words(number // 1000)} thousand" + (f" {_in_words(rest)}" if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{_in_words(number // 100)} hundred" + (f" and {_in_words(rest)}" if rest else "")
    if number >= 20:
        return _TENS.split()[number // 10] + (f"-{_in_words(number % 10)}" if number % 10 else "")
    return _SMALL.split()[number]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("60%", [60]),
        ("60 percent", [60]),
        ("sixty per cent", [60]),
        ("12.5 pct", [12.5]),
        ("from 40% to 60 %", [40, 60]),
        ("60", []),
    ],
)
def test_percentages(text: str, values: list[float]) -> None:
    assert [mention.value for mention in find_percents(text)] == values
