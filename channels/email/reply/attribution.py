"""Find the line that introduces a quotation: "On Monday, Ann wrote:" in the words of any known language."""

import re
from collections.abc import Sequence

from channels.email.reply.words import DAYS_AND_MONTHS, ON, QUOTING, WROTE


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_ENDS = re.compile(r"(?:[:：>\-*\])]|\b\w+)$")
_WROTE = re.compile(rf"(?<![^\W\d_])(?:{_any(WROTE)})(?![^\W\d_])")
_WROTE_LAST = re.compile(rf"(?<![^\W\d_])(?:{_any(WROTE)})(?:\([^)]{{1,12}}\))?[\s:：>*_.\-…|]{{0,12}}$")
_WROTE_ON = re.compile(
    rf"^[^\n]{{2,80}}?\s(?:{_any(WROTE)})\s(?:(?:{_any(ON)})[\s,][^\n]{{0,60}}\d|\d{{1,4}}[./-]\d)[^\n]{{0,40}}$"
)
_DATE = re.compile(
    r"\d{1,2}[:.h]\s?\d{2}|\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\s?[年月時시월일]"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:{_any(DAYS_AND_MONTHS)})|\b(?:{_any(DAYS_AND_MONTHS)})[a-z]*\.?\s\d{{1,2}}\b"
)
_START = re.compile(
    rf"^[\s>*_|\-–—]*(?:(?:{_any(ON)})[\s,]+)?(?:the\s+|le\s+|den\s+|dem\s+|el\s+)?(?:\d|(?:{_any(DAYS_AND_MONTHS)})\w*[.,]?[\s\d])"
)
_PREPOSED = re.compile(rf"^[\s>*_|\-–—]*(?:{_any(ON)})[\s,]")
_NAMED_AND_DATED = re.compile(
    r"^[\s>*_\[|–—-]*[^\W\d][\w.'’-]*(?: [^\W\d][\w.'’-]*){0,3}[\s,–—-]+(?:\w{2,10}[,.]? )?"
    r"(?:\d{1,4}[./ -]|\w{3,9} \d)[^\n]{4,40}\d\]?:$"
)
"""A name and a moment, and nothing else: as some trackers and terminal programs introduce a quotation."""
_DATE_FIRST = re.compile(r"^[\s>*_|\-–—]*(?:\d{4}[-./年]|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}:\d{2})")
_ADDRESS = re.compile(r"[\w.+\-=']+@[\w.\-]+|<mailto:|\[mailto:")
_NAMED_ADDRESS = re.compile(r"[<(\[]\s*(?:mailto:)?[\w.+\-=']+@[\w.\-]+")
_QUOTING = re.compile(rf"^[\s*_-]*(?:{_any(QUOTING)})")
_SHARED = re.compile(
    r"^(.*\S)[ \t]*?((?:-{2,3} ?| )On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"
    r"|Nov|Dec|\d)[^\n]{8,160}?(?: wrote:?| <)[\s\-]*)$"
)
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LAST_CHARACTERS = frozenset(":：->*])）…_")
_TAILS = frozenset(word.split()[-1] for word in WROTE)
_MAX_LINES = 5
_MAX_LENGTH = 400
_MAX_LINE = 250


def split_shared_lines(lines: list[str]) -> list[str]:
    """Give an attribution that follows text on its own line a line of its own."""
    result: list[str] = []
    for line in lines:
        match = (
            _SHARED.match(line) if (20 < len(line) < _MAX_LINE and " On " in line) or "-On " in line else None
        )
        if match and not match.group(1).lstrip().startswith(">") and match.group(1).strip(" -*_|"):
            result += [match.group(1).rstrip("- "), match.group(2).lstrip()]
        else:
            result.append(line)
    return result


def is_introduction(line: str) -> bool:
    """True for a line that says who wrote what follows, though it names no day and no address."""
    return len(line) <= _MAX_LINE and bool(_WROTE_LAST.search(line.lower()))


def attribution_start(lines: Sequence[str], last: int, *, is_before_quote: bool) -> int | None:
    """The index where the attribution that ends on line `last` begins, or None where there is none.

    `lines` hold "" where a line is already known to be something else. It may be wrapped over five lines.
    """
    if not _may_end(lines[last], is_before_quote=is_before_quote):
        return None
    found: int | None = None
    joined = ""
    for index in range(last, max(last - _MAX_LINES, -1), -1):
        line = lines[index].strip()
        if not line or len(line) > _MAX_LINE:
            break
        joined = f"{line} {joined}" if joined else line
        if len(joined) > _MAX_LENGTH:
            break
        lowered = _DIRECTIONS.sub("", joined).lower()
        if _is_attribution(lowered, is_before_quote=is_before_quote):
            found = index
            if _START.match(lowered):
                return index
        elif found is not None and not _continues(lines[index]):
            break
    return found


def _continues(line: str) -> bool:
    return not line.rstrip().endswith((".", "!", "?"))


def _may_end(line: str, *, is_before_quote: bool) -> bool:
    bare = _DIRECTIONS.sub("", line).strip()
    if not 3 <= len(bare) <= _MAX_LINE:
        return False
    if bare[-1] in _LAST_CHARACTERS or is_before_quote:
        return True
    return bare.rsplit(None, 1)[-1].lower().strip(".") in _TAILS


def _is_attribution(text: str, *, is_before_quote: bool) -> bool:
    has_date = bool(_DATE.search(text))
    has_address = bool(_ADDRESS.search(text))
    if not (has_date or has_address or is_before_quote):
        return False
    ends_open = text.rstrip(" *_->").endswith((":", "："))
    if _WROTE.search(text):
        return _is_said(text, has_date=has_date, has_address=has_address, is_before_quote=is_before_quote)
    if _QUOTING.match(text):
        return ends_open and (is_before_quote or has_address)
    if has_date and _NAMED_ADDRESS.search(text) and _is_dated_start(text):
        return ends_open or is_before_quote
    if has_date and has_address and is_before_quote:
        return bool(_START.match(text)) or ends_open
    return has_date and is_before_quote and ends_open and bool(_NAMED_AND_DATED.match(text))


def _is_dated_start(text: str) -> bool:
    return bool(_DATE_FIRST.match(text) or _START.match(text) or _PREPOSED.match(text))


def _is_said(text: str, *, has_date: bool, has_address: bool, is_before_quote: bool) -> bool:
    is_last = bool(_WROTE_LAST.search(text))
    ends_open = text.rstrip(" *_->").endswith((":", "："))
    if not (is_last or ends_open):
        return False
    if has_date and (_START.match(text) or has_address):
        return True
    if has_date and ends_open and _WROTE_ON.search(text):
        return True
    if has_date and _PREPOSED.match(text):
        return is_before_quote or ends_open
    if has_address:
        return is_before_quote or (ends_open and bool(_NAMED_ADDRESS.search(text)))
    return is_before_quote and ends_open and len(text) < 120
