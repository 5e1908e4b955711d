"""What the words around a figure say of it: a bound, a range, replaced, or no money at all."""

import re
from typing import Literal

Bound = Literal["min", "max"]

_AT_LEAST = re.compile(
    r"(?:(?:more|greater|bigger|larger|higher)\s+than(?:\s+or\s+equal\s+to)?|at\s+least|over|above|exceed(?:s|ing)?"
    r"|beyond|from|min(?:imum)?(?:\s+of)?|north\s+of|upwards?\s+of|starting\s+(?:at|from)|(?:no|not)\s+less\s+than"
    r"|(?:no|not)\s+(?:below|under)|>=?|≥)\s*$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:(?:less|smaller|lower|cheaper)\s+than(?:\s+or\s+equal\s+to)?|at\s+(?:the\s+)?most|under|below|up\s+to"
    r"|max(?:imum)?(?:\s+of)?|(?:no|not)\s+(?:more|higher)\s+than|(?:no|not)\s+(?:over|above)|south\s+of|within"
    r"|until|<=?|≤)\s*$",
    re.IGNORECASE,
)
_NO_FIGURE = r"(?!\s*(?:than\b|[$€£₹]|\d))"
_OR_MORE = re.compile(
    rf"\s*(?:\+(?!\d)|(?:or|and|&)\s+(?:more|above|over|up|higher|bigger|larger|greater|upwards?)\b{_NO_FIGURE}"
    r"|(?:plus|upwards?|minimum|min)\b)",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    rf"\s*(?:(?:or|and|&)\s+(?:less|below|under|lower|smaller|fewer)\b{_NO_FIGURE}|(?:maximum|max|at\s+most|tops)\b)",
    re.IGNORECASE,
)


def bound_of(text: str, start: int, end: int) -> Bound | None:
    """Whether a figure is the least or the most wanted ("over 10k", "15k or less")."""
    before = text[max(0, start - 32) : start]
    if _AT_MOST.search(before):
        return "max"
    if _AT_LEAST.search(before):
        return "min"
    if _OR_MORE.match(text, end):
        return "min"
    return "max" if _OR_LESS.match(text, end) else None


_RANGE = re.compile(r"\s*(?:-|–|—|to|and|till|until|through|\.\.\.?)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from|btw|btwn|betw)\s+$", re.IGNORECASE)


def joins_range(text: str, low: tuple[int, int], high: tuple[int, int]) -> bool:
    """Whether what stands between two figures makes them a range; "and" does only after "between"."""
    joint = _RANGE.fullmatch(text, low[1], high[0])
    if joint is None:
        return False
    return (
        joint[0].strip().lower() != "and" or _BETWEEN.search(text[max(0, low[0] - 12) : low[0]]) is not None
    )


_NEGATED = re.compile(
    r"\b(?:not|instead\s+of|rather\s+than|no\s+longer|never|isn['’]?t|wasn['’]?t|in\s+place\s+of|nor|vs\.?|versus"
    r"|down\s+from|up\s+from)\s+(?:the\s+|only\s+|at\s+)?$",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"\b(?:was|were|previously|formerly|used\s+to\s+be|originally)\s+(?:at\s+)?$", re.IGNORECASE
)


def is_negated(text: str, start: int) -> bool:
    """Whether the figure is said not to hold: "not 80", "instead of 80"."""
    return _NEGATED.search(text[max(0, start - 24) : start]) is not None


def is_former(text: str, start: int) -> bool:
    """Whether the figure is one that held before: "was 80"."""
    return _FORMER.search(text[max(0, start - 24) : start]) is not None


_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_UNITS_OF_TIME = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|months?|quarters?|years?|yrs?)"
)
_COUNTED = (
    r"people|persons?|users?|seats?|licen[cs]es?|units?|employees|staff|subscribers?|customers?|clients?|records?|rows?"
    r"|leads?|contacts?|e-?mails?|messages?|pieces?|pcs|items?|copies|followers|visitors|downloads|miles|km|sq\b"
)
_COUNTED_BARE = r"deals?|tickets?|tasks?|calls?|meetings?|times?|biggest|largest|latest|newest|oldest"
_OTHER_BEFORE = re.compile(
    r"(?:[#@/:]|\d[-/:.\s]|\b(?:tickets?|tkt|case|issue|order|invoice|inv|po|no\.|nr|number|room|version"
    r"|v|q|h|top|last|next|past|first|step|page|chapter|p|level|phase|tier|probability|prob|chance|likelihood|call|phone|ext"
    rf"|{_MONTHS}))\s*$",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    rf"(?:[:/]\d|[-/.]\d{{1,2}}[-/.]\d|[\s-]\d{{3,}}|\s?%|[A-Za-z@]"
    rf"|\s*(?:st|nd|rd|th|percent|per\s?cent|pct|am|pm|a\.m|p\.m|o['’]?clock|{_UNITS_OF_TIME}|{_MONTHS}|{_COUNTED}"
    rf"|{_COUNTED_BARE})\b)",
    re.IGNORECASE,
)
_COUNTED_AFTER = re.compile(rf"\s+(?:{_COUNTED})\b", re.IGNORECASE)


def is_something_else(text: str, start: int, end: int) -> bool:
    """Whether a bare figure is plainly no money: a percentage, a date, an hour, a count, a ticket."""
    return bool(_OTHER_BEFORE.search(text[max(0, start - 14) : start]) or _OTHER_AFTER.match(text, end))


def counts_things(text: str, end: int) -> bool:
    """Whether things are counted by the figure ("10k users"), so that its magnitude makes no money of it."""
    return _COUNTED_AFTER.match(text, end) is not None
