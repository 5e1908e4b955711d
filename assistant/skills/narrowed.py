"""Lists narrowed by what their intents have no slot for: “my deals in EMEA”, “tickets without Globex's”."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from assistant.dialogue.turn import Turn
from assistant.reports.addressing import condition
from assistant.reports.answering import refuse_unread
from assistant.reports.heard.reading import Reading, read
from assistant.reports.heard.words import LEFT_OUT
from assistant.skills.list_words import ListWords, read_words
from assistant.work import InvalidValue
from channels.reply import Reply
from nlp.understanding import Act
from nlp.values import SlotValue
from storage.queries import team
from storage.queries.reporting.narrowing import Field, Narrowing
from storage.queries.traits import Traits
from storage.search import clear_match, names_said, search

_SLOTS: dict[Field, tuple[str, ...]] = {
    "company": ("company",),
    "owner": ("owner",),
    "stage": ("stage",),
    "source": ("source",),
    "priority": ("priority",),
    "amount": ("min_amount", "max_amount"),
}
"""The slots that hold a condition already."""
_IN_A_SLOT = re.compile(r"(?:by|without) |p\d$|(?:tagged|one|two|three|four|five|ten)$", re.IGNORECASE)
"""Said in words a slot holds in others: “by size”, “without an owner”, “P1”."""
_WHO_MOST = re.compile(
    r"\b(?:who|which (?:rep|colleague|person|agent|seller|member|one)s?)\b.*\b(?:most|fewest|least)\b",
    re.IGNORECASE,
)
_NARROWS = re.compile(
    r"\b(?:old|stale|quiet|inactive|idle|answered|replied|responded|contacted|touched|moved|slipped|overdue|late"
    r"|recent|hot|warm|cold|happy|unhappy|risky|probability|currency)\b",
    re.IGNORECASE,
)
"""Mere words where numbers are asked for, which tell some records from others in a list."""
_KNOWN: dict[str, tuple[Field, ...]] = {
    "deals": ("region", "company", "source", "stage", "title", "amount", "owner"),
    "tickets": ("region", "company", "priority", "category", "channel", "owner"),
    "leads": ("region", "company", "source", "owner"),
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The act without what was to be left out, and the conditions its slots do not hold."""

    act: Act
    where: tuple[Narrowing, ...]
    said: Reading
    words: ListWords

    @property
    def traits(self) -> Traits:
        """What stands in no slot and in no condition of a report."""
        return self.words.traits

    @property
    def is_side_by_side(self) -> bool:
        """Whether two periods are compared, which a report does."""
        return self.said.is_compared and len(self.said.periods) > 1

    def told(self, reply: Reply) -> Reply:
        """The list's answer, with the conditions in its filter, and what nobody knows to narrow it by."""
        if self._unheard:
            note = f"I don't know what “{self._unheard}” narrows it to, and passed over it."
            reply = replace(reply, text=f"{reply.text}\n{note}")
        said = ", ".join((*(one.said for one in self.where), *self.words.told))
        if not said:
            return reply
        return replace(reply, footnote=reply.footnote.replace("Filter: ", f"Filter: {said}, ", 1))

    @property
    def _unheard(self) -> str:
        """What narrows the list and is in no slot, however it is spelt there."""
        plain = _NARROWS.findall(self.said.left)
        candidates = (self.words.unread, self.said.unread, *self.said.passed, *plain)
        return next((one for one in candidates if one and not self._is_held(one)), "")

    def _is_held(self, said: str) -> bool:
        if _IN_A_SLOT.match(said):
            return True
        held = [str(one).lower().replace("_", " ") for one in (*self.act.slots.values(), *self.words.told)]
        is_held = any(said.lower() in one for one in held)
        return is_held or bool(get_close_matches(said.lower(), held, n=1))


def narrowed(turn: Turn, act: Act, *, of: str) -> Narrowed:
    """Read the conditions of a list of `deals`, `tickets` or `leads`.

    Raises InvalidValue for what is to be left out and nobody knows, and for what these records have not.
    """
    text = act.text or turn.text
    refuse_ranking(text, of=of)
    words = read_words(turn.work, text, of=of)
    said = read(turn.work, words.rest, of=of)
    if said.unread and LEFT_OUT.search(said.unread):
        refuse_unread(said)
    if said.is_compared and len(said.periods) > 1 and of != "tickets":
        raise InvalidValue(f"I can't set the {of} of two periods side by side in a list; a report can.")
    slots = words.slots_left(act, text=text)
    if words.traits.created_from is not None:
        slots.pop("closing", None)
    for one in said.where:
        if one.field not in _KNOWN[of]:
            raise InvalidValue(f"I can't narrow a list of {of} by {one.field} ({one.said}).")
        if one.is_excluded:
            for slot in _SLOTS.get(one.field, ()):
                slots.pop(slot, None)
    where = said.where
    is_named = slots.get("owner") not in (None, "@all", "@me")
    if said.owner_ids and (len(said.owner_ids) > 1 or not is_named):
        slots.pop("owner", None)
        where = (*where, condition(turn.work, "owner", said.owner_ids, is_excluded=False))
    for slot in ("company", "owner", "source"):
        if _is_something_else(said, slot, slots.get(slot)):
            slots.pop(slot)
    words = _of_person(turn, slots, words, said)
    return Narrowed(replace(act, slots=slots), _beside(where, slots), said, words)


def _of_person(turn: Turn, slots: dict[str, SlotValue], words: ListWords, heard: Reading) -> ListWords:
    """“Deals with Jane Doe”: whom nobody here is called may be a customer's person."""
    owner = slots.get("owner")
    is_ours = not isinstance(owner, str) or owner.startswith("@")
    is_ours = is_ours or bool(team.members_named(turn.work.uow, str(owner)))
    passed = names_said(turn.work.uow, " ".join(heard.passed), entities=("contact",)) if heard.passed else []
    said = next(iter(passed), "") if is_ours else str(owner)
    match = clear_match(search(turn.work.uow, said, entities=("contact",), limit=5)) if said else None
    if match is None:
        return words
    if slots.get("owner") == said:
        slots.pop("owner")
    told = (*words.told, f"contact {match.name}")
    return replace(words, traits=replace(words.traits, contact_id=match.record_id), told=told)


def refuse_ranking(text: str, *, of: str) -> None:
    """Raises InvalidValue for “who has the most …?”, which no list answers."""
    if _WHO_MOST.search(text):
        raise InvalidValue(f"I can't say who has most or fewest {of}; ask for the {of} of one of them.")


def refuse_narrowing(turn: Turn, text: str, *, of: str) -> Reading:
    """What was read; raises InvalidValue where what cannot be narrowed is asked for of some records only."""
    said = read(turn.work, text, of=of)
    where = [one for one in said.where if one.field not in ("amount", "owner", "company")]
    if where or any(one.is_excluded for one in said.where):
        told = ", ".join(one.said for one in said.where)
        raise InvalidValue(f"I can't narrow that list to {told}; ask without it, or for {of} by themselves.")
    return said


def _is_something_else(said: Reading, slot: str, value: object) -> bool:
    """Whether what was taken for a company or a colleague is the name of a region, a team or a source."""
    return isinstance(value, str) and any(
        one.kind not in (slot, "time", "group") and said.words_of(one).lower().endswith(value.lower())
        for one in said.mentions
    )


def _beside(where: Sequence[Narrowing], slots: Mapping[str, object]) -> tuple[Narrowing, ...]:
    return tuple(
        one
        for one in where
        if one.is_excluded or not any(slots.get(slot) for slot in _SLOTS.get(one.field, ()))
    )
