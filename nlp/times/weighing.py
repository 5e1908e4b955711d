"""Whether words that may be a time are meant as one, and which preposition belongs to them."""

import re
from collections.abc import Sequence

from nlp.times.chart import Node
from nlp.times.tokens import Token
from nlp.times.word_lists import words_of

_PREPOSITIONS = words_of(
    "on at by in for until till til from before after since around about within during over "
    "starting through thru due this the of as upto"
)
_EXTENDING = words_of(
    "on at by in for until till til from before after around about within during over starting through thru"
)
_SUPPORT = _EXTENDING | words_of("this next last since of every each between and to or mid early late end")
_DOUBTFUL = words_of("may march mar sat sun mon wed second sec dec jan mo min h d w y m mos fri thu tue fr")


def extended_left(node: Node, stretch: Sequence[Token]) -> tuple[int, str]:
    """The start of the mention with its preposition, and that preposition."""
    index = node.start
    start = stretch[index].start
    preposition = ""
    first = stretch[index].norm
    if first in _EXTENDING or first == "since":
        preposition = first
    elif index > 0 and stretch[index - 1].norm in _EXTENDING:
        preposition = stretch[index - 1].norm
        start = stretch[index - 1].start
    elif index > 1 and stretch[index - 1].norm == "the" and stretch[index - 2].norm in _EXTENDING:
        preposition = stretch[index - 2].norm
        start = stretch[index - 2].start
    return start, preposition


def is_meant(node: Node, stretch: Sequence[Token], text: str) -> bool:
    """Whether a reading has enough support to be taken for a time."""
    before = stretch[node.start - 1].norm if node.start else ""
    word = stretch[node.start]
    match node.kind:
        case "YEARSPAN":
            return before in _EXTENDING | {"of", "year", "since"} or node.end - node.start > 1
        case "PLAINDAY":
            return before in ("on", "by", "until", "till", "from", "due")
        case "CURRENT":
            return before in ("for", "in", "by", "over", "during", "within", "until", "of")
        case "NOW":
            return before in ("until", "till", "from", "by") or _ends_clause(stretch[node.end - 1].end, text)
    if node.end - node.start == 1 and word.norm in _DOUBTFUL:
        return _doubtful_is_meant(word, before, text)
    return True


def _ends_clause(end: int, text: str) -> bool:
    return re.match(r"\s*(?:$|[.,;!?)])", text[end : end + 4]) is not None


_AFTER_MODAL = re.compile(
    r"\s+(?:i|we|you|he|she|it|they|be|have|not|need|want|also|take|sound|seem|come|go|still|require)\b", re.I
)


def _doubtful_is_meant(word: Token, before: str, text: str) -> bool:
    """May, Sat or Mar: after a preposition, or written as a name within a sentence."""
    if before in _SUPPORT:
        return True
    said = text[word.start : word.end]
    if word.norm in ("may", "march", "second", "sec", "min", "mo", "m", "h", "d", "w", "y"):
        is_name = said[:1].isupper() and not said.isupper() and word.start > 0
        return word.norm in ("may", "march") and is_name and not _AFTER_MODAL.match(text, word.end)
    return said[:1].isupper() or _ends_clause(word.end, text)
