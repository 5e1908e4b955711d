"""The little that must be known of a mail before it is kept: its id, its sender, nothing more.

These look at raw bytes only and never fail: a mail too broken to be read must still be kept.
"""

import hashlib
import re
from email.utils import parseaddr

_HEADER_LIMIT = 256 * 1024
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_FROM = re.compile(rb"^from[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_SANE_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,200}>")
_MAILBOX = re.compile(r"[^\s<>@\",;:]+@[^\s<>@\",;:]+")
_FOLD = re.compile(rb"\r?\n[ \t]+")


def external_id_of(raw: bytes) -> str:
    """The Message-ID where it is present and sane, else `sha256:` and the hash of the bytes."""
    return message_id_of(raw) or f"sha256:{hashlib.sha256(raw).hexdigest()}"


def message_id_of(raw: bytes) -> str:
    """The sane Message-ID of a mail or of its headers, else an empty text."""
    match = _MESSAGE_ID.search(headers_of(raw))
    if match is None:
        return ""
    value = _FOLD.sub(b"", match[1]).decode("ascii", "replace").strip()
    sane = _SANE_ID.search(value)
    return sane[0] if sane else ""


def sender_of(raw: bytes) -> str:
    """The lower-cased address in From: the key by which mails are worked in order."""
    match = _FROM.search(headers_of(raw))
    if match is None:
        return ""
    value = _FOLD.sub(b" ", match[1]).decode("utf-8", "replace")
    address = parseaddr(value)[1]
    if not _MAILBOX.fullmatch(address):
        found = _MAILBOX.search(value)
        address = found[0] if found else ""
    return address.strip().lower()[:254]


def headers_of(raw: bytes) -> bytes:
    """The header block, cut at the first empty line and at 256 kB."""
    start = raw[:_HEADER_LIMIT]
    end = _END_OF_HEADERS.search(start)
    return start[: end.start()] if end else start
