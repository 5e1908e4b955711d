"""Cut a message into its headers and parts, however badly it is put together.

The bytes of a part are slices of what arrived, never written anew: an attached message is what was sent.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from channels.email.parsing.charsets import decode_text
from channels.email.parsing.parameters import parse_parameters
from channels.email.parsing.repair import split_head
from channels.email.parsing.transfer import decode_transfer
from channels.email.parsing.words import header_text, raw_text

_MAX_DEPTH = 30
_MAX_PARTS = 2_000
_TOKEN = re.compile(r"^[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+$")
_BOUNDARY_LINE = re.compile(rb"(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?:[\w-]+:|\r?\n)")


@dataclass
class Part:
    """One part of a message: its headers as they stand (names in lower case), its bytes, its children."""

    headers: Sequence[tuple[str, bytes]]
    body: bytes
    content_type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    disposition_parameters: dict[str, str] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    def raw(self, name: str) -> bytes | None:
        """The first value of a header, or None."""
        return self._first.get(name)

    def header(self, name: str) -> str:
        """The first value of a header, decoded; empty where it is missing."""
        return self.decoded.get(name, ("",))[0]

    def all(self, name: str) -> list[str]:
        """All values of a header, decoded, topmost first."""
        return list(self.decoded.get(name, ()))

    @property
    def charset(self) -> str | None:
        """The declared character set, as written."""
        return self.parameters.get("charset") or None

    @cached_property
    def header_charset(self) -> str | None:
        """The set raw letters in headers are most likely of: the message's, or its first text's."""
        if self.charset or not self.parts:
            return self.charset
        return next((leaf.charset for leaf in self.leaves() if leaf.charset), None)

    @property
    def encoding(self) -> str:
        """The declared transfer encoding, in lower case."""
        value = (self.raw("content-transfer-encoding") or b"").decode("latin-1")
        return value.split(";")[0].split("(")[0].strip().strip("\"'").lower()

    @cached_property
    def decoded(self) -> dict[str, tuple[str, ...]]:
        """Every header by name, decoded, topmost first."""
        found: dict[str, list[str]] = {}
        for name, value in self.headers:
            found.setdefault(name, []).append(header_text(value, charset=self.header_charset))
        return {name: tuple(values) for name, values in found.items()}

    @cached_property
    def _first(self) -> dict[str, bytes]:
        return dict(reversed(self.headers))

    @cached_property
    def content(self) -> bytes:
        """The bytes behind the transfer encoding."""
        return decode_transfer(self.body, self.encoding)

    @cached_property
    def text(self) -> str:
        """The content as text with plain line ends."""
        return decode_text(self.content, self.charset).replace("\r\n", "\n").replace("\r", "\n")

    def leaves(self) -> list["Part"]:
        """All parts that hold content, in order."""
        if not self.parts:
            return [self]
        return [leaf for part in self.parts for leaf in part.leaves()]


def parse_structure(raw: bytes) -> Part:
    """The tree of a whole message; total: whatever cannot be understood is text."""
    budget = [_MAX_PARTS]
    return _parse(raw, default="text/plain", depth=0, budget=budget)


def _parse(raw: bytes, *, default: str, depth: int, budget: list[int]) -> Part:
    headers, body, defects = split_head(raw, is_whole=depth == 0)
    part = Part(headers, body, default, defects=defects)
    _read_type(part, default)
    _read_disposition(part)
    budget[0] -= 1
    if part.content_type.startswith("multipart/"):
        _read_parts(part, depth=depth, budget=budget)
    return part


def _read_type(part: Part, default: str) -> None:
    value = part.raw("content-type")
    if value is None or not value.strip():
        return
    name, part.parameters = parse_parameters(raw_text(value))
    name = name.lower().strip().strip("\"'").replace(" ", "")
    if _TOKEN.match(name):
        part.content_type = name
    elif name in ("text", "plain"):
        part.content_type = "text/plain"
    elif name in ("html", "text/html;"):
        part.content_type = "text/html"
    elif name.startswith("multipart") or "boundary" in part.parameters:
        part.content_type = "multipart/mixed"
    else:
        part.content_type = default
        part.defects.append("content_type")


def _read_disposition(part: Part) -> None:
    value = part.raw("content-disposition")
    if value is not None:
        name, part.disposition_parameters = parse_parameters(raw_text(value))
        part.disposition = name.lower().strip().strip("\"'")


def _read_parts(part: Part, *, depth: int, budget: list[int]) -> None:
    boundary = part.parameters.get("boundary", "").encode("utf-8", "surrogateescape").rstrip()
    pieces = _pieces(part.body, boundary) if boundary else None
    if pieces is None:
        part.defects.append("boundary")
        found = _BOUNDARY_LINE.search(part.body[:20_000])
        pieces = _pieces(part.body, found.group(1)) if found else None
    if pieces is None or depth >= _MAX_DEPTH:
        part.content_type = "text/html" if _looks_like_html(part.body) else "text/plain"
        return
    if not pieces:
        part.content_type, part.body = "text/plain", b""
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for piece in pieces:
        if budget[0] <= 0:
            part.defects.append("too_many_parts")
            break
        part.parts.append(_parse(piece, default=default, depth=depth + 1, budget=budget))


def _looks_like_html(body: bytes) -> bool:
    return body.lstrip()[:200].lower().startswith((b"<html", b"<!doctype html", b"<body", b"<div"))


def _pieces(body: bytes, boundary: bytes) -> list[bytes] | None:
    """The bytes between boundary lines; None where the boundary never occurs."""
    pattern = re.compile(rb"(?:\A|\r?\n|\r)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\r|\Z)")
    pieces: list[bytes] = []
    start: int | None = None
    seen = False
    for match in pattern.finditer(body):
        seen = True
        if start is not None:
            pieces.append(body[start : match.start()])
        start = None if match.group(1) else match.end()
    if not seen:
        return None
    if start is not None:
        pieces.append(body[start:])
    pieces = [_after_line_end(piece) for piece in pieces]
    return [piece for piece in pieces if piece.strip()]


def _after_line_end(piece: bytes) -> bytes:
    if piece.startswith(b"\r\n"):
        return piece[2:]
    return piece[1:] if piece[:1] in (b"\n", b"\r") else piece
