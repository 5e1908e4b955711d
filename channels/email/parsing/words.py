"""Decode what headers may hold: encoded words (RFC 2047), raw 8-bit letters, folds."""

import binascii
import re

from channels.email.parsing.charsets import codec_for, decode_text

_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?=]|=(?!\?(?!=))|\?(?!=))*)(?:\?=|(?=\s*=\?)|$)")
_FOLD = re.compile(r"(?:\r\n|\r|\n)[ \t]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAX_HEADER = 100_000


def raw_text(value: bytes, *, charset: str | None = None) -> str:
    """A raw header value as text: unfolded, 8-bit letters decoded, encoded words still as they stand.

    Letters beyond ASCII are UTF-8 where they can be (RFC 6532), else of the set the message is written in.
    """
    value = value[:_MAX_HEADER]
    is_declared = charset is not None and not _is_wide(charset) and not _is_utf8(value)
    text = decode_text(value, charset if is_declared else None)
    if text.isprintable():
        return text.strip()
    return _CONTROL.sub("", _FOLD.sub(" ", text)).strip()


def decode_words(text: str) -> str:
    """Replace encoded words by what they say.

    Words of one character set that stand side by side are joined before decoding, because some programs cut
    letters in two. What cannot be decoded stays as it is.
    """
    if "=?" not in text:
        return text
    result: list[str] = []
    pending, charset, last = b"", "", 0
    for match in _ENCODED.finditer(text):
        between = text[last : match.start()]
        content = _content_of(match.group(2), match.group(3))
        if content is None:
            continue
        name = match.group(1).split("*")[0].lower()
        if pending and between.strip() == "" and name == charset and not _is_stateful(name):
            pending += content
        else:
            if pending or charset:
                result.append(decode_text(pending, charset))
            if between.strip() or not charset:
                result.append(between)
            pending, charset = content, name
        last = match.end()
    if pending or charset:
        result.append(decode_text(pending, charset))
    result.append(text[last:])
    return _CONTROL.sub("", _FOLD.sub(" ", "".join(result)))


def header_text(value: bytes, *, charset: str | None = None) -> str:
    """A header value as its reader sees it."""
    return decode_words(raw_text(value, charset=charset)).strip()


def _is_utf8(value: bytes) -> bool:
    if value.isascii():
        return False
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_wide(charset: str) -> bool:
    """True for sets no raw header is ever written in, though its body may be."""
    return (codec_for(charset) or "").startswith(("utf-7", "utf-16", "utf-32", "hz"))


def _is_stateful(name: str) -> bool:
    return name.startswith(("iso-2022", "hz", "utf-7", "iso2022")) and codec_for(name) is not None


def _content_of(encoding: str, payload: str) -> bytes | None:
    raw = payload.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    cleaned = re.sub(rb"[^A-Za-z0-9+/=]", b"", raw)
    if raw.strip() and not cleaned:
        return None
    for padding in (b"", b"=", b"=="):
        try:
            return binascii.a2b_base64(cleaned + padding)
        except binascii.Error:
            continue
    try:
        return binascii.a2b_base64(cleaned[: len(cleaned) // 4 * 4])
    except binascii.Error:
        return None
