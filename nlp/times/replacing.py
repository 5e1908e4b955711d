"""Times that are moved or replaced: "moved from Monday to Friday", "not Friday", "snooze it two days"."""

import re

from nlp.times.mention import TimeMention
from nlp.times.tokens import Token

_PUTTING_OFF = re.compile(
    r"\b(?:snooz(?:e|ed|ing)|delay|postpone|push|defer|extend|mute|pause|silence)\b[^.;!?\n]{0,50}$",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"\b(?:mov(?:e|ed|ing)|re-?schedul\w*|shift\w*|push\w*|postpon\w*|chang\w*|bring|brought|switch\w*|slip\w*|delay\w*"
    r"|bump\w*|swap\w*|went|transfer\w*|pull\w*|correct\w*|update\w*)\b",
    re.IGNORECASE,
)
"""After these, "from Monday to Friday" is no stretch: what was on Monday is on Friday now."""


_ASKING = re.compile(
    r"\b(?:what|which|who|how|show|list|report|changes|everything|anything|deals|leads)\b", re.IGNORECASE
)
"""A question about a stretch says "from ... to ..." in earnest."""
_CLAUSE = re.compile(r"[.;,!?\n]")


def is_put_off(first: Token, text: str) -> bool:
    """Whether a length comes after a word of putting off, and so is a time."""
    return _PUTTING_OFF.search(text, max(0, first.start - 60), first.start) is not None


def is_moved(first: Token, text: str) -> bool:
    """Whether something is moved before these words, so that "from ... to ..." is no stretch."""
    return _has_moved(text, first.start)


def _has_moved(text: str, end: int) -> bool:
    clause = _CLAUSE.split(text[max(0, end - 80) : end])[-1]
    return _MOVING.search(clause) is not None and _ASKING.search(clause) is None


_REPLACED = re.compile(
    r"\b(?:not|instead\s+of|rather\s+than|no\s+longer|nor)\s+(?:on\s+|at\s+|in\s+|by\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_THEN_TO = re.compile(r"\s*,?\s*to\s+", re.IGNORECASE)


def is_replaced(text: str, mention: TimeMention, following: TimeMention | None) -> bool:
    """Whether the time is said not to hold (any more): "not Friday", "moved from Friday to"."""
    if mention.preposition == "from" and following is not None:
        between = _THEN_TO.fullmatch(text, mention.end, following.start)
        return between is not None and _has_moved(text, mention.start)
    if mention.preposition not in ("", "on", "at", "in"):
        return False
    return _REPLACED.search(text[max(0, mention.start - 24) : mention.start]) is not None
