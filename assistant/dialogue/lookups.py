"""“Show me Jane Doe”, or a bare name: where nothing else was understood, the record of that name is shown."""

import re

from assistant.work import Work
from nlp.understanding import Act
from storage.search import clear_match, search

SHOWN_BY = {
    "contact": ("contact.show", "contact"),
    "company": ("company.show", "company"),
    "deal": ("deal.show", "deal"),
}
CERTAIN = 0.95
"""What a bare name must reach to be taken for a record's."""
MEANT = 0.75
"""What a name must reach that is asked for with a verb: a typing error may stand in it."""
_ASKS = re.compile(
    r"^(?:please\s+)?(?:(?P<verb>show|open|find|display|pull up|get)(?:\s+me)?\s+)?"
    r"(?P<name>[^?!]{2,60})[?!.]*$",
    re.I,
)


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
