"""What people call currencies: signs, words and ISO 4217 codes, and which dollar or rupee a country means."""

import re

_SIGNS = dict(
    zip(
        "€£₹¥₩₽₺₫₪฿₱₦₴",
        ["EUR", "GBP", "INR", "JPY", "KRW", "RUB", "TRY", "VND", "ILS", "THB", "PHP", "NGN", "UAH"],
        strict=True,
    )
)
_DOLLAR_SIGNS = {
    **dict.fromkeys(("us$", "u$"), "USD"),
    **dict.fromkeys(("a$", "au$"), "AUD"),
    **dict.fromkeys(("c$", "ca$", "cdn$"), "CAD"),
    "nz$": "NZD",
    "hk$": "HKD",
    "s$": "SGD",
    "r$": "BRL",
    "mx$": "MXN",
}
_WORDS = {
    **dict.fromkeys(("us dollar", "us dollars", "american dollars", "usd"), "USD"),
    **dict.fromkeys(("euro", "euros", "eur"), "EUR"),
    **dict.fromkeys(("pound", "pounds", "quid", "sterling", "pounds sterling", "gbp"), "GBP"),
    **dict.fromkeys(("yen", "jpy"), "JPY"),
    **dict.fromkeys(("franc", "francs", "swiss francs", "chf"), "CHF"),
    **dict.fromkeys(("aussie dollars", "australian dollars", "aud"), "AUD"),
    **dict.fromkeys(("canadian dollars", "cad"), "CAD"),
    **dict.fromkeys(("yuan", "rmb", "cny"), "CNY"),
    "inr": "INR",
}
_DOLLAR_WORDS = ("$", "dollar", "dollars", "dolar", "dolars", "buck", "bucks")
_RUPEE_WORDS = ("rupee", "rupees", "rs", "rs.")
_CODES = [
    "nzd",
    "sek",
    "nok",
    "dkk",
    "pln",
    "czk",
    "huf",
    "ron",
    "bgn",
    "try",
    "zar",
    "brl",
    "mxn",
    "sgd",
    "hkd",
    "krw",
    "thb",
    "php",
    "idr",
    "myr",
    "vnd",
    "ils",
    "aed",
    "sar",
    "qar",
    "egp",
    "ngn",
    "kes",
    "pkr",
    "bdt",
    "lkr",
    "npr",
    "clp",
    "cop",
    "ars",
    "pen",
    "uah",
    "rub",
]
_DOLLARS = {"AU": "AUD", "CA": "CAD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"}
_RUPEES = {"PK": "PKR", "LK": "LKR", "NP": "NPR"}


def _any_of(names: list[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)


_SIGN = _any_of(["$", *_SIGNS, *_DOLLAR_SIGNS])
_NAME = _any_of([*_WORDS, *_DOLLAR_WORDS[1:], *_RUPEE_WORDS, *_CODES])
_LETTER = r"[^\W\d_]"

CURRENCY_BEFORE = re.compile(rf"(?<!{_LETTER})(?P<mark>{_SIGN}|{_NAME})\s?$", re.IGNORECASE)
"""Searched in the few characters before a figure."""
CURRENCY_AFTER = re.compile(rf"\s?(?P<mark>{_SIGN}|(?:{_NAME})(?!{_LETTER}))", re.IGNORECASE)
"""Matched at the end of a figure."""


def currency_of(mark: str, *, country: str = "US") -> str:
    """The ISO code meant by a sign, word or code; a plain dollar or rupee is the country's own."""
    folded = re.sub(r"\s+", " ", mark.lower()).strip()
    if folded in _DOLLAR_WORDS:
        return _DOLLARS.get(country, "USD")
    if folded in _RUPEE_WORDS:
        return _RUPEES.get(country, "INR")
    return _SIGNS.get(folded) or _DOLLAR_SIGNS.get(folded) or _WORDS.get(folded) or folded.upper()
