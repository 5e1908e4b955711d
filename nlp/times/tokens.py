"""Cuts a text into words, numbers, dates in digits and clock times, each with the kinds it may be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from nlp.times.calendar import make_date
from nlp.times.chart import Leaf
from nlp.times.slips import corrected
from nlp.times.span import Clock, Length
from nlp.times.words import LEXICON, SYNONYMS
from nlp.times.zones import ALONE, ZONE_WORDS

_TOKEN = re.compile(
    r"""
      (?P<word> (?!(?:[ap]\.?\s?m\b|utc|gmt)) [^\W\d_]+ (?:['’][^\W\d_]+)* (?!\.m\b) )
    | (?P<skip> _+ | [$€£₹]\s?\d[\d.,]*\w*
              | \d[\d.,]*\s?(?:%|[€£₹$]|(?:k|percent|pct|usd|eur|gbp|inr|euros?|dollars?|pounds?|rupees?|bucks
                |quid|grand|seats?|users?)\b)
              | \#\w+ | \d{1,3}:\d(?!\d) )
    | (?P<offset> (?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d) )
    | (?P<slang> 2(?:day|moro|morro|morrow|mrw|mora|nite|night)\b )
    | (?P<iso> \d{4}-\d{1,2}-\d{1,2}
              (?:(?:T|\s)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)? (?![\w-]) )
    | (?P<digits> \d{4}/\d{1,2}/\d{1,2} | \d{4}\.\d{1,2}\.\d{1,2}
              | \d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)(?:\d{4}|\d{2}) )(?!\d)
    | (?P<monthyear> (?<![a-z]) (?:0?[1-9]|1[0-2])[/-]20\d\d (?![\d/-]) )
    | (?P<slash> \d{1,2}/\d{1,2} )(?![\d/%])
    | (?P<dotted> \d{1,2}\.\d{1,2}\. )(?!\d)
    | (?P<clock> \d{1,2}:\d{2}(?::\d{2})?(?!\d)
              | \d{1,2}[.]\d{2}(?=\s?(?:[ap]\.?\s?m\b|uhr|h\b)) | \d{1,2}h\d{2}\b )
    | (?P<ampm> [ap]\.?\s?m\b\.? | (?<=\d)[ap]\b )
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


def tokens_of(text: str, *, connectors: frozenset[str], day_first: bool) -> list[Token]:
    """Cut the text into tokens; `connectors` are the literal words the grammar knows."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters change their length; offsets must not
        lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    if "@" in lower or "://" in lower:
        lower = _ADDRESS.sub(lambda match: "_" * len(match[0]), lower)
    found: list[Token] = []
    for match in _TOKEN.finditer(lower):
        group, said = match.lastgroup or "mark", match[0]
        leaves = tuple(_leaves(group, said, connectors=connectors, day_first=day_first))
        norm = SYNONYMS.get(said, said)
        if (
            found
            and group == "word"
            and found[-1].end == match.start()
            and _is_number(found[-1])
            and not leaves
        ):
            found[-1] = Token(
                found[-1].start, found[-1].end, found[-1].norm, ()
            )  # "4x", "100ml": no number of ours
        found.append(Token(match.start(), match.end(), norm, leaves))
    return found


def _is_number(token: Token) -> bool:
    return any(kind == "NUMBER" for kind, _ in token.leaves)


def _leaves(group: str, said: str, *, connectors: frozenset[str], day_first: bool) -> Iterator[Leaf]:
    match group:
        case "skip":
            return
        case "word" | "mark" | "slang" | "other":
            yield from _word(said, connectors)
        case "number":
            yield from _number(said, day_first=day_first)
        case "ordinal":
            yield "ORDINAL", int(re.sub(r"\D", "", said))
        case "ampm":
            yield "AMPM", said[0] + "m"
        case "shortyear":
            yield "SHORTYEAR", 2000 + int(said[1:])
        case "clock":
            yield from _clock(said)
        case "offset":
            name = re.sub(r"\s|gmt|utc", "", said)
            yield "ZONE", name
            yield "ZONEALONE", name
        case "monthyear":
            month, year = (int(part) for part in re.split("[/-]", said))
            yield "MONTHYEAR", (month, year)
        case "iso":
            yield from _iso(said)
        case _:
            yield from _digits(said, day_first=day_first)


@lru_cache(maxsize=8192)
def _word(said: str, connectors: frozenset[str]) -> tuple[Leaf, ...]:
    return tuple(_word_leaves(said, connectors))


def _word_leaves(said: str, connectors: frozenset[str]) -> Iterator[Leaf]:
    norm = SYNONYMS.get(said, said)
    known = LEXICON.get(norm)
    if known is None and len(norm) > 2 and norm[-2:] in ("'s", "’s"):
        norm = norm[:-2]
        known = LEXICON.get(norm)
    if norm in ZONE_WORDS:
        yield "ZONE", ZONE_WORDS[norm]
        if norm in ALONE:
            yield "ZONEALONE", ZONE_WORDS[norm]
    if norm in connectors:
        yield norm, None
    elif known is None and (name := corrected(norm)):
        known = LEXICON.get(name)
        if name in connectors:
            yield name, None
    yield from known or ()


def _number(said: str, *, day_first: bool) -> Iterator[Leaf]:
    if said.isdigit():
        value = int(said) if len(said) < 9 else 10**9
        if value < 10_000:
            yield "NUMBER", value
        if len(said) in (3, 4) and int(said[:-2]) < 24 and int(said[-2:]) < 60:
            yield "HOURSMINUTES", Clock(int(said[:-2]), int(said[-2:]), is_exact=len(said) == 4)
        if len(said) == 4 and 1600 <= value < 2200:
            yield "FOURDIGITS", value
        if len(said) == 8 and (day := make_date(value // 10000, value // 100 % 100, value % 100)):
            yield "EXACTDAY", day
        if len(said) == 2:
            yield "TWODIGITS", value
    elif re.fullmatch(r"\d+[.,]\d{1,2}", said):
        yield "DECIMAL", float(said.replace(",", "."))
        first, second = (int(part) for part in re.split("[.,]", said))
        if 1 <= first <= 24 and second < 60 and len(said) - len(str(first)) == 3:
            yield "DOTTIME", Clock(first % 24, second, is_exact=first > 12 or first == 24)
        date_said = (second, first) if day_first or first > 12 else (first, second)
        if "." in said and 1 <= date_said[0] <= 12 and 1 <= date_said[1] <= 31:
            yield "DOTDATE", date_said


def _clock(said: str) -> Iterator[Leaf]:
    parts = [int(part) for part in re.split(r"[:.h]", said)]
    hour, minute = parts[0], parts[1]
    second = parts[2] if len(parts) > 2 else 0
    if hour <= 24 and minute < 60 and second < 60:
        is_exact = hour > 12 or hour == 0 or said[0] == "0" or "h" in said
        yield "COLON", Clock(hour % 24, minute, second, is_exact=is_exact, next_day=hour == 24)
        if "h" in said:
            yield "LENGTH", Length(seconds=hour * 3600 + minute * 60, unit="minute", count=minute)


def _iso(said: str) -> Iterator[Leaf]:
    year, month, day = (int(part) for part in re.split(r"[-t\s]", said)[:3])
    exact = make_date(year, month, day)
    if exact is None:
        return
    if len(said) <= 10:
        yield "EXACTDAY", exact
        return
    try:
        yield "EXACTTIME", datetime.fromisoformat(said.upper().replace(" ", "T"))
    except ValueError:
        yield "EXACTDAY", exact


def _digits(said: str, *, day_first: bool) -> Iterator[Leaf]:
    parts = [int(part) for part in re.split(r"[/.-]", said.rstrip("."))]
    if (len(str(said.split("/")[0])) == 4 and len(parts) == 3) or parts[0] > 31:
        year, month, day = parts
        yield from _exact(year, month, day)
        return
    first, second = parts[0], parts[1]
    day_leads = day_first or said[-1] == "." or first > 12
    day, month = (first, second) if day_leads and second <= 12 else (second, first)
    if len(parts) == 2:
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield "MONTHDAY", (month, day)
        return
    yield from _exact(parts[2] + (2000 if parts[2] < 100 else 0), month, day)


def _exact(year: int, month: int, day: int) -> Iterator[Leaf]:
    exact = make_date(year, month, day)
    if exact is not None:
        yield "EXACTDAY", exact
