"""The words of a condition: CEL's tokens, as far as conditions need them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from config.errors import RapportError

Kind = Literal["name", "number", "text", "sign", "end"]
_TOKEN = re.compile(
    r"""(?P<blank>\s+|//[^\n]*)
    | (?P<number>\d+\.\d+(?:[eE][+-]?\d+)?|\d+)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]])""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'"}


class ExpressionInvalid(RapportError):
    """A condition that cannot be worked with; the message says what is wrong and at which character."""

    code = "expression_invalid"

    def __init__(self, problem: str, *, at: int) -> None:
        super().__init__(f"{problem} (at character {at + 1})")
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its kind, its text (of a text literal: what it stands for), its place."""

    kind: Kind
    text: str
    at: int


def tokens_of(source: str) -> Iterator[Token]:
    """Split a condition into words, with one of kind `end` last. Raises ExpressionInvalid."""
    at = 0
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            raise ExpressionInvalid(f"{source[at]!r} cannot stand here", at=at)
        yield from _token(found)
        at = found.end()
    yield Token("end", "", len(source))


def _token(found: re.Match[str]) -> Iterator[Token]:
    match found.lastgroup:
        case "text":
            yield Token("text", _unquoted(found[0], found.start()), found.start())
        case "name" | "number" | "sign" as kind:
            yield Token(kind, found[0], found.start())


def _unquoted(quoted: str, at: int) -> str:
    def plain(escape: re.Match[str]) -> str:
        if escape[1] not in _ESCAPES:
            raise ExpressionInvalid(f"\\{escape[1]} is no escape Rapport's conditions know", at=at)
        return _ESCAPES[escape[1]]

    return re.sub(r"\\(.)", plain, quoted[1:-1])
