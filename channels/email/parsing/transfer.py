"""Undo transfer encodings: base64, quoted-printable, uuencode, yEnc, also where they were damaged."""

import binascii
import re
from itertools import islice

_BASE64_LINE = re.compile(rb"^[A-Za-z0-9+/=\s]*$")
_SOUND_BASE64 = re.compile(rb"[A-Za-z0-9+/]*+={0,2}")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_UU_BEGIN = re.compile(
    rb"^begin(?:-base64)? (?P<mode>[0-7]{3,4}) (?P<name>[^\r\n]{1,255})\r?\n", re.MULTILINE
)
_Y_BLOCK = re.compile(
    rb"^=ybegin [^\r\n]{0,200}?name=(?P<name>[^\r\n]{1,255})\r?\n(?:=ypart [^\r\n]*\r?\n)?"
    rb"(?P<block>(?:(?!=y)[^\n]*\n)*?)=yend[^\r\n]*\r?$",
    re.MULTILINE,
)
_Y_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_Y_SHIFT = bytes((byte - 42) % 256 for byte in range(256))
_MAX_FILES = 100
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)


def decode_transfer(content: bytes, encoding: str) -> bytes:
    """The bytes behind a transfer encoding; what was not encoded as declared is given back as it is."""
    if encoding == "base64" or encoding.startswith("base-64"):
        return decode_base64(content)
    if encoding in (
        "quoted-printable",
        "quoted_printable",
        "quotedprintable",
        "quoted-print",
        "quoted printable",
    ):
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", content))
    if encoding in ("x-uuencode", "uuencode", "x-uu", "uue", "x-uue"):
        found = uuencoded_files(content)
        return found[0][1] if found else content
    return content


def decode_base64(content: bytes) -> bytes:
    """Decode base64 around stray characters, missing padding and text a relay appended."""
    packed = content.translate(None, b"\r\n")
    if len(packed) % 4 == 0 and _SOUND_BASE64.fullmatch(packed):
        return binascii.a2b_base64(packed)
    lines = content.split(b"\n")
    kept = [line for line in lines if _BASE64_LINE.match(line)]
    if len(kept) < len(lines):
        kept = _without_trailing_text(lines)
    is_padded = bool(kept) and any(line.rstrip().endswith(b"=") for line in kept)
    if sum(map(len, kept)) * 2 < len(content) and not is_padded:
        return content
    packed = _NOT_BASE64.sub(b"", b"".join(kept))
    if len(packed) % 4 and b"=" not in packed and any(b" " in line.strip() for line in kept):
        return content
    result = b"".join(_decode_run(run) for run in re.split(rb"=+", packed) if run)
    return result if result or not content.strip() else content


def _without_trailing_text(lines: list[bytes]) -> list[bytes]:
    """The encoded lines: up to the padding, or to the first line of words after a blank one."""
    kept: list[bytes] = []
    has_ended = False
    for line in lines:
        bare = line.strip()
        if has_ended and bare:
            break
        has_ended = has_ended or bare.endswith(b"=")
        if _BASE64_LINE.match(line):
            kept.append(line)
        elif b" " not in bare:
            kept.append(_NOT_BASE64.sub(b"", bare))
        elif sum(map(len, kept)) > 0:
            break
    return kept


def _decode_run(run: bytes) -> bytes:
    usable = len(run) - (1 if len(run) % 4 == 1 else 0)
    return binascii.a2b_base64(run[:usable] + b"=" * (-usable % 4))


def embedded_files(content: bytes) -> list[tuple[str, bytes, int, int]]:
    """Files written inside text, uuencoded or in yEnc: name, content, and where the block begins and ends."""
    found: list[tuple[str, bytes, int, int]] = []
    if b"\nend" in content or b"\n====" in content:
        found += uuencoded_files(content)
    if b"=ybegin " in content:
        found += _yencoded_files(content)
    return sorted(found, key=lambda one: one[2])


def _yencoded_files(content: bytes) -> list[tuple[str, bytes, int, int]]:
    return [
        (
            match.group("name").decode("utf-8", "replace").strip(),
            _ydecode(match.group("block")),
            match.start(),
            match.end(),
        )
        for match in islice(_Y_BLOCK.finditer(content), _MAX_FILES)
    ]


def _ydecode(block: bytes) -> bytes:
    """Every byte was moved up by 42; what would read as a line end, a NUL or "=" is escaped."""
    packed = block.translate(None, b"\r\n")
    return _Y_ESCAPED.sub(lambda match: bytes([(match.group(1)[0] - 64) % 256]), packed).translate(_Y_SHIFT)


def uuencoded_files(content: bytes) -> list[tuple[str, bytes, int, int]]:
    """Files uuencoded inside text: name, content, and where the block begins and ends."""
    found: list[tuple[str, bytes, int, int]] = []
    position = 0
    while len(found) < _MAX_FILES:
        begin = _UU_BEGIN.search(content, position)
        if begin is None:
            return found
        end = _UU_END.search(content, begin.end())
        if end is None:
            return found
        decoded = _uudecode(content[begin.end() : end.start()])
        position = end.end()
        if decoded is not None:
            name = begin.group("name").decode("utf-8", "replace").strip()
            found.append((name, decoded, begin.start(), end.end()))
    return found


def _uudecode(block: bytes) -> bytes | None:
    pieces: list[bytes] = []
    for line in block.splitlines():
        if not line or line == b"`":
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                pieces.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                return None
    return b"".join(pieces)
