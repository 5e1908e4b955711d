"""Records dictated field by field: "new ticket. Company: Acme. Subject: drum leaks. Category: logistics"."""

import re

from nlp.intents import Intent
from nlp.rep.filling.refs import label, ref, sentence, user
from nlp.values import SlotValue

_SLOTS = {
    "company": ("company", "account", "customer", "client"),
    "contact": ("contact", "person"),
    "name": ("name", "full name"),
    "subject": ("subject", "issue", "problem"),
    "category": ("category", "cat"),
    "owner": ("owner", "rep", "agent", "assignee"),
    "source": ("source", "lead source"),
    "title": ("title", "job title", "position"),
    "role": ("role",),
    "tag": ("tag",),
    "next_step": ("next step", "next action"),
}
_SLOT_OF = {word: slot for slot, words in _SLOTS.items() for word in words}
_OTHERS = (
    "priority|prio|amount|value|clos(?:e|ing) date|due|e-?mail|phone|mobile|stage|probability|status|tags"
    "|about"
)
_NAMES = rf"(?:{'|'.join(sorted(_SLOT_OF, key=len, reverse=True))}|{_OTHERS})"
OPENS_FIELD = re.compile(rf"{_NAMES}\s*[:=]", re.I)
"""The name of a field and the sign behind it."""
_FIELD = re.compile(
    rf"(?:^|[\s,.;(])(?P<field>{_NAMES})(?:\s*[:=]\s*|\s+is\s+)(?P<said>[^\n;]+?)\s*"
    rf"(?=[.,;\n]\s*(?:and\s+)?{_NAMES}(?:\s*[:=]|\s+is\b)|[.,;\s]*$)",
    re.I,
)
_FEWEST = 2
"""Fewer marked fields are an ordinary sentence with a colon."""


def fields(text: str, intent: Intent) -> dict[str, SlotValue]:
    """The slots of an intent that a text names with their values; none where it is no list of fields."""
    found = list(_FIELD.finditer(text))
    if len(found) < _FEWEST:
        return {}
    read = [_value(one["field"].lower(), one["said"].strip(" .,"), intent) for one in found]
    return {slot: value for slot, value in read if value is not None}


def _value(field: str, said: str, intent: Intent) -> tuple[str, SlotValue | None]:
    slot = _SLOT_OF.get(field, "")
    if slot not in intent.slots:
        return slot, None
    if slot in {"company", "contact"}:
        return slot, ref(said, person=slot == "contact")
    if slot == "owner":
        return slot, user(said)
    return slot, sentence(said) if slot in {"subject", "next_step", "name"} else label(said)
