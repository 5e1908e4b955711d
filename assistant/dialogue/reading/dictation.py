"""Words dictated behind a colon (“answer ticket 2: Hello Jane, …”) go out as they were written, all of them.

What a message says is no order to us, however much it sounds like one. Only what plainly is one, and stands
behind the words, is done as well: “reply to #2: it is mended. close it”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.dialogue.scene import CONTEXT
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
_PLEASE = r"\W*(?:please |pls |can you )?"
_TICKET = re.compile(
    rf"{_PLEASE}(?:reply|answer|respond)(?: back)?(?: to| on)? (?:(?:ticket|case) )?#?(\d{{1,9}})", re.I
)
_SOMEBODY = re.compile(
    rf"{_PLEASE}(?P<verb>reply|answer|respond|write|text|sms|e-?mail|mail|message)(?: back)?(?: to)? "
    r"(?!(?:to|back|by|via|with|in|on|up|down|him|her|them|it|this|that|us|me|all|the|a|customer|client|ticket"
    r"|case)\b)"
    r"(?P<name>[^\W\d]+(?:[ '.-]+[^\W\d]+){0,3})",
    re.I,
)
_CHANNELS = {"text": "sms", "sms": "sms", "email": "email", "e-mail": "email", "mail": "email"}
_NOT_SURE = 0.5
"""What is read from the order alone is shown before it goes out."""
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
    found = _ADDRESSED.fullmatch(text.strip())
    act = _act_of(found["order"], found["words"], acts) if found else None
    if found is None or act is None:
        return None
    words = found["words"]
    orders = [] if "\n" in words else _orders(words, acts[1:])
    if orders:
        words = _JOINT.sub("", words[: orders[0].start])
    slots = {**act.slots, **_numbered(act, found["order"]), "text": _unquoted(words.strip())}
    return (replace(act, slots=slots, text=text), *(one.act for one in orders))


def whole(text: str, words: str) -> str:
    """Words that end a message, with the mark they were ended by: “… is on its way.”, “… for you!”"""
    at = text.rfind(words)
    ending = text[at + len(words) :].strip() if at >= 0 else ""
    return words + ending if ending and re.fullmatch(r"[.!?…)]{1,5}", ending) else words


def _act_of(order: str, words: str, acts: Sequence[Act]) -> Act | None:
    """What is to be done with the words: as it was read, else as the order alone says."""
    read = acts[0].slots.get("text") if acts and acts[0].intent in DICTATED else None
    ticket, somebody = _TICKET.fullmatch(order), _SOMEBODY.fullmatch(order)
    is_read = isinstance(read, str) and read[:12].lower() in words.lower()
    if is_read and not (somebody is not None and acts[0].slots.get("ticket") == CONTEXT):
        return acts[0]
    if ticket is not None:
        return Act("ticket.reply", _NOT_SURE, {"ticket": int(ticket[1])})
    if somebody is None:
        return None
    channel = _CHANNELS.get(somebody["verb"].lower())
    slots = {"contact": somebody["name"], **({"channel": channel} if channel else {})}
    return Act("message.send", _NOT_SURE, slots)


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
