"""“Deals over 50% probability”, “decision makers at Acme”: who names many records asks for them.

The language layer may take such words for a change of one of them. A guess must not write.
"""

import re

from assistant.dialogue.reading.meanings import intent_named
from assistant.skills.contact_lists import ROLES
from assistant.work import InvalidValue
from nlp.understanding import Act
from nlp.values import SlotValue

_ASKS = (
    r"^(?:(?:please|show|list|give|find|get|see|display|which|what|any|how many|all|me|us|my|our|the|of"
    r"|open|won|lost|closed|overdue|stale|new|are there|do we have)\s+)*"
)
_MANY = re.compile(
    rf"{_ASKS}(?P<kind>deals|leads|tickets|contacts|tasks|opps|opportunities)\b(?!\s*[:=])", re.I
)
_WHO = r"(?P<who>who(?:['’]?s| is| are)\s+(?:the|our|my)?\s*)?"
_PEOPLE = re.compile(rf"{_ASKS}{_WHO}{ROLES}\b(?!\s*[:=])", re.I)
_ORDERED = re.compile(
    r"^(?:please )?(?:set|move|push|change|mark|update|put|bump|raise|lower|rename|close|win|lose|delete)\s+"
    r"(?:all|every|each|both|my|our|the)\b",
    re.I,
)
_INTENTS = {"opps": "deal.list", "opportunities": "deal.list"}
_CHANGES = re.compile(
    r"(?:deal|company|contact|lead|ticket|task)\.(?!(?:show|list|attention|advise|similar|score)\b)"
)
_ENDED = re.compile(r"\b(?P<status>won|lost)\b", re.I)


def listed_instead(acts: tuple[Act, ...], text: str) -> tuple[Act, ...]:
    """The acts; where the words ask for many records and one would be changed, the list of them.

    Raises InvalidValue where many are to be changed at once, which would be answered by a list.
    """
    if len(acts) != 1:
        return acts
    [act] = acts
    if act.intent.endswith(".list") and _ORDERED.match(text.strip()):
        how = "name it, or paste a table with a row for each"
        raise InvalidValue(f"I change one record at a time: {how}. Nothing was changed.")
    many, is_change = _MANY.match(text.strip()), _CHANGES.match(act.intent)
    if many is not None and is_change:
        kind = many["kind"].lower()
        listed = _INTENTS.get(kind, f"{kind.removesuffix('s')}.list")
        return (Act(listed, act.confidence, _slots(act, listed, text), text),)
    is_unread = is_change or act.intent in ("out_of_scope", "contact.show", "company.show")
    people = _PEOPLE.match(text.strip())
    is_asked = people is not None and people["who"] is not None and act.intent != "contact.list"
    if people is not None and (is_unread or is_asked):
        return (Act("contact.list", act.confidence, _place(act), text),)
    return acts


def _slots(act: Act, listed: str, text: str) -> dict[str, SlotValue]:
    intent = intent_named(listed)
    known = intent.slots if intent is not None else {}
    slots = {name: value for name, value in act.slots.items() if name in known and value != "@context"}
    ended = _ENDED.search(text) if "status" in known and listed == "deal.list" else None
    return {**slots, "status": ended["status"].lower()} if ended else slots


def _place(act: Act) -> dict[str, SlotValue]:
    said = (act.slots.get(name) for name in ("company", "deal", "lead"))
    place = next((one for one in said if isinstance(one, str)), None)
    return {"company": place} if place else {}
