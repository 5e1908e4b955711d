"""Cuts a text into words, numbers, dates in digits and clock times, each with the kinds it may be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.times.chart import Leaf
from nlp.times.digits import clock_leaves, date_leaves, iso_leaves, number_leaves
from nlp.times.vocabulary import Vocabulary
from nlp.times.words import SYNONYMS

_TOKEN = re.compile(
    r"""
      (?P<word> (?!(?:[ap]\.?\s?m\b|utc|gmt|b4\b|(?<=\d)[ap]\b)) [^\W\d_]+ (?:['’][^\W\d_]+)* (?!\.m\b) )
    | (?P<skip> _+ | [$€£₹]\s?\d[\d.,]*\w*
              | \d[\d.,]*\s?(?:%|[€£₹$]|(?:k|percent|pct|usd|eur|gbp|inr|euros?|dollars?|pounds?|rupees?|bucks
                |quid|grand|seats?|users?)\b)
              | \#\w+ | \d{1,3}:\d(?!\d) )
    | (?P<offset> (?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d) )
    | (?P<slang> 2(?:day|moro|morro|morrow|mrw|mora|nite|night)\b | b4\b )
    | (?P<iso> \d{4}-\d{1,2}-\d{1,2}
              (?:(?:T|\s)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)? (?![\w-]) )
    | (?P<digits> \d{4}/\d{1,2}/\d{1,2} | \d{4}\.\d{1,2}\.\d{1,2}
              | \d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)(?:\d{4}|\d{2}) )(?!\d)
    | (?P<monthyear> (?<![a-z]) (?:0?[1-9]|1[0-2])[/-]20\d\d (?![\d/-]) )
    | (?P<slash> \d{1,2}/\d{1,2} )(?![\d/%])
    | (?P<dotted> \d{1,2}\.\d{1,2}\. )(?!\d)
    | (?P<clock> \d{1,2}:\d{2}(?::\d{2})?(?!\d)
              | \d{1,2}[.]\d{2}(?=\s?(?:[ap]\.?\s?m\b|uhr|h\b)|\s(?:meeting|call|appointment|demo|slot)\b)
              | \d{1,2}h\d{2}\b )
    | (?P<ampm> [ap]\.\s?m\b\.? | [ap]\s?m\b
              | (?<=\d)[ap]\b(?!\s(?:a|an|each|per|off|more|less|cheaper|on)\b) )
    | (?P<ordinal> \d{1,2}\s?(?:st|nd|rd|th)\b )
    | (?P<number> \d+(?:[.,]\d+)* )
    | (?P<shortyear> ['’]\d{2}\b )
    | (?P<other> [^\W\d_]+ (?:['’][^\W\d_]+)* )
    | (?P<mark> [^\w\s] )
    """,
    re.VERBOSE | re.IGNORECASE,
)


_ADDRESS = re.compile(r"\w{2,12}://\S+|[\w.+%-]{1,64}@[\w.-]+\w|<[@#!][^>\s]*>")
"""Addresses and links, whose words say nothing about time."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text; `leaves` are the kinds it may be, empty where it has nothing to do with time."""

    start: int
    end: int
    norm: str
    leaves: tuple[Leaf, ...]


def tokens_of(text: str, *, vocabulary: Vocabulary, day_first: bool) -> list[Token]:
    """Cut the text into tokens; a number glued to a word that is no unit ("4x") has no readings."""
    found: list[Token] = []
    for match in _TOKEN.finditer(_folded(text)):
        group, said = match.lastgroup or "mark", match[0]
        start, end = match.span()
        leaves = tuple(_leaves(group, said, vocabulary=vocabulary, day_first=day_first))
        if found and group == "word" and not leaves and found[-1].end == start and _is_number(found[-1]):
            found[-1] = replace(found[-1], leaves=())
        found.append(Token(start, end, SYNONYMS.get(said, said), leaves))
    return found


def _folded(text: str) -> str:
    """The text in lower case, letter by letter where that would move the places, without addresses."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if "@" in lower or "://" in lower:
        lower = _ADDRESS.sub(lambda match: "_" * len(match[0]), lower)
    return lower


def _is_number(token: Token) -> bool:
    return any(kind == "NUMBER" for kind, _ in token.leaves)


def _leaves(group: str, said: str, *, vocabulary: Vocabulary, day_first: bool) -> Iterator[Leaf]:
    match group:
        case "skip":
            return
        case "word" | "mark" | "slang" | "other":
            yield from vocabulary.readings(said)
        case "number":
            yield from number_leaves(said, day_first=day_first)
        case "ordinal":
            yield "ORDINAL", int(re.sub(r"\D", "", said))
        case "ampm":
            yield "AMPM", said[0] + "m"
        case "shortyear":
            yield "SHORTYEAR", 2000 + int(said[1:])
        case "clock":
            yield from clock_leaves(said)
        case "offset":
            name = re.sub(r"\s|gmt|utc", "", said)
            yield "ZONE", name
            yield "ZONEALONE", name
        case "monthyear":
            month, year = (int(part) for part in re.split("[/-]", said))
            yield "MONTHYEAR", (month, year)
        case "iso":
            yield from iso_leaves(said)
        case _:
            yield from date_leaves(said, day_first=day_first)
