"""Numbers in words, up to billions: "forty-eight", "two hundred and five thousand", "half a million"."""

import re
from decimal import Decimal

UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
} | {"fourty": 40, "ninty": 90}
HUNDREDS = {"hundred": 100, "hundreds": 100, "dozen": 12, "dozens": 12}
MAGNITUDES: dict[str, int] = {
    **dict.fromkeys(("k", "thousand", "thousands", "thou", "grand", "tsd", "tausend"), 1_000),
    **dict.fromkeys(("m", "mm", "mil", "mill", "mln", "mio", "million", "millions"), 1_000_000),
    **dict.fromkeys(("b", "bn", "bil", "bln", "billion", "billions"), 1_000_000_000),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 100_000),
    **dict.fromkeys(("crore", "crores", "cr"), 10_000_000),
}
_SPOKEN_MAGNITUDES = {word: value for word, value in MAGNITUDES.items() if len(word) > 2}

_SMALL = "|".join(sorted([*UNITS, *TENS], key=len, reverse=True))
_BIG = "|".join(sorted([*HUNDREDS, *_SPOKEN_MAGNITUDES], key=len, reverse=True))
_WORD = rf"(?:{_SMALL}|{_BIG})\b"
WORD_NUMBER = (
    rf"\b(?:half\s+an?\s+(?:mil|million|billion|dozen|lakh|crore|grand)"
    rf"|(?:a\s+)?couple\s+(?:of\s+)?(?:{_BIG})"
    r"|(?:an?\s+|three\s+)?quarters?\s+(?:of\s+a\s+)?(?:mil|million|billion)"
    rf"|(?:{_SMALL}|\d{{1,4}})\s+and\s+an?\s+half\s+(?:{_BIG})"
    rf"|(?:{_SMALL})\s+point(?:\s+(?:{_SMALL}))+(?:\s+(?:{_BIG}))?"
    rf"|(?:(?:an?|{_SMALL})(?:\s+(?:and\s+)?|-)(?={_WORD})|(?:{_BIG})(?:\s+(?:and\s+)?|-)(?={_WORD})){{0,11}}"
    rf"(?:{_SMALL}|{_BIG}))\b"
)
"""A pattern of one run of number words. Bounded, so that a text of nothing but numbers stays linear."""


def read_words(words: str) -> Decimal | None:
    """Read a run of number words; None when the words make no number ("hundreds", "five six")."""
    parts = [part for part in re.split(r"[\s-]+", words.lower()) if part != "and"]
    match parts:
        case ["half", *_]:
            return Decimal(_scale(parts[-1])) / 2
        case ["quarter", *_] | ["a", "quarter", *_]:
            return Decimal(_scale(parts[-1])) / 4
        case ["three", "quarters" | "quarter", *_]:
            return Decimal(_scale(parts[-1])) * 3 / 4
        case ["couple", *_] | ["a", "couple", *_]:
            return Decimal(2 * _scale(parts[-1]))
        case [count, "a" | "an", "half", scale] if count.isdigit() or count in UNITS or count in TENS:
            whole = int(count) if count.isdigit() else UNITS.get(count, 0) + TENS.get(count, 0)
            return (whole + Decimal("0.5")) * _scale(scale)
        case [_, "point", *_]:
            return _read_point(parts)
        case ["hundred" | "thousand", *_]:
            return _read_whole(["a", *parts])
        case [first, *_] if first in UNITS or first in TENS or first in ("a", "an"):
            return _read_whole(parts)
    return None


def _read_point(parts: list[str]) -> Decimal | None:
    """One point two five million."""
    scale = _scale(parts[-1]) if parts[-1] in HUNDREDS or parts[-1] in MAGNITUDES else None
    whole = _read_whole(parts[:1])
    digits = [UNITS.get(part, 10) for part in (parts[2:-1] if scale else parts[2:])]
    if whole is None or not digits or max(digits) > 9:
        return None
    return (whole + Decimal("0." + "".join(map(str, digits)))) * (scale or 1)


def _read_whole(parts: list[str]) -> Decimal | None:
    total, group, last = 0, 0, ""
    for part in parts:
        if part in ("a", "an"):
            if last:
                return None
            group = 1
        elif part in UNITS or part in TENS:
            if _cannot_follow(last, part):
                return None
            group += UNITS.get(part, 0) or TENS.get(part, 0)
        elif part in HUNDREDS:
            group = (group or 1) * HUNDREDS[part]
        else:
            total, group = total + (group or 1) * MAGNITUDES[part], 0
        last = part
    return Decimal(total + group)


def _scale(word: str) -> int:
    return HUNDREDS.get(word) or MAGNITUDES[word]


def _cannot_follow(last: str, part: str) -> bool:
    """ "five six" and "twenty thirty" are two numbers, "twenty five" is one."""
    if last in UNITS or last in ("a", "an"):
        return True
    return last in TENS and (part in TENS or UNITS.get(part, 0) > 9 or part == "zero")
