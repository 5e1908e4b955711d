"""Guess the character set of bytes that declare none and are not UTF-8, only where it is plain.

Western letters stand alone between ASCII ones; whole words of foreign bytes are another script. How its bytes
are spread tells which: the common letters of Russian, the syllables of Korean and Japanese, the common signs
of Chinese.
"""

import re
from collections.abc import Callable

_WORDS = re.compile(rb"[\x80-\xff]{3,}")
_PAIRS = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_FOREIGN = re.compile("[^\x00-\x7f]")
_KANA = re.compile("[\u3041-\u30ff]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_COMMON_CYRILLIC = re.compile("[оеаинт]")
_MAX_SAMPLE = 20_000
_FEWEST = 6


def guessed_codec(content: bytes) -> str | None:
    """Python's name of the codec, or None where nothing speaks for one, as in Western text."""
    sample = content[:_MAX_SAMPLE]
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    if high < _FEWEST or sum(map(len, _WORDS.findall(sample))) < 0.7 * high:
        return None
    return next((codec for codec, speaks in _CANDIDATES if speaks(sample, codec)), None)


def _decoded(sample: bytes, codec: str) -> str | None:
    try:
        return sample.decode(codec)
    except UnicodeDecodeError as error:
        # The sample may end inside a letter.
        if error.start < len(sample) - 4 or len(sample) < _MAX_SAMPLE:
            return None
        return sample[: error.start].decode(codec)


def _is_japanese(sample: bytes, codec: str) -> bool:
    text = _decoded(sample, codec)
    if text is None:
        return False
    foreign = len(_FOREIGN.findall(text))
    return len(_KANA.findall(text)) >= 0.2 * foreign and len(_HALF_KANA.findall(text)) < 0.1 * foreign


def _is_cyrillic(sample: bytes, codec: str) -> bool:
    text = _decoded(sample, codec)
    if text is None:
        return False
    letters = len(_CYRILLIC.findall(text))
    is_cyrillic = letters >= 0.85 * len(_FOREIGN.findall(text))
    return is_cyrillic and len(_COMMON_CYRILLIC.findall(text)) >= 0.33 * letters


def _is_korean(sample: bytes, codec: str) -> bool:
    return _decoded(sample, codec) is not None and _share(sample, 0xB0, 0xC8, from_trail=0xA1) >= 0.9


def _is_simplified(sample: bytes, codec: str) -> bool:
    return _decoded(sample, codec) is not None and _share(sample, 0xB0, 0xD7, from_trail=0xA1) >= 0.75


def _is_traditional(sample: bytes, codec: str) -> bool:
    return _decoded(sample, codec) is not None and _share(sample, 0xA4, 0xC6, from_trail=0x40) >= 0.75


def _share(sample: bytes, first: int, last: int, *, from_trail: int) -> float:
    """How many of the two-byte letters begin with a byte between `first` and `last`; punctuation left out."""
    pairs = [pair for pair in _PAIRS.findall(sample) if pair[0] not in (0xA1, 0xA3)]
    found = sum(first <= pair[0] <= last and pair[1] >= from_trail for pair in pairs)
    return found / len(pairs) if pairs else 0.0


_CANDIDATES: tuple[tuple[str, Callable[[bytes, str], bool]], ...] = (
    ("euc_jp", _is_japanese),
    ("cp932", _is_japanese),
    ("cp1251", _is_cyrillic),
    ("koi8-r", _is_cyrillic),
    ("cp866", _is_cyrillic),
    ("cp949", _is_korean),
    ("gb18030", _is_simplified),
    ("cp950", _is_traditional),
)
