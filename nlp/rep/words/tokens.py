"""Words of a message with their places, as the tagger and the segmenter see them."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"['’]s\b|['’](?:ll|re|ve|m|d)\b|\w+(?:(?:['’](?!(?:s|ll|re|ve|m|d)\b)|[.&+-])\w+)*|\n|[^\w\s]"
)
TIME_WORDS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "today",
        "tomorrow",
        "tmrw",
        "tmr",
        "tomorow",
        "yesterday",
        "tonight",
        "morning",
        "afternoon",
        "evening",
        "noon",
        "midnight",
        "week",
        "weeks",
        "month",
        "months",
        "quarter",
        "quarters",
        "qtr",
        "year",
        "years",
        "day",
        "days",
        "hour",
        "hours",
        "minutes",
        "min",
        "mins",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "eod",
        "eom",
        "eoq",
        "eow",
        "eoy",
        "ytd",
        "q1",
        "q2",
        "q3",
        "q4",
        "h1",
        "h2",
        "am",
        "pm",
        "o'clock",
        "fortnight",
        "weekend",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark, `[start, end)` of the text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


def tokenize(text: str) -> list[Token]:
    """Split into words and marks; a possessive 's is a word of its own."""
    return [Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]


def word_class(word: str) -> str:
    """A coarse kind of a lower-case word: figures by size, times, or nothing."""
    if word in TIME_WORDS:
        return "<time>"
    if word.isalpha() or not any(mark.isdigit() for mark in word):
        return ""
    if word.isdigit():
        return f"<{min(len(word), 6)}d>"
    return "<figure>"


def shape(word: str) -> str:
    """How a word is written: X capital, x small, 9 figure, runs shortened."""
    marks = ""
    for c in word[:12]:
        mark = "9" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c
        if marks[-2:] != mark + mark:
            marks += mark
    return marks
