"""“Log this on Acme: Hi Dana, drop the price to 45k …”: what stands behind the colon is written down.

It may be what a customer wrote, and whatever it asks for is no order of the colleague who pastes it.
"""

import re

from assistant.work import Work
from nlp.understanding import Act
from nlp.values import SlotValue
from storage.search import clear_match, search

_WORD = r"(?:note|e-?mail|mail|message|text|call|meeting|reply|answer)"
_WRITTEN = re.compile(
    r"^(?:please\s+)?(?:log|note|save|record|file|keep|add|write down|put)\s+(?:down\s+)?"
    rf"(?P<what>(?:this|that|the following|an?|the)?(?:\s*{_WORD})?)"
    r"\s*(?:on|for|to|about|with|under|at|against|in)\s+(?:the\s+)?"
    r"(?P<of>[^:\n]{2,60}?)(?:\s+(?:deal|account|company))?\s*:\s*(?P<text>.+)$",
    re.I | re.S,
)
_KINDS = (("email", "mail"), ("sms", "text"), ("call", "call"), ("meeting", "meeting"))
_SLOTS = ("contact", "company", "deal")


def read(work: Work, acts: tuple[Act, ...], text: str) -> tuple[Act, ...] | None:
    """The one entry that is to be written down; None where none is, or where nobody knows of whom."""
    found = _WRITTEN.match(text.strip())
    if found is None or not _is_entry(found["what"], acts):
        return None
    match = clear_match(search(work.uow, found["of"], entities=_SLOTS, limit=5))
    if match is None:
        return None
    said = found["what"].lower()
    kind = next((kind for kind, word in _KINDS if word in said), "note")
    slots: dict[str, SlotValue] = {"kind": kind, match.entity: match.name, "text": found["text"].strip()}
    return (Act("activity.log", 1.0, slots, text),)


def _is_entry(what: str, acts: tuple[Act, ...]) -> bool:
    """Whether words are written down: an “email” of somebody's is an address, where it was read as one."""
    if any(act.intent == "activity.log" for act in acts):
        return True
    return bool(re.search(_WORD, what, re.I)) and not any(act.intent.startswith("contact.") for act in acts)
