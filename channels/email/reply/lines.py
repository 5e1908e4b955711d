"""Say what each line of a plain-text body is: text, quote, attribution, quoted headers, divider."""

import enum
import re
from dataclasses import dataclass
from functools import lru_cache

from channels.email.reply.attribution import attribution_start, split_shared_lines
from channels.email.reply.headers import header_block_end, header_of
from channels.email.reply.prefixed import prefixed_quotes
from channels.email.reply.stacked import is_old_head, stacks
from channels.email.reply.words import BEGIN_FORWARDED, FORWARDED_MESSAGE, ORIGINAL_MESSAGE, REPLY_ABOVE


class Kind(enum.Enum):
    """What one line is."""

    BLANK = "blank"
    TEXT = "text"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    HEADERS = "headers"
    """A line of a quoted message's header block."""
    ORIGINAL = "original"
    """A divider that announces a quoted or forwarded message."""
    MARKER = "marker"
    """The sender's own "reply above this line": nothing below counts."""


@dataclass(slots=True)
class Line:
    """A line and what it was found to be."""

    text: str
    kind: Kind = Kind.TEXT

    @property
    def is_quoting(self) -> bool:
        """True where the line belongs to a quotation or announces one."""
        return self.kind not in (Kind.TEXT, Kind.BLANK)


_QUOTE = re.compile(r"^[ \t\u00a0]{0,8}(?:>(?!>*<http)|\|[ \t>]|&gt;|»)")
_DIVIDER = re.compile(r"^[\s>*_|]*(?:[-=_–—*#]{2,}[\s>]*)?(.{3,60}?)[\s:：]*(?:[-=_–—*#]{2,}\s*)?[\s*_]*$")
_MARKED = re.compile(r"[-=_–—*#]{2,}")
_SHARED_DIVIDER = re.compile(r"^-{2,} ?(?:original|forwarded) message ?-{2,} ?(?:from|von|date|on)\b")
_RULE = re.compile(r"^[\s*>]*[-_=*–—]{5,}[\s*]*$")
_MAX_SHORT = 100

INTRODUCTION_MARK = "\ue002"
"""Stands alone on a line that introduces a quotation known from markup."""

_ORIGINAL = frozenset(ORIGINAL_MESSAGE) | frozenset(FORWARDED_MESSAGE)
_BEGIN = frozenset(BEGIN_FORWARDED)
_REPLY_ABOVE = tuple(REPLY_ABOVE)
_ABOVE_HINT = re.compile(
    r"above|below|oberhalb|über|dessus|encima|sopra|acima|boven|ovan|over|powyż|nad|выше|上|üzer"
)


def is_rule(text: str) -> bool:
    """True for a line drawn with dashes, underscores, equals signs or asterisks."""
    return bool(_RULE.match(text))


def classify(text: str) -> list[Line]:
    """Split `text` into lines and name each; linear in the length of the text."""
    lines = [Line(line.rstrip()) for line in split_shared_lines(text.split("\n"))]
    _name_simple(lines)
    _name_prefixed(lines)
    _name_attributions(lines)
    _name_headers(lines)
    _join_broken_quotes(lines)
    _own_leading_headers(lines)
    return lines


def _name_simple(lines: list[Line]) -> None:
    in_code = False
    for line in lines:
        bare = line.text.strip()
        if bare.startswith("```"):
            in_code = not in_code
        elif in_code and bare:
            continue
        if not bare:
            line.kind = Kind.BLANK
        elif bare == INTRODUCTION_MARK:
            line.kind = Kind.ATTRIBUTION
        elif is_old_head(bare):
            line.kind = Kind.ORIGINAL
        elif bare[0] in ">|&»" and _QUOTE.match(line.text):
            line.kind = Kind.QUOTE
        elif len(bare) <= _MAX_SHORT:
            line.kind = _kind_of_short(bare)


def _name_prefixed(lines: list[Line]) -> None:
    introduction, *quoted = prefixed_quotes([line.text for line in lines]) or (None,)
    if introduction is not None:
        lines[introduction].kind = Kind.ATTRIBUTION
    for index in quoted:
        lines[index].kind = Kind.QUOTE


def _kind_of_short(bare: str) -> Kind:
    lowered = bare.lower()
    if _ABOVE_HINT.search(lowered) and any(words in lowered for words in _REPLY_ABOVE):
        return Kind.MARKER
    if bare[0] in "-=_–—*#" or bare[-1] in ":：-":
        match = _DIVIDER.match(lowered)
        if match and _announces(match.group(1).strip(" *_:："), is_marked=bool(_MARKED.search(lowered))):
            return Kind.ORIGINAL
    if bare.startswith("--") and _SHARED_DIVIDER.match(lowered):
        return Kind.ORIGINAL
    return Kind.TEXT


@lru_cache(maxsize=512)
def _announces(words: str, *, is_marked: bool) -> bool:
    return words in _BEGIN or (words in _ORIGINAL and is_marked)


def _name_attributions(lines: list[Line]) -> None:
    texts = [line.text if line.kind in (Kind.TEXT, Kind.BLANK) else "" for line in lines]
    for index, line in enumerate(lines):
        if line.kind is Kind.TEXT:
            start = attribution_start(texts, index, is_before_quote=_is_before_quote(lines, index))
            if start is not None:
                for named in lines[start : index + 1]:
                    named.kind = Kind.ATTRIBUTION


def _is_before_quote(lines: list[Line], index: int) -> bool:
    for line in lines[index + 1 : index + 5]:
        if line.kind is not Kind.BLANK:
            return line.kind is Kind.QUOTE or line.text.strip() == INTRODUCTION_MARK
    return False


def _name_headers(lines: list[Line]) -> None:
    texts = [line.text for line in lines]
    for start, past in stacks(texts):
        for named in lines[start:past]:
            named.kind = Kind.HEADERS
    headers = [header_of(text) for text in texts]
    index = 0
    while index < len(lines):
        end = header_block_end(texts, headers, index) if lines[index].kind is Kind.TEXT else None
        if end is None:
            index += 1
            continue
        for named in lines[index:end]:
            named.kind = Kind.HEADERS
        _name_rule_above(lines, index)
        index = end


def _name_rule_above(lines: list[Line], index: int) -> None:
    above = index - 1
    while above > 0 and lines[above].kind is Kind.BLANK:
        above -= 1
    if above >= 0 and lines[above].kind is Kind.TEXT and is_rule(lines[above].text):
        lines[above].kind = Kind.HEADERS


def _own_leading_headers(lines: list[Line]) -> None:
    """A message that begins with a header block is a forward without comment: the block is part of it."""
    for line in lines:
        if line.kind in (Kind.TEXT, Kind.QUOTE, Kind.ATTRIBUTION) and not is_rule(line.text):
            return
        if line.kind in (Kind.HEADERS, Kind.ORIGINAL):
            line.kind = Kind.TEXT


def _join_broken_quotes(lines: list[Line]) -> None:
    """A single unmarked line between two quoted ones is the tail of a wrapped quotation, not an answer."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.kind is not Kind.TEXT or before.kind is not Kind.QUOTE or after.kind is not Kind.QUOTE:
            continue
        if (
            len(before.text) >= 65
            or line.text.lstrip().startswith(("(http", "<http", "http"))
            or "(http" in before.text
        ):
            line.kind = Kind.QUOTE
