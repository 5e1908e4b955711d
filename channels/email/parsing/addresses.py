"""Read address headers (RFC 5322) as people and programs really write them."""

import re

from channels.contract import Address
from channels.email.parsing.words import decode_words

_ANGLE = re.compile(r"<\s*(?:mailto:)?([^<>]*?)\s*(?:>|$)", re.IGNORECASE)
_BARE = re.compile(r"[^\s<>\"'(),;:\[\]][^\s<>\"(),;:\[\]]{0,200}@[^\s<>\"'(),;:]+")
_QUOTED_LOCAL = re.compile(r'^"[^"@\\<>]{1,64}"@[\w.-]+$')
_ROUTE = re.compile(r"^(?:@[^:,]+,?)+:")
_COMMENT = re.compile(r"\(((?:[^()\\]|\\.)*)\)")
_ESCAPED = re.compile(r"\\(.)")
_SPECIAL = re.compile(r'[,;:"(\\]')
_SPACES = re.compile(r"\s+")
_MAX_LENGTH = 60_000
_MAX_ADDRESSES = 2_000


def parse_addresses(value: str) -> tuple[Address, ...]:
    """The addresses of a raw (not yet decoded) header value, in order; names decoded, groups dissolved."""
    found: list[Address] = []
    for piece in _split(value[:_MAX_LENGTH]):
        address = _parse_one(piece)
        if address is not None:
            found.append(address)
        if len(found) >= _MAX_ADDRESSES:
            break
    return tuple(_joined(found))


def _joined(found: list[Address]) -> list[Address]:
    """Put together what an unquoted comma in a name tore apart ("Lee, Ann <ann@...>")."""
    result: list[Address] = []
    pending: list[str] = []
    for address in found:
        if not address.address:
            pending.append(address.name)
            continue
        if pending and address.name:
            address = Address(address.address, ", ".join([*pending, address.name]))
        pending = []
        result.append(address)
    return result if result or not pending else [Address(", ".join(pending))]


def _split(value: str) -> list[str]:
    """Cut at commas and semicolons outside quotes, comments and angle brackets; a group's name is dropped."""
    if not _SPECIAL.search(value):
        return [value] if value.strip() else []
    pieces: list[str] = []
    start, depth, is_quoted, is_angle, index = 0, 0, False, False, 0
    has_closing = value.count('"') % 2 == 0
    while index < len(value):
        character = value[index]
        if character == "\\":
            index += 1
        elif character == '"' and has_closing:
            is_quoted = not is_quoted
        elif not is_quoted:
            if character == "(":
                depth += 1
            elif character == ")":
                depth = max(depth - 1, 0)
            elif depth == 0 and character in "<>":
                is_angle = character == "<"
            elif depth == 0 and character == ":" and not is_angle and "@" not in value[start:index]:
                if _is_group(value, start, index):
                    start = index + 1
            elif depth == 0 and character in ",;" and (not is_angle or _is_lost_angle(value, start, index)):
                pieces.append(value[start:index])
                start, is_angle = index + 1, False
        index += 1
    pieces.append(value[start:])
    return [piece for piece in pieces if piece.strip()]


def _is_group(value: str, start: int, index: int) -> bool:
    """True where the words before a colon name a group: one that ends, not a name with a colon in it."""
    if value[start:index].strip().lower().startswith(("mailto", "http", "smtp")):
        return False
    return ";" in value[index:] or "<" not in value[index:]


def _is_lost_angle(value: str, start: int, index: int) -> bool:
    """True at a comma inside an angle bracket that never closes before the next one opens."""
    if value[start:index].rpartition("<")[2].lstrip().startswith("@"):
        return False
    rest = value[index:]
    closing, opening = rest.find(">"), rest.find("<")
    return closing < 0 or 0 <= opening < closing


def _parse_one(piece: str) -> Address | None:
    text = _SPACES.sub(" ", piece).strip()
    if _QUOTED_LOCAL.match(text):
        return Address(text)
    angles = [match for match in _ANGLE.finditer(text) if match.group(1)]
    for match in reversed(angles):
        if "@" in match.group(1) or match is angles[0]:
            rest = text[match.end() :]
            name = _name(text[: angles[0].start()].rstrip("< ")) or _comment(rest) or _name(rest.strip("> "))
            return Address(_spec(match.group(1)), name)
    if "=?" in text and "<" not in text and _ANGLE.search(decoded := decode_words(text)):
        return _parse_one(decoded)  # name and address together in one encoded word
    bare = "@" in text and _BARE.search(
        decode_words(_COMMENT.sub(" ", text)) if "=?" in text else _COMMENT.sub(" ", text)
    )
    if bare:
        plain = decode_words(_COMMENT.sub(" ", text))
        name = _comment(text) or _name(plain.replace(bare.group(), " ").replace("<>", " "))
        return Address(_spec(bare.group()), name)
    plain = _COMMENT.sub(" ", text).replace("<>", " ").strip()
    if plain and plain != text and " " not in plain and not plain.startswith('"'):
        return Address(plain, _comment(text))
    name = _name(text.replace("<>", " "))
    return Address("", name) if name else None


def _spec(text: str) -> str:
    spec = _ROUTE.sub("", decode_words(text).strip())
    if _QUOTED_LOCAL.match(spec):
        return spec
    spec = spec.strip(" '\"") if spec.count('"') != 2 else spec.strip(" '")
    return _SPACES.sub("", spec).removesuffix(".") if "@" in spec else spec


def _comment(text: str) -> str:
    match = _COMMENT.search(text)
    return _name(match.group(1)) if match else ""


def _name(text: str) -> str:
    plain = text.strip()
    if plain.startswith('"') and plain.endswith('"') and len(plain) > 1:
        plain = plain[1:-1]
        if '\\"' in plain and "=?" not in plain:
            return _SPACES.sub(" ", _ESCAPED.sub(r"\1", plain)).strip()
    plain = _ESCAPED.sub(r"\1", plain).replace('"', "") if "=?" not in plain else plain.replace('"', "")
    decoded = _SPACES.sub(" ", decode_words(plain)).strip().strip('"').strip()
    while len(decoded) > 1 and decoded[0] == decoded[-1] == "'":
        decoded = decoded[1:-1].strip()
    return decoded.strip("'").strip() if decoded.count("'") == 1 and decoded[:1] == "'" else decoded
