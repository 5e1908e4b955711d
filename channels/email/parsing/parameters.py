"""Read the parameters of Content-Type and Content-Disposition, whatever programs get wrong about them."""

import re
from urllib.parse import unquote_to_bytes

from channels.email.parsing.charsets import decode_text
from channels.email.parsing.words import decode_words

_PARAMETER = re.compile(
    r"""[;\s,]{0,20}([^\s=;"<>]{1,60}?)\s{0,20}=\s*
    (?:"((?:[^"\\]|\\.)*)"?|'([^';]*)'(?=\s*(?:;|$))|([^;]*))""",
    re.DOTALL | re.VERBOSE,
)
_MISSING_SEMICOLON = re.compile(
    r"""(?<=[^;\s])[ \t]+(?=(?:boundary|charset|name|filename|format|delsp|type|report-type)\*?\d*\*?\s*=)""",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\s\([^()]*\)\s*(?=;|$)")
_SECTION = re.compile(r"^(.+?)\*(\d+)(\*?)$")
_MAX_PARAMETERS = 500


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured header as its main value and its decoded parameters, by name in lower case."""
    head, _, tail = _MISSING_SEMICOLON.sub("; ", value[:8_000]).partition(";")
    if "=" in head and "/" not in head:
        head, tail = "", f"{head};{tail}"
    found: list[tuple[str, str]] = []
    for match in _PARAMETER.finditer(tail):
        if len(found) >= _MAX_PARAMETERS:
            break
        quoted, single, bare = match.group(2), match.group(3), match.group(4)
        text = (
            re.sub(r"\\([\\\"])", r"\1", quoted)
            if quoted is not None
            else single
            if single is not None
            else bare
        )
        found.append((match.group(1).lower(), _COMMENT.sub("", text.strip()) if quoted is None else text))
    return head.strip(), _joined(found)


def _joined(found: list[tuple[str, str]]) -> dict[str, str]:
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in found:
        section = _SECTION.match(name)
        if section:
            sections.setdefault(section.group(1), {})[int(section.group(2)[:4])] = (
                text,
                bool(section.group(3)),
            )
        elif name.endswith("*"):
            sections.setdefault(name[:-1], {})[0] = (text, True)
        else:
            plain.setdefault(name, decode_words(text))
    for name, pieces in sections.items():
        plain[name] = _continued([pieces[number] for number in sorted(pieces)])
    return plain


def _continued(pieces: list[tuple[str, bool]]) -> str:
    """RFC 2231: pieces in order, the first saying in which character set the escaped ones are."""
    charset: str | None = None
    first, is_escaped = pieces[0]
    if is_escaped and first.count("'") >= 2:
        charset, _, rest = first.split("'", 2)
        pieces = [(rest, True), *pieces[1:]]
    content = b"".join(
        unquote_to_bytes(text) if is_escaped else text.encode("utf-8", "surrogateescape")
        for text, is_escaped in pieces
    )
    return decode_words(decode_text(content, charset or None))
