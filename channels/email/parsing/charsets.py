"""Turn bytes into text when the declared character set is unknown, wrong or missing."""

import codecs
import re
from functools import lru_cache

from channels.email.parsing.guessing import guessed_codec

_ALIASES = {
    "ansi": "cp1252", "x-ansi": "cp1252", "x-user-defined": "cp1252", "windows": "cp1252", "latin": "cp1252",
    "ascii": "us-ascii", "us": "us-ascii", "ansi_x3.110-1983": "cp1252", "utf8": "utf-8", "utf-8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "x-unicode-2-0-utf-8": "utf-8", "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7", "unicode": "utf-16", "gb2312": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030", "x-euc-cn": "gb18030", "hz-gb-2312": "hz", "big5": "cp950", "x-big5": "cp950",
    "big5-hkscs": "big5hkscs", "x-sjis": "cp932", "sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-ms-cp932": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp", "eucjp": "euc_jp", "x-euc": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext", "cp50221": "iso2022_jp_ext",
    "x-windows-iso2022jp": "iso2022_jp_ext", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949", "x-windows-949": "cp949", "windows-949": "cp949", "ks_c_5601-1989": "cp949",
    "windows-874": "cp874", "x-windows-874": "cp874", "tis-620": "cp874", "iso-8859-11": "cp874",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
    "visual": "iso-8859-8", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252",
    "iso-8859-1-windows": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252",
    "iso-8859-9": "cp1254", "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "x-macroman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "x-mac-ce": "mac_latin2", "koi8": "koi8-r", "koi-8": "koi8-r",
    "koi8-ru": "koi8-u", "cp-850": "cp850", "ibm-850": "cp850", "win-1251": "cp1251", "win1251": "cp1251",
    "windows1251": "cp1251", "windows1252": "cp1252", "cp-1252": "cp1252", "cp-1251": "cp1251",
    "win-1252": "cp1252", "windows-1250": "cp1250", "x-cp1250": "cp1250", "x-cp1251": "cp1251",
    "x-cp1252": "cp1252", "viscii": "cp1258", "x-viet-vps": "cp1258",
}  # fmt: skip
_SINGLE_BYTE = frozenset({"cp1252", "ascii", "cp1254", "iso8859-15"})
_NOT_TEXT = frozenset({
    "hex", "base64", "bz2", "zlib", "quopri", "uu", "rot13", "idna", "punycode", "undefined",
    "unicode_escape", "raw-unicode-escape", "unicode-escape", "mbcs", "oem", "charmap",
    "raw_unicode_escape",
})  # fmt: skip
_CLEAN = re.compile(r"[^\w.:\-]+")
_JIS_RUN = re.compile(rb"(\x1b\$[@B][\x21-\x7e]*)")
_JIS_PLAIN = re.compile(rb"\x1b\([BJ]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WINDOWS = re.compile(r"^(?:x-)?(?:windows|win|cp)[-_]?(\d{3,5})\w*$")


def decode_text(content: bytes, declared: str | None = None) -> str:
    """Decode by the declared character set, else as UTF-8, what it plainly is, Windows-1252.

    Never raises. What is declared as a Western single-byte set but is well-formed multi-byte UTF-8 is read
    as UTF-8: real Western text is never that by chance.
    """
    if content.isascii() and b"\x1b" not in content and not _is_seven_bit_codec(declared):
        return content.decode("ascii")
    codec = codec_for(declared) if declared else None
    if codec is not None and codec not in _SINGLE_BYTE:
        text = _strictly(content, codec)
        if text is not None:
            return text
    if codec == "iso2022_jp_ext" and (text := _with_vendor_signs(content)) is not None:
        return text
    if codec in (None, "ascii") and b"\x1b$" in content:
        text = _strictly(content, "iso2022_jp_ext")
        if text is not None:
            return text
    text = _strictly(content, "utf-8")
    if text is not None:
        return text
    if codec is not None and codec not in _SINGLE_BYTE and not _is_mostly_broken(content, codec):
        return content.decode(codec, "replace")
    return _western(content, codec)


@lru_cache(maxsize=512)
def codec_for(name: str) -> str | None:
    """Python's name of the codec for a declared character set, or None for one nobody knows."""
    cleaned = _CLEAN.sub("", name.strip().lower().split("*")[0])
    cleaned = _ALIASES.get(cleaned, cleaned)
    for candidate in (cleaned, cleaned.replace("_", "-"), _windows(cleaned)):
        found = _known(_ALIASES.get(candidate, candidate))
        if found is not None:
            return found
    return None


def _windows(name: str) -> str:
    match = _WINDOWS.match(name)
    return f"cp{match.group(1)}" if match else name


def _known(name: str) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found in _NOT_TEXT else found


def _is_seven_bit_codec(declared: str | None) -> bool:
    """True for sets that write foreign letters in ASCII bytes (UTF-7, HZ, UTF-16)."""
    return declared is not None and (codec_for(declared) or "").startswith(
        ("utf-7", "hz", "utf-16", "utf-32")
    )


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        text = content.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None
    if codec.startswith("utf-") and codec != "utf-8":
        text = _SURROGATE.sub("\ufffd", text)
    return text.removeprefix("\ufeff")


def _with_vendor_signs(content: bytes) -> str | None:
    """ISO-2022-JP with the signs NEC and IBM added (a circled one, a new name's letter), which it has no
    room for: its two-byte runs are read as Shift_JIS of Windows."""
    pieces = _JIS_RUN.split(content)
    try:
        return "".join(
            _shifted(piece[3:]).decode("cp932") if piece.startswith(b"\x1b$") else _plain(piece)
            for piece in pieces
        )
    except (UnicodeDecodeError, ValueError):
        return None


def _plain(piece: bytes) -> str:
    return _JIS_PLAIN.sub(b"", piece).decode("ascii")


def _shifted(run: bytes) -> bytes:
    """Pairs of JIS X 0208 as Shift_JIS (JIS X 0208:1997, annex 1)."""
    result = bytearray()
    for row, cell in zip(run[::2], run[1::2], strict=True):
        lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
        trail = cell + (0x1F if cell < 0x60 else 0x20) if row % 2 else cell + 0x7E
        result += bytes((lead, trail))
    return bytes(result)


def _is_mostly_broken(content: bytes, codec: str) -> bool:
    """True where the declared set explains less than nine tenths of the foreign letters."""
    try:
        text = content[:20_000].decode(codec, "replace")
    except (UnicodeError, ValueError, LookupError):
        return True
    foreign = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") * 10 > foreign


def _western(content: bytes, codec: str | None) -> str:
    if content.count(b"\n") < 100_000 and _is_utf8_with_damage(content):
        return content.decode("utf-8", "replace")
    guess = guessed_codec(content) if codec in (None, "ascii") else None
    if guess is not None:
        return content.decode(guess, "replace")
    table = codec if codec in _SINGLE_BYTE and codec != "ascii" else "cp1252"
    try:
        return content.decode(table)
    except UnicodeError:
        # Five bytes have no meaning in Windows-1252; Latin-1 gives them their control characters.
        return "".join(bytes([byte]).decode(table, "ignore") or chr(byte) for byte in content)


_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")


def _is_utf8_with_damage(content: bytes) -> bool:
    """True for UTF-8 in which a few characters were cut in two."""
    sample = content[:50_000]
    high = sum(len(run) for run in _HIGH.findall(sample))
    well = sum(len(run) for run in _UTF8_PAIR.findall(sample))
    return high > 0 and well * 10 >= high * 9
