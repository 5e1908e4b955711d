"""Words dictated behind a colon (“answer ticket 2: Hello Jane, …”) go out as they were written, all of them.

What a message says is no order to us, however much it sounds like one. Only what plainly is one, and stands
behind the words, is done as well: “reply to #2: it is mended. close it”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.understanding import Act

DICTATED = ("ticket.reply", "ticket.note", "message.draft", "message.send")
"""Intents whose words are somebody's to read."""

_ADDRESSED = re.compile(r"(?P<order>[^\n:]{3,80}?)\s*:(?!\d|//)\s*(?P<words>\S.*)", re.S)
_ORDER = re.compile(
    r"(?:(?:and|then|also|,)\s+)*(?:please\s+)?(?:"
    r"remind me\b"
    r"|(?:close|solve|resolve|reopen|escalate|snooze|assign|give|move|mark|set|put)"
    r" (?:it|this|that|(?:the |this )?(?:ticket|case|deal|lead)|#\d+)\b"
    r"|(?:create|make|add|log|open) (?:a|an|another) (?:new )?(?:task|reminder|note|call|ticket|deal)\b)"
    r"[^?]*$",
    re.I,
)
_NUMBER = re.compile(r"#?(?P<number>\d{1,9})$")
_JOINT = re.compile(r"[\s,;]*(?:\b(?:and|then|also)\b[\s,]*)*$", re.I)
_QUOTES = {'"': '"', "“": "”", "'": "'", "„": "“"}


@dataclass(frozen=True, slots=True)
class _Order:
    """An order behind the words, and where it begins in them."""

    start: int
    act: Act


def dictated(text: str, acts: Sequence[Act]) -> tuple[Act, ...] | None:
    """The acts of a message that dictates words behind a colon, with these whole; None for any other."""
    if not acts or acts[0].intent not in DICTATED:
        return None
    found = _ADDRESSED.fullmatch(text.strip())
    read = acts[0].slots.get("text")
    if found is None or not isinstance(read, str) or read[:12].lower() not in found["words"].lower():
        return None
    words = found["words"]
    orders = [] if "\n" in words else _orders(words, acts[1:])
    if orders:
        words = _JOINT.sub("", words[: orders[0].start])
    slots = {**acts[0].slots, **_numbered(acts[0], found["order"]), "text": _unquoted(words.strip())}
    return (replace(acts[0], slots=slots, text=text), *(one.act for one in orders))


def whole(text: str, words: str) -> str:
    """Words that end a message, with the mark they were ended by: “… is on its way.”, “… for you!”"""
    at = text.rfind(words)
    ending = text[at + len(words) :].strip() if at >= 0 else ""
    return words + ending if ending and re.fullmatch(r"[.!?…)]{1,5}", ending) else words


def _orders(words: str, acts: Sequence[Act]) -> list[_Order]:
    """The orders behind the words: from the first one that is plainly one, all that follow are."""
    found: list[_Order] = []
    for act in acts:
        at = words.find(act.text) if act.text else -1
        if at > 0 and _ORDER.match(act.text):
            found.append(_Order(at, act))
        elif found:
            return []
    return found


def _numbered(act: Act, order: str) -> dict[str, int]:
    """“Reply to 2: …” means ticket 2, whatever the thread spoke of."""
    number = _NUMBER.search(order.strip())
    return {"ticket": int(number["number"])} if number and act.intent.startswith("ticket.") else {}


def _unquoted(words: str) -> str:
    closing, inside = _QUOTES.get(words[:1], ""), words[1:-1]
    is_quoted = bool(closing) and len(words) > 2 and words.endswith(closing) and closing not in inside
    return inside.strip() if is_quoted else words
