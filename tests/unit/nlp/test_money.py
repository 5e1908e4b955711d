"""Amounts of money with their currencies, bounds and ranges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.money import MoneyMention, find_money
from nlp.values import Money


def amounts(text: str, *, bare: bool = False) -> list[tuple[Decimal, str | None]]:
    return [(mention.value.amount, mention.value.currency) for mention in find_money(text, bare=bare)]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("48k", "48000", None),
        ("48 K", "48000", None),
        ("1.2M", "1200000", None),
        ("1.5 mil", "1500000", None),
        ("forty grand", "40000", None),
        ("forty k", "40000", None),
        ("half a million", "500000", None),
        ("a couple of grand", "2000", None),
        ("a quarter million", "250000", None),
        ("three quarters of a million", "750000", None),
        ("one point five million", "1500000", None),
        ("fifty-two thousand five hundred", "52500", None),
        ("20 lakh", "2000000", None),
        ("2.5 crore rupees", "25000000", "INR"),
        ("₹18,50,000", "1850000", "INR"),
        ("Rs. 500", "500", "INR"),
        ("$12,500.00", "12500", "USD"),
        ("$ 1,200", "1200", "USD"),
        ("1200$", "1200", "USD"),
        ("$2.5mm", "2500000", "USD"),
        ("$1.2 million", "1200000", "USD"),
        ("85 dollars", "85", "USD"),
        ("50 bucks", "50", "USD"),
        ("a hundred bucks", "100", "USD"),
        ("USD 5000", "5000", "USD"),
        ("5000 usd", "5000", "USD"),
        ("USD12k", "12000", "USD"),
        ("12kUSD", "12000", "USD"),
        ("US$ 300", "300", "USD"),
        ("C$500", "500", "CAD"),
        ("500 AUD", "500", "AUD"),
        ("€1.200,50", "1200.50", "EUR"),
        ("€45,90", "45.90", "EUR"),
        ("73.250 €", "73250", "EUR"),
        ("12 000 €", "12000", "EUR"),
        ("1.234,50 EUR", "1234.50", "EUR"),
        ("€1,5k", "1500", "EUR"),
        ("75k eur", "75000", "EUR"),
        ("fifty thousand euros", "50000", "EUR"),
        ("£3.5m", "3500000", "GBP"),
        ("8,000 pounds", "8000", "GBP"),
        ("500 quid", "500", "GBP"),
        ("12'500 CHF", "12500", "CHF"),
    ],
)
def test_one_amount(text: str, amount: str, currency: str | None) -> None:
    sentence = f"the deal is {text} now"
    (mention,) = find_money(sentence)
    assert mention.value == Money(Decimal(amount), currency)
    assert sentence[mention.start : mention.end] == mention.text == text


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("between 10 and 12k", 10_000, 12_000, None),
        ("from 5 to 15k", 5_000, 15_000, None),
        ("5-15k", 5_000, 15_000, None),
        ("$5-10k", 5_000, 10_000, "USD"),
        ("$5k - $10k", 5_000, 10_000, "USD"),
        ("5 to 10k EUR", 5_000, 10_000, "EUR"),
        ("between $100 and 200", 100, 200, "USD"),
        ("1 to 1.5 million", 1_000_000, 1_500_000, None),
        ("50k-60k", 50_000, 60_000, None),
    ],
)
def test_a_range_shares_its_unit(text: str, low: int, high: int, currency: str | None) -> None:
    least, most = find_money(text)
    assert (least.value, most.value) == (Money(Decimal(low), currency), Money(Decimal(high), currency))
    assert least.is_lower_bound
    assert least.partner == most.value
    assert most.is_upper_bound
    assert most.partner == least.value


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("over 20k", "min"),
        ("more than $10k", "min"),
        ("at least 15k", "min"),
        ("above 20k", "min"),
        ("20k or more", "min"),
        ("20k+", "min"),
        (">= 20k", "min"),
        ("under 20k", "max"),
        ("less than 20k", "max"),
        ("up to 20k", "max"),
        ("at most 20k", "max"),
        ("no more than 20k", "max"),
        ("20k or less", "max"),
        ("20k max", "max"),
        ("around 20k", None),
        ("20k", None),
    ],
)
def test_bounds(text: str, bound: str | None) -> None:
    (mention,) = find_money(f"deals {text}")
    assert mention.bound == bound


def test_two_bounds_in_one_question() -> None:
    least, most = find_money("deals over $10,000 and under $20,000")
    assert (least.bound, most.bound) == ("min", "max")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("90k, not 80k", 90_000),
        ("not 80 but 90k", 90_000),
        ("90k instead of 80k", 90_000),
        ("90k rather than 80k", 90_000),
        ("it was 80k, now 90k", 90_000),
        ("the deal was 90k", 90_000),
    ],
)
def test_a_replaced_figure_is_no_value(text: str, amount: int) -> None:
    assert amounts(text) == [(Decimal(amount), None)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("make it 60", 60),
        ("set it to 52,500 and close 5/3", 52_500),
        ("change to 45 on 3 March", 45),
        ("60 for Acme, at 65%", 60),
        ("no wait, 48", 48),
        ("no 48", 48),
        ("fifty", 50),
        ("15000 by Q3, ticket 3001, in 3 weeks, for 5 users", 15_000),
    ],
)
def test_a_bare_figure_counts_where_asked_for(text: str, amount: int) -> None:
    assert amounts(text, bare=True) == [(Decimal(amount), None)]
    assert amounts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "this one",
        "at 3pm on the 5th",
        "2026-03-04 at 15:30",
        "call 415 555 0100",
        "10 to 20 deals",
        "65%",
        "ticket 3001",
        "#42",
        "the last 7 days",
        "10k users and 5k seats",
        "👍",
    ],
)
def test_figures_that_are_no_money(text: str) -> None:
    assert amounts(text, bare=True) == []


def test_a_country_has_its_own_dollar_and_rupee() -> None:
    assert find_money("$500", country="AU")[0].value.currency == "AUD"
    assert find_money("500 rupees", country="PK")[0].value.currency == "PKR"
    assert find_money("US$500", country="AU")[0].value.currency == "USD"


@given(cents=st.integers(min_value=100, max_value=10**12), sign=st.sampled_from("$€£"))
def test_grouped_amounts_read_back_in_both_notations(cents: int, sign: str) -> None:
    amount = Decimal(cents) / 100
    american = f"{amount:,.2f}"
    european = american.translate(str.maketrans(",.", ".,"))
    for text in (f"{sign}{american}", f"{european} {sign}"):
        (mention,) = find_money(text)
        assert mention.value.amount == amount


@given(text=st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for mention in find_money(text, bare=True):
        assert isinstance(mention, MoneyMention)
        assert 0 <= mention.start < mention.end <= len(text)
