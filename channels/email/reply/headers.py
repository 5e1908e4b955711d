"""Find the header block above a quoted message: From, Sent, To, Subject in any known language."""

import re
from collections.abc import Sequence

from channels.email.reply.words import HEADERS

_KIND_OF = {name: kind for kind, names in reversed(list(HEADERS.items())) for name in names}
_HEADER = re.compile(r"^[\s>|*_\u200e\u200f\u202a-\u202e]*([^\W\d][^:：\n]{0,28}?)[\s*_]*[:：][*_]*(.*)$")
_NUMERIC_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
_MAX_BLOCK = 16
_MAX_STRAY = 2


def header_of(line: str) -> tuple[str, str] | None:
    """The kind (`from`, `date`, `to`, `cc`, `subject`, `other`) and value of the header on `line`."""
    if ":" not in line and "：" not in line:
        return None
    match = _HEADER.match(line)
    if match is None:
        return None
    kind = _KIND_OF.get(match.group(1).strip().lower())
    return (kind, match.group(2).strip(" *_\u200e\u200f")) if kind else None


def header_block_end(
    lines: Sequence[str], headers: Sequence[tuple[str, str] | None], start: int
) -> int | None:
    """The index past the header block at `start`, or None; `headers` holds `header_of` of each line."""
    first = headers[start]
    if first is None or first[0] in ("cc", "other"):
        return None
    found = [first]
    end, stray = start + 1, 0
    for index in range(start + 1, min(start + _MAX_BLOCK, len(lines))):
        header = headers[index]
        if header is not None:
            found.append(header)
            end, stray = index + 1, 0
        elif lines[index].strip():
            stray += 1
            if stray > _MAX_STRAY:
                break
        elif _is_closed(found):
            break
    is_after_gap = start == 0 or not lines[start - 1].strip() or lines[start - 1].lstrip()[:1] in "-_=*–—"
    return end if _is_block(found, is_after_gap=is_after_gap) else None


def _is_closed(found: Sequence[tuple[str, str]]) -> bool:
    kinds = {kind for kind, _ in found}
    return "from" in kinds and "subject" in kinds and len(kinds) >= 3


def _is_block(found: Sequence[tuple[str, str]], *, is_after_gap: bool) -> bool:
    kinds = {kind for kind, _ in found}
    if any(kind == "from" and _NUMERIC_DATE.match(value) for kind, value in found):
        return False
    has_address = any("@" in value for kind, value in found if kind in ("from", "to", "cc"))
    has_time = any(_TIME.search(value) for kind, value in found if kind == "date")
    if len(kinds & {"from", "date", "to", "subject"}) >= 3:
        return "from" in kinds and ("subject" in kinds or has_address or has_time)
    if len(kinds & {"from", "date", "to", "subject"}) == 2:
        return has_address or (has_time and "from" in kinds)
    return (
        is_after_gap and kinds == {"from"} and has_address and "@" in found[0][1] and len(found[0][1]) < 120
    )
