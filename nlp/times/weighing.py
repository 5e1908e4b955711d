"""Whether words that may be a time are meant as one, and which preposition belongs to them."""

import re
from collections.abc import Sequence

from nlp.times.chart import Node
from nlp.times.replacing import is_moved, is_put_off
from nlp.times.tokens import Token
from nlp.times.word_lists import words_of

_EXTENDING = words_of(
    "on at by in for until till til from before after around about within during over starting through thru"
)
"""The prepositions that belong to a time after them."""
_OF_STRETCHES = words_of("in over during within about")
"""Those that stand before longer stretches only: "let him in tomorrow"."""
_SUPPORT = _EXTENDING | words_of("this next last since of every each between mid early late end till to")
"""Words after which a doubtful word is a time."""
_MONTH_OR_WORD = words_of("may march mar jan")
_DOUBTFUL = _MONTH_OR_WORD | words_of("sat sun second sec mo min h d w y m mos")
_FIRST_NAMES = words_of("april june august summer jan may")
_SMALL_UNITS = words_of("second sec min mo mos m h d w y")


_LONG_PREPOSITIONS = {
    "until": re.compile(r"\bup\s+(?:to|until|till)\s+(?:the\s+)?$", re.IGNORECASE),
    "by": re.compile(
        r"\b(?:no|not)\s+later\s+than\s+(?:the\s+)?$|\bon\s+or\s+before\s+(?:the\s+)?$", re.IGNORECASE
    ),
    "before": re.compile(r"\b(?:prior\s+to|ahead\s+of)\s+(?:the\s+)?$", re.IGNORECASE),
}


def extended_left(node: Node, stretch: Sequence[Token], text: str) -> tuple[int, str]:
    """The start of the mention with its preposition, and that preposition ("up to" is "until")."""
    start = stretch[node.start].start
    before = text[max(0, start - 24) : start]
    for preposition, pattern in _LONG_PREPOSITIONS.items():
        if found := pattern.search(before):
            return start - len(found[0]), preposition
    return _with_preposition(node, stretch)


def _with_preposition(node: Node, stretch: Sequence[Token]) -> tuple[int, str]:
    index = node.start
    start = stretch[index].start
    preposition = ""
    allowed = _EXTENDING - _OF_STRETCHES if node.kind in ("DAY", "MOMENT", "CLOCKTIME", "NOW") else _EXTENDING
    first = stretch[index].norm
    if first in _EXTENDING or first == "since":
        preposition = first
    elif index > 0 and stretch[index - 1].norm in allowed:
        preposition = stretch[index - 1].norm
        start = stretch[index - 1].start
    elif index > 1 and stretch[index - 1].norm == "the" and stretch[index - 2].norm in allowed:
        preposition = stretch[index - 2].norm
        start = stretch[index - 2].start
    return start, preposition


def is_meant(node: Node, stretch: Sequence[Token], text: str) -> bool:
    """Whether a reading has enough support to be taken for a time."""
    before = stretch[node.start - 1].norm if node.start else ""
    first, end = stretch[node.start], stretch[node.end - 1].end
    near = _NO_TIME.finditer(text, max(0, first.start - _NEAR), end + _NEAR)
    if any(one.start() < end and first.start < one.end() for one in near):
        return False
    match node.kind:
        case "YEARSPAN":
            return before in _EXTENDING | {"of", "year", "since"} or node.end - node.start > 1
        case "PLAINDAY":
            return _plain_day_is_meant(first, before, text)
        case "CURRENT":
            return before in ("for", "in", "by", "over", "during", "within", "until", "of")
        case "NOW":
            return before in ("until", "till", "from", "by") or _ends_clause(end, text)
        case "BYHOUR":
            return _ends_clause(end, text)
        case "BARELENGTH":
            return is_put_off(first, text)
        case "RANGE" | "MOMENTS" | "CLOCKTIME" if _comes_from(node, stretch) and is_moved(first, text):
            return False
        case "DAY" if node.end - node.start == 2 and first.norm == "the":
            return _the_nth_is_meant(stretch[node.start + 1], before, text)
        case "CLOCKTIME" if node.end - node.start == 2 and first.norm in ("at", "@"):
            return _goes_on(end, text)
        case "MOMENT" | "MOMENTS" if _counts_what_follows(node, stretch, text):
            return False
        case "MOMENT" if stretch[node.end - 1].norm == "one" and _is_ordinal(stretch[node.end - 2]):
            return False
        case "SPAN" if node.end - node.start == 1 and _is_impossible_day(node, stretch):
            return False
    if node.end - node.start == 1 and first.norm in _FIRST_NAMES and _names_person(first, text):
        return False
    if node.end - node.start == 1 and first.norm in _DOUBTFUL:
        return _doubtful_is_meant(node, stretch, text)
    return True


_NO_TIME = re.compile(r"\bone by one\b|\d['\u2019]\d{3}\b", re.IGNORECASE)
"""Figures that are no hour: "one by one", "120'000"."""
_NEAR = 12


def _comes_from(node: Node, stretch: Sequence[Token]) -> bool:
    return any(token.norm == "from" for token in stretch[max(0, node.start - 2) : node.start + 1])


def _is_ordinal(token: Token) -> bool:
    return any(kind == "ORDINAL" for kind, _ in token.leaves)


