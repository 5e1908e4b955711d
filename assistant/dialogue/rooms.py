"""Deal rooms: a channel that stands for a deal or a company, so that “it” means that one there."""

import re
from dataclasses import dataclass

from assistant.actions.access import require
from assistant.dialogue.outcome import NotFound
from assistant.work import Work
from channels.reply import Reply
from storage.models import Company, Deal, Thread
from storage.queries import conversations
from storage.search import clear_match, search

_BIND = re.compile(
    r"^(?:please\s+)?"
    r"(?:(?:bind|link|tie|connect) this channel (?:to|with)|this (?:channel|room) is (?:about|for))"
    r"\s+(?:the\s+)?(?P<name>.+?)(?:\s+(?:deal|account|company))?[.!]?$",
    re.I,
)
_FREE = re.compile(
    r"^(?:please\s+)?(?:unbind|unlink|untie|disconnect|free) (?:this )?(?:channel|room)[.!]?$", re.I
)


@dataclass(frozen=True, slots=True)
class Room:
    """What a channel stands for."""

    entity: str
    record_id: str


def room_of(work: Work, key: str) -> Room | None:
    """What the channel of that key stands for; None where it is a channel like any other."""
    found = conversations.find_thread(work.uow, key)
    return Room(found.bound_entity, found.bound_id) if found is not None and found.bound_entity else None


def read(work: Work, key: str, text: str) -> Reply | None:
    """Bind or free the channel of `key` where a message asks for it; None for any other message.

    Raises NotAllowed, and NotFound for a name that no one deal or company answers to.
    """
    if _FREE.match(text.strip()):
        return _free(work, key)
    asked = _BIND.match(text.strip())
    return _bind(work, key, asked["name"]) if asked is not None else None


def _bind(work: Work, key: str, name: str) -> Reply:
    require(work, "records.read", doing="bind channels")
    found = clear_match(search(work.uow, name, entities=("deal", "company"), limit=5))
    if found is None:
        raise NotFound(f"I know no one deal or company “{name}”; say its full name.")
    memory = conversations.find_thread(work.uow, key) or work.uow.add(Thread(key=key))
    memory.bound_entity, memory.bound_id = found.entity, found.record_id
    model: type[Deal] | type[Company] = Deal if found.entity == "deal" else Company
    record = work.uow.get(model, found.record_id)
    named = record.title if isinstance(record, Deal) else record.name
    return Reply(text=f"This channel stands for {named} now; I tell you here when a deal changes its stage.")


def _free(work: Work, key: str) -> Reply:
    memory = conversations.find_thread(work.uow, key)
    if memory is None or not memory.bound_entity:
        return Reply(text="This channel stands for nothing in particular.")
    memory.bound_entity = memory.bound_id = ""
    return Reply(text="This channel is a channel like any other again.")
