"""“Show me Jane Doe”, or a bare name: where nothing else was understood, the record of that name is shown."""

import re

from assistant.dialogue.scene import CONTEXT
from assistant.work import Work
from nlp.understanding import Act
from storage.queries import sales
from storage.search import clear_match, search

SHOWN_BY = {
    "contact": ("contact.show", "contact"),
    "company": ("company.show", "company"),
    "deal": ("deal.show", "deal"),
}
_KINDS_SHOWN = {"contact.show": "contact", "company.show": "company"}
LEAD_SHOWN = "lead.show"
"""What no intent of the language layer says: it is read by pattern."""
CERTAIN = 0.95
"""What a bare name must reach to be taken for a record's."""
MEANT = 0.75
"""What a name must reach that is asked for with a verb: a typing error may stand in it."""
_ASKS = re.compile(
    r"^(?:please\s+)?(?:(?P<verb>show|open|find|display|pull up|get)(?:\s+me)?\s+)?"
    r"(?:the\s+)?(?P<name>[^?!]{2,60}?)(?:\s+(?:deal|company|account|contact))?[?!.]*$",
    re.I,
)
_ASKS_TO_SEE = re.compile(r"^(?:please\s+|can you\s+|could you\s+)?(?:show|display|pull up|bring up)\b", re.I)
_LEAD_ASKED = re.compile(
    r"^(?:please\s+|can you\s+|could you\s+)?(?:show|open|display|pull up|bring up)(?: me)?\s+"
    r"(?:the |my |our )?(?:lead (?P<after>[^?!,]{2,60}?)|(?P<before>[^?!,]{2,60}?) lead)[?!.]*$"
    r"|^(?:tell me about|what about) the lead (?P<about>[^?!,]{2,60}?)[?!.]*$",
    re.I,
)
_CHANGES = re.compile(r"(?:deal|company|contact|lead|ticket)\.(?!(?:show|list|attention|advise|similar)\b)")


def read(work: Work, text: str, *, needs_verb: bool = False) -> tuple[Act, ...] | None:
    """The act of showing the record that is named, or None where no record has that very name.

    `needs_verb`: a bare name is no look-up (it may be the answer to a question).
    """
    asked = _ASKS.match(text.strip())
    if asked is None or (needs_verb and not asked["verb"]):
        return None
    found = clear_match(search(work.uow, asked["name"], entities=tuple(SHOWN_BY), limit=5))
    if found is None or found.score < (MEANT if asked["verb"] else CERTAIN):
        return None
    intent, slot = SHOWN_BY[found.entity]
    return (Act(intent, found.score, {slot: found.name}, text),)


def shown_instead(work: Work, acts: tuple[Act, ...], text: str) -> tuple[Act, ...]:
    """The acts; where one would change a record though the words ask to see it, that record is shown instead.

    What a name of many words is taken for is a guess, and a guess must not write. And where no record of the
    kind that was guessed has the name, one of another kind may.
    """
    if lead := _lead_asked(work, text):
        return (Act(LEAD_SHOWN, 1.0, {"lead": lead}, text),)
    if len(acts) == 1 and (kind := _KINDS_SHOWN.get(acts[0].intent)):
        none = _none_is_called(work, acts[0], kind)
        return (none and (read(work, text) or _of_other_kind(work, acts[0], kind))) or acts
    if not _ASKS_TO_SEE.match(text.strip()) or not any(_CHANGES.match(act.intent) for act in acts):
        return acts
    return read(work, text) or (Act("out_of_scope", 1.0, {}, text),)


def _of_other_kind(work: Work, act: Act, kind: str) -> tuple[Act, ...] | None:
    """“What do we know about Mia”, taken for a company: the person who is called so."""
    said = act.slots.get(kind)
    found = clear_match(search(work.uow, str(said), entities=tuple(SHOWN_BY), limit=5))
    if found is None or found.score < MEANT:
        return None
    intent, slot = SHOWN_BY[found.entity]
    return (Act(intent, found.score, {slot: found.name}, act.text),)


def _lead_asked(work: Work, text: str) -> str:
    """The name of the lead that is asked to be shown; empty where none of that name is known."""
    found = _LEAD_ASKED.match(text.strip())
    if found is None:
        return ""
    name = found["after"] or found["before"] or found["about"]
    best = search(work.uow, name, entities=("lead",), limit=1)
    is_known = bool(best and best[0].score >= MEANT) or bool(sales.leads_named(work.uow, name, limit=1))
    return name if is_known else ""


def _none_is_called(work: Work, act: Act, kind: str) -> bool:
    said = act.slots.get(kind)
    if not isinstance(said, str) or said == CONTEXT:
        return False
    found = search(work.uow, said, entities=(kind,), limit=1)
    return not found or found[0].score < MEANT