_ADDRESSING = re.compile(
    r"\b(?:call|ring|phone|e?-?mail|text|sms|message|msg|ping|ask|tell|meet|met|with|thank|remind|cc|contact|called|emailed"
    r"|texted|dear|hi|hello|hey|and|from|via|invite|nudge|reach|owner)\s+$",
    re.IGNORECASE,
)
_SURNAME = re.compile(r"\s+(?!(?:Q|H|I)\b)[A-Z][a-z]+")


def _names_person(word: Token, text: str) -> bool:
    """Whether April or June is somebody: called, written to, or with a surname."""
    before = text[max(0, word.start - 14) : word.start]
    if _ADDRESSING.search(before):
        return (
            before.rstrip().lower().split()[-1:] not in (["from"], ["and"])
            or _SURNAME.match(text, word.end) is not None
        )
    return text[word.start].isupper() and _SURNAME.match(text, word.end) is not None


_CLAUSE_END = re.compile(r"\s*(?:$|[.,;:!?)\n])")
_GOES_ON = re.compile(
    r"\s*(?:$|[^\w\s$€£]|(?:and|or|to|for|with|at|on|in|is|if|please|pls|plz|thanks|thx|then|but|works?"
    r"|would|will|about|re"
    r"|regarding|because|so|now|instead|if|local|my|your|their|our|his|her|i|we|he|she|they|you|from|until|that|as)\b)"
)


def _ends_clause(end: int, text: str) -> bool:
    return _CLAUSE_END.match(text, end) is not None


def _goes_on(end: int, text: str) -> bool:
    """Whether what follows is the end or a joining word, and no thing that a number could count."""
    return _GOES_ON.match(text, end) is not None


def _plain_day_is_meant(word: Token, before: str, text: str) -> bool:
    """12th: after a preposition, or alone."""
    if not word.norm[0].isdigit():
        return before in ("on", "by", "until", "till", "from", "due") and _ends_clause(word.end, text)
    if before in ("on", "by", "until", "till", "from", "due", "before", "after", "to"):
        return True
    return _ends_clause(word.end, text) and not text[: word.start].strip()


def _the_nth_is_meant(word: Token, before: str, text: str) -> bool:
    """The 12th is a day where it stands alone; "the second" is one only after "on" or "by"."""
    kinds = {kind for kind, _ in word.leaves}
    if "ORDINAL" not in kinds:
        return True
    if not word.norm[0].isdigit():
        return before in ("on", "by", "until", "till") and _goes_on(word.end, text)
    return before in _EXTENDING or _goes_on(word.end, text)


def _is_impossible_day(node: Node, stretch: Sequence[Token]) -> bool:
    """The month of "Feb 30", a day that is not."""
    if node.end >= len(stretch) or "MONTH" not in {kind for kind, _ in stretch[node.start].leaves}:
        return False
    return any(
        kind in ("NUMBER", "ORDINAL") and value in (30, 31) for kind, value in stretch[node.end].leaves
    )


_AFTER_MODAL = re.compile(
    r"\s+(?:i|we|you|he|she|it|they|be|have|not|need|want|also|take|sound|seem|come|go|still|require)\b",
    re.IGNORECASE,
)


_FIGURES_OF = re.compile(
    r"(?:['’]s)?\s+(?:pipeline|forecast|numbers|figures|revenue|sales|report|results|targets?|quota|goals?|deals|leads"
    r"|tickets|csat|activity|leaderboard|win\s+rate|closings?|bookings)\b",
    re.IGNORECASE,
)
"""What a month may stand before: "march numbers"."""


def _doubtful_is_meant(node: Node, stretch: Sequence[Token], text: str) -> bool:
    """May, Sat or Mar: after a preposition, beside another day, or written as a name within a sentence."""
    word = stretch[node.start]
    before = stretch[node.start - 1].norm if node.start else ""
    if word.norm in _SMALL_UNITS:
        return False
    if before in _SUPPORT or (word.norm in ("may", "march") and _FIGURES_OF.match(text, word.end)):
        return True
    said = text[word.start : word.end]
    if word.norm in _MONTH_OR_WORD:
        is_name = said[:1].isupper() and not said.isupper() and word.start > 0
        return word.norm != "jan" and is_name and not _AFTER_MODAL.match(text, word.end)
    return said[:1].isupper() or _ends_clause(word.end, text) or _is_beside_weekday(node, stretch)


def _is_beside_weekday(node: Node, stretch: Sequence[Token]) -> bool:
    near = [place for place in (node.start - 2, node.end + 1) if 0 <= place < len(stretch)]
    return any(kind == "WEEKDAY" for place in near for kind, _ in stretch[place].leaves)


def _counts_what_follows(node: Node, stretch: Sequence[Token], text: str) -> bool:
    """Whether the number at the end counts things ("this morning, 20 min") instead of saying the hour."""
    last = stretch[node.end - 1]
    if not last.norm.isdigit() or stretch[node.end - 2].norm in ("at", "@", "-", "–"):
        return False
    if node.end < len(stretch) and any(kind == "UNIT" for kind, _ in stretch[node.end].leaves):
        return True
    return any(kind == "NUMBER" for kind, _ in last.leaves) and not _goes_on(last.end, text)
