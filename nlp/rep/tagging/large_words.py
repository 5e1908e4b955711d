"""The rest of a name where only a part of it was seen: the words written large beside it."""

import re

from nlp.rep.words.tokens import TIME_WORDS

_NEXT = re.compile(r" (?P<word>[A-Z](?:[a-z][\w'-]*)?)(?![\w@.:])")
_BEFORE = re.compile(r"(?<=[a-z,] )(?P<word>[A-Z][a-z]+) $")
_NUMBERED_BEFORE = re.compile(r"(?<![\w'])(?P<word>[A-Z][a-z]+ \d{1,4}) $")
"""What opens a firm's name with a number in it ("Number 9 Deli")."""
_NUMBER_WORD = re.compile(r"(?<![\w'])(?P<word>Number|No\.?|Nr\.?) $")
_OPENINGS = (_NUMBERED_BEFORE, _NUMBER_WORD, _BEFORE)
_LEGAL_FORM = re.compile(r"(?:inc|ltd|llc|gmbh|co|corp|plc|ag|bv|pty|pvt|oy|ab|srl|kg|llp)\b", re.I)
_ANY_BEFORE = re.compile(r"(?<![\w'])(?P<word>[A-Z][\w'-]*) $")
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
    is_large = text[start].isupper() or (text[start].isdigit() and _NUMBER_WORD.search(text, 0, start))
    if not is_large or not any(word.islower() for word in text.split()):
        return start, end
    while (word := _NEXT.match(text, end)) and _may_name(word["word"]):
        end = word.end()
    if _LEGAL_FORM.match(text, start):
        return _legal_name(text, start), end
    openings = (opening.search(text, 0, start) for opening in _OPENINGS)
    begun = (one.start("word") for one in openings if one and _may_name(one["word"].split()[0]))
    return next(begun, start), end


def _legal_name(text: str, start: int) -> int:
    """Where the name begins whose legal form begins here, days and months in it included."""
    while (word := _ANY_BEFORE.search(text, 0, start)) and word.start("word") > 0:
        start = word.start("word")
    return start


def _may_name(word: str) -> bool:
    return word.lower() not in _NO_NAMES
