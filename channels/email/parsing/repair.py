"""Find where headers end and the body begins, and mend headers that were broken on the way."""

import re

_HEADER = re.compile(rb"^([!-9;-~]{1,100}?)[ \t]*:")
_FIELD = re.compile(rb"([!-9;-~]{1,100}+)[ \t]*+:([^\r\n]*+(?:\r?\n[ \t]++(?=[^\r\n])[^\r\n]*+)*+)\r?\n")
_BLANK = re.compile(rb"\r?\n")
_KNOWN = re.compile(
    rb"^(?:received|return-path|from|to|cc|bcc|subject|date|message-id|mime-version|content-[a-z-]+|reply-to|sender"
    rb"|in-reply-to|references|x-[\w-]+|list-[a-z-]+|delivered-to|dkim-signature|precedence|auto-submitted"
    rb"|thread-[a-z]+"
    rb"|importance|priority|organization|user-agent|envelope-to|arc-[a-z-]+|authentication-results|status"
    rb"|lines)[ \t]*:",
    re.IGNORECASE,
)
_ENVELOPE = re.compile(rb"^>?From (?![ \t]*:)[^\r\n]*(?:\r\n|\n|\r)")
_JUNK_FIRST = re.compile(rb"^(?:\+OK|\* \d+ FETCH|\xef\xbb\xbf)[^\r\n]*?(?:\r\n|\n|\r)?")
_LINE = re.compile(rb"[^\r\n]*(?:\r\r\n|\r\n|\n|\r|\Z)")
_PARAMETER_LINE = re.compile(
    rb"^\s*(?:boundary|charset|name|filename|format|type|report-type)\*?\s*=", re.IGNORECASE
)
_MAX_HEAD_LINES = 5_000
_LOOK_AHEAD = 40

Headers = list[tuple[str, bytes]]


def with_line_feeds(raw: bytes) -> bytes:
    """`raw` with line feeds where its lines end in bare carriage returns; as it is otherwise."""
    if b"\n" in raw[:4_000] or b"\r" not in raw[:4_000]:
        return raw
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def split_head(raw: bytes, *, is_whole: bool) -> tuple[Headers, bytes, list[str]]:
    """The headers (names in lower case), the body, and what had to be mended.

    `is_whole` marks a whole message, which may carry an mbox line or a greeting before its headers.
    """
    defects: list[str] = []
    start = _start_of_headers(raw, defects) if is_whole else 0
    headers, position = _sound_headers(raw, start)
    if headers and (blank := _BLANK.match(raw, position)):
        return headers, raw[blank.end() :], defects
    return _mended(raw, start, is_whole=is_whole, defects=defects)


def _sound_headers(raw: bytes, start: int) -> tuple[Headers, int]:
    """Headers that are as they should be, and where they stop being so."""
    headers: Headers = []
    position = start
    while len(headers) < _MAX_HEAD_LINES and (match := _FIELD.match(raw, position)):
        headers.append((match.group(1).decode("ascii").lower(), match.group(2)))
        position = match.end()
    return headers, position


def _mended(
    raw: bytes, start: int, *, is_whole: bool, defects: list[str]
) -> tuple[Headers, bytes, list[str]]:
    lines, body_at = _head_lines(raw, start, is_whole=is_whole, defects=defects)
    headers: Headers = []
    for line in lines:
        match = _HEADER.match(line)
        if match:
            headers.append((match.group(1).decode("latin-1").lower(), line[match.end() :]))
        elif headers:
            name, value = headers[-1]
            headers[-1] = (name, value + (line if line[:1] in b" \t" else b" " + line))
    return headers, raw[body_at:], defects


def _start_of_headers(raw: bytes, defects: list[str]) -> int:
    start = len(raw) - len(raw.lstrip(b" \t\r\n\x00\xef\xbb\xbf")) if raw[:1] in b" \t\r\n\x00\xef" else 0
    for _ in range(3):
        match = _ENVELOPE.match(raw[start : start + 2_000]) or _JUNK_FIRST.match(raw[start : start + 2_000])
        if not match or not match.end():
            break
        start += match.end()
        defects.append("envelope_line")
    return start


def _head_lines(raw: bytes, start: int, *, is_whole: bool, defects: list[str]) -> tuple[list[bytes], int]:
    """The header lines, folded ones as separate items, and where the body begins."""
    lines: list[bytes] = []
    position = start
    for _ in range(_MAX_HEAD_LINES):
        match = _LINE.match(raw, position)
        if match is None or match.start() == match.end():
            return lines, position
        line, end = match.group(), match.end()
        bare = line.rstrip(b"\r\n")
        if not bare:
            return lines, end
        if not bare.strip():
            if not _next_is_header(raw, end):
                return lines, end
        elif _HEADER.match(bare) or (bare[:1] in b" \t" and lines):
            lines.append(line)
        elif not lines and is_whole and _next_is_header(raw, end):
            defects.append("first_line")
        elif bare.startswith((b">From ", b"From ")) and _next_is_header(raw, end):
            defects.append("envelope_line")
        elif lines and _is_unindented_fold(raw, bare, end, lines[-1]):
            defects.append("fold")
            lines.append(b" " + line)
        else:
            defects.append("no_blank_line")
            return lines, position
        position = end
    return lines, position


def _next_is_header(raw: bytes, position: int) -> bool:
    match = _LINE.match(raw, position)
    return bool(match and _HEADER.match(match.group()))


def _is_unindented_fold(raw: bytes, bare: bytes, position: int, last: bytes) -> bool:
    """True where a line without a colon continues the header above: headers follow, or it is unfinished."""
    if _PARAMETER_LINE.match(bare) or last.rstrip().endswith((b";", b",")) or bare.startswith(b"=?"):
        return True
    for _ in range(_LOOK_AHEAD):
        match = _LINE.match(raw, position)
        if match is None or match.start() == match.end():
            return False
        line = match.group()
        if not line.strip():
            return False
        if _KNOWN.match(line):
            return True
        position = match.end()
    return False
