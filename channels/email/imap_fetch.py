"""What a FETCH answer holds, read from the parser's lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MESSAGE = re.compile(rb"^\d+ FETCH \(")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_QUOTED_BODY = re.compile(rb'BODY\[[^\]]*\] "((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave for one message; `content` is None where it gave no bytes."""

    uid: int
    size: int
    content: bytes | None


def read_fetched(lines: Iterable[bytes | bytearray]) -> list[Fetched]:
    """Sort the lines of a FETCH answer by message: literals come as bytearrays between the lines.

    A server may tell of one message several times, also unasked (somebody else read it): all of it counts.
    """
    messages: list[tuple[bytearray, list[bytes]]] = []
    for line in lines:
        if isinstance(line, bytearray):
            if messages:
                messages[-1][1].append(bytes(line))
        elif _MESSAGE.match(line):
            messages.append((bytearray(line), []))
        elif messages:
            messages[-1][0].extend(line)
    found: dict[int, Fetched] = {}
    for text, literals in messages:
        item = _one(bytes(text), literals)
        if item is not None:
            found[item.uid] = _joined(found.get(item.uid), item)
    return list(found.values())


def _joined(one: Fetched | None, more: Fetched) -> Fetched:
    if one is None:
        return more
    content = one.content if more.content is None else more.content
    return Fetched(uid=one.uid, size=more.size or one.size, content=content)


def _one(text: bytes, literals: list[bytes]) -> Fetched | None:
    uid, size = _UID.search(text), _SIZE.search(text)
    if uid is None or (size is None and b"BODY[" not in text):
        return None
    content = b"".join(literals) if literals else None
    if content is None and (quoted := _QUOTED_BODY.search(text)):
        content = re.sub(rb"\\(.)", rb"\1", quoted[1])
    return Fetched(uid=int(uid[1]), size=int(size[1]) if size else 0, content=content)
