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
_ASKS = re.compile(
    r"^(?:please\s+)?(?:(?:show|open|find|display|pull up|get)(?:\s+me)?\s+)?(?P<name>[^?!]{2,60})[?!.]*$",
    re.I,
)


def read(work: Work, text: str) -> tuple[Act, ...] | None:
    """The act of showing the record that is named, or None where no record has that very name."""
    asked = _ASKS.match(text.strip())
    if asked is None:
        return None
    found = clear_match(search(work.uow, asked["name"], entities=tuple(SHOWN_BY), limit=5))
    if found is None or found.score < CERTAIN:
        return None
    intent, slot = SHOWN_BY[found.entity]
    return (Act(intent, found.score, {slot: found.name}, text),)
