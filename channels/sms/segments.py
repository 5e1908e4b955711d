"""How a text is cut: into carriers' segments (GSM-7 or UCS-2), and a long one into several messages."""

import re
from collections.abc import Iterator

import smsutil

from channels.errors import MessageRejected

MAX_SEGMENTS = 10
MAX_MESSAGES = 10
MAX_CHARACTERS = 1600
_NUMBERING = len("(10/10) ")
_GSM_CAPACITY = MAX_SEGMENTS * smsutil.GSM_MULTI_PART_BYTES
_UCS2_CAPACITY = MAX_SEGMENTS * smsutil.UNICODE_MULTI_PART_BYTES // 2
_PIECES = re.compile(r"\S+\s*|\s+")
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "−": "-", "→": "->", "…": "...", "•": "-", "·": "-", "\u00a0": " ", "\u202f": " ",
        "\u200b": "", "\ufeff": "", "`": "'", "\t": " ",
    }
)  # fmt: skip


def plain(text: str) -> str:
    """The text with typographic signs made simple: one curly quote would halve what fits a segment."""
    return text.translate(_PLAIN).replace("\r\n", "\n")


def count_segments(text: str) -> int:
    """How many segments carriers will count and charge."""
    return len(smsutil.split(text).parts) if text else 0


def split_messages(text: str) -> list[str]:
    """The text as it is where it fits ten segments, else numbered messages cut between words.

    Raises MessageRejected (`too_long`) past ten messages.
    """
    if len(text) <= MAX_CHARACTERS and count_segments(text) <= MAX_SEGMENTS:
        return [text]
    is_gsm = smsutil.is_valid_gsm(text)
    capacity = (_GSM_CAPACITY if is_gsm else _UCS2_CAPACITY) - _NUMBERING
    messages = [message.strip() for message in _filled(text, capacity=capacity, is_gsm=is_gsm)]
    if len(messages) > MAX_MESSAGES:
        raise MessageRejected(
            f"The text is too long: it would need {len(messages)} text messages, {MAX_MESSAGES} are allowed.",
            reason="too_long",
        )
    return [f"({number}/{len(messages)}) {message}" for number, message in enumerate(messages, 1)]


def _filled(text: str, *, capacity: int, is_gsm: bool) -> Iterator[str]:
    message, used = "", 0
    for piece in _pieces(text, capacity=capacity, is_gsm=is_gsm):
        cost = _cost(piece, is_gsm=is_gsm)
        if message and used + cost > capacity:
            yield message
            message, used = "", 0
        message, used = message + piece, used + cost
    if message.strip():
        yield message


def _pieces(text: str, *, capacity: int, is_gsm: bool) -> Iterator[str]:
    """Words with the space after them; one that fits no message at all is cut."""
    for match in _PIECES.finditer(text):
        piece = match[0]
        if _cost(piece, is_gsm=is_gsm) <= capacity:
            yield piece
        else:
            step = capacity // 2
            yield from (piece[start : start + step] for start in range(0, len(piece), step))


def _cost(text: str, *, is_gsm: bool) -> int:
    if is_gsm:
        return len(text) + sum(text.count(sign) for sign in smsutil.GSM_EXT_CHARSET)
    return len(text.encode("utf-16-be")) // 2
