"""The rest of a name where only a part of it was seen: the words written large beside it."""

import re

from nlp.rep.words.tokens import TIME_WORDS

_NEXT = re.compile(r" (?P<word>[A-Z](?:[a-z][\w'-]*)?)(?![\w@.:])")
_BEFORE = re.compile(r"(?<=[a-z,] )(?P<word>[A-Z][a-z]+) $")
_HALF_BEFORE = re.compile(r"(?<![\w'])(?P<word>[^\W\dA-Z_][\w'-]*) & $")
"""The first half of a firm's name in small letters ("boiler & sons")."""
_LEFT_OPEN = re.compile(r" \w[\w'-]*")
_NO_NAMES = TIME_WORDS | frozenset(
    {
        *("i", "may", "the", "and", "is", "new", "high", "low", "ticket", "case", "deal", "lead", "contact"),
        *("proposal", "negotiation", "qualified", "won", "lost", "company", "account", "task", "macro"),
        *("herr", "frau", "mr", "mrs", "ms", "dr", "prof", "sir", "madam"),
    }
)


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a name begins and ends, with the words written large beside it if others are written small."""
    if text[start:end].endswith("&") and (rest := _LEFT_OPEN.match(text, end)):
        end = rest.end()
    if text[start].islower() and (half := _HALF_BEFORE.search(text, 0, start)):
        start = half.start("word")
    if not text[start].isupper() or not any(word.islower() for word in text.split()):
        return start, end
    while (word := _NEXT.match(text, end)) and _may_name(word["word"]):
        end = word.end()
    before = _BEFORE.search(text, 0, start)
    return (before.start("word") if before and _may_name(before["word"]) else start), end


def _may_name(word: str) -> bool:
    return word.lower() not in _NO_NAMES
