"""How header lines are written: plain words as they are, folded at spaces only (RFC 5322, section 2.2.3).

The standard library turns a word that fits on no line (a long link, a Message-ID) into encoded words, in
which nobody reads the link or finds the thread. So only what is not plain takes that way.
"""

from email.headerregistry import Address
from email.policy import EmailPolicy
from functools import lru_cache
from typing import Any

_WIDTH = 78
_LONGEST = 900
"""No relay takes lines of more than 998: longer words are encoded, which can be folded anywhere."""
_PARSED = frozenset({"content-type", "content-disposition", "content-transfer-encoding", "mime-version"})


class PlainHeaders(EmailPolicy):
    """`SMTP`'s policy, but for plain header values: these are kept and written as they are."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Keep what is plain; what is not is read by the standard library."""
        plain = str(value) if isinstance(value, Address) else value
        if _is_plain(name, plain):
            return name, plain
        if name.lower() in _PARSED and isinstance(value, str):
            return name, _parsed(name, str(value))
        return super().header_store_parse(name, value)

    def header_max_count(self, name: str) -> int | None:
        """How often a header may stand in a mail."""
        return _most_of(name.lower())

    def fold(self, name: str, value: Any) -> str:
        """One header, folded."""
        return self._written(name, value) if _is_plain(name, value) else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        """One header, folded, as bytes."""
        if _is_plain(name, value):
            return self._written(name, value).encode("ascii")
        if name.lower() in _PARSED:
            return _folded(self, name, value)
        return super().fold_binary(name, value)

    def _written(self, name: str, value: str) -> str:
        lines = [f"{name}:"]
        for word in value.split(" "):
            if len(lines[-1]) + 1 + len(word) > _WIDTH and not lines[-1].endswith(":"):
                lines.append("")
            lines[-1] += f" {word}"
        return self.linesep.join(lines) + self.linesep


@lru_cache(maxsize=64)
def _most_of(name: str) -> int | None:
    """Asked once of each: the standard library makes a class anew each time it is asked."""
    return EmailPolicy().header_max_count(name)


@lru_cache(maxsize=64)
def _parsed(name: str, value: str) -> object:
    """How a part is written, read once: all mails say the same, but for the boundary."""
    return EmailPolicy().header_store_parse(name, value)[1]


@lru_cache(maxsize=64)
def _folded(policy: EmailPolicy, name: str, value: str) -> bytes:
    return EmailPolicy.fold_binary(policy, name, value)


def _is_plain(name: str, value: object) -> bool:
    return (
        type(value) is str
        and value.isascii()
        and value.isprintable()
        and max(map(len, value.split(" "))) < _LONGEST
        and name.lower() not in _PARSED
    )
