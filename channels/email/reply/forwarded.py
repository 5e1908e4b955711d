"""Find whose words a forwarded mail carries: the sender, subject and text below its header block."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.contract import Address
from channels.email.parsing.addresses import parse_addresses
from channels.email.reply.headers import header_block_end, header_of
from channels.email.reply.lines import Kind, Line, classify
from channels.email.reply.signature import without_closing

_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv)\s*:\s*)?(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vs|vl|pd|fs|tov|továbbítás|ilt|iletilen|redir"
    r"|пересл|пер|转发|轉寄|転送|전달|הועבר)\s*[:：]\s*",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^[ \t]*>[ \t]?")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What was forwarded: who wrote it first, about what, and the words of who sent it on."""

    sender: Address
    subject: str
    text: str
    comment: str = ""


def is_forward(subject: str) -> bool:
    """True for a subject as programs give it to a forwarded mail, in any known language."""
    return bool(_PREFIX.match(subject))


def without_forward_prefix(subject: str) -> str:
    """The subject before it was forwarded."""
    return _PREFIX.sub("", subject).strip()


def find_forwarded(text: str, *, subject: str) -> Forwarded | None:
    """The mail inside a forward; None for any other mail, and where its first sender cannot be read.

    A header block alone does not make a forward, as answers quote one too: the subject or a divider above it
    must say so.
    """
    lines = text.split("\n")
    plain = [_QUOTE.sub("", line) for line in lines]
    headers = [header_of(line) for line in plain]
    says_so = is_forward(subject)
    for start, header in enumerate(headers):
        end = header_block_end(plain, headers, start) if header is not None else None
        if end is None:
            continue
        if not (says_so or _is_announced(lines, start)):
            return None
        found = dict(reversed([one for one in headers[start:end] if one]))
        sender = next(iter(parse_addresses(found.get("from", ""))), None)
        if sender is None or "@" not in sender.address:
            return None
        about = found.get("subject") or without_forward_prefix(subject)
        inner = lines[end:] if _QUOTE.match(lines[start]) is None else plain[end:]
        return Forwarded(sender, about, "\n".join(inner).strip(), _comment(lines[:start]))
    return None


def _is_announced(lines: Sequence[str], start: int) -> bool:
    """True where the last words above a header block are a divider such as "Forwarded message"."""
    above = next((line for line in reversed(lines[:start]) if line.strip()), "")
    return any(line.kind is Kind.ORIGINAL for line in _classified([above]))


def _comment(lines: Sequence[str]) -> str:
    own = [line.text for line in _classified(lines) if line.kind in (Kind.TEXT, Kind.BLANK)]
    return "\n".join(without_closing(own)).strip()


def _classified(lines: Sequence[str]) -> list[Line]:
    """What each line is where something stands above: a divider at the very top would count as text."""
    return classify("\n".join(["above", *lines]))[1:]
