"""Find how Lotus Notes and GroupWise head the message they quote: neither marks a line of it."""

import re
from collections.abc import Iterator, Sequence

from channels.email.reply.words import HEADERS

_MOMENT_OR_ADDRESS = re.compile(r"\d|@")
_NOTES = re.compile(r"^.{2,60}?---\d{1,4}[./-]\d{1,2}[./-]\d{1,4} .{3,12}---.*$")
_DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\b\d{1,2}:\d{2}")
_TO, _CC, _SUBJECT = (frozenset(HEADERS[kind]) for kind in ("to", "cc", "subject"))
_MAX_STACK = 12
_MAX_ABOVE = 4
_MAX_LINE = 160


def is_old_head(line: str) -> bool:
    """True for a line that alone heads a quotation: `>>> Ann 3/11/26 9:12 >>>`, `Ann ---3/11/26 9:12---`."""
    if line.startswith(">>>"):
        is_closed = line.endswith(">>>") and line[3:4] != ">" and 8 < len(line) < _MAX_LINE
        return is_closed and bool(_MOMENT_OR_ADDRESS.search(line))
    return "---" in line and bool(_NOTES.match(line))


def stacks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where Notes' headings begin and end: name, date, then "To", "cc", "Subject", each on its own line."""
    bare = [line.strip().lower() for line in lines]
    for about, word in enumerate(bare):
        if word not in _SUBJECT:
            continue
        above = bare[max(about - _MAX_STACK, 0) : about]
        first = next((at for at, other in enumerate(above) if other in _TO), None)
        if first is not None and any(other in _CC for other in above[first:]):
            yield _begin(lines, about - len(above) + first), about + 2


def _begin(lines: Sequence[str], index: int) -> int:
    """The first line of the name and date above "To", or "To" itself where no date stands there."""
    above = index
    while above and not lines[above - 1].strip():
        above -= 1
    start = above
    while start and above - start < _MAX_ABOVE and lines[start - 1].strip():
        start -= 1
    return start if any(_DATED.search(line) for line in lines[start:above]) else index
