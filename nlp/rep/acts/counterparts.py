"""What an act means beside the record talked of before: "give it to Jane" of a deal, not of a ticket."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.intents import load_ontology
from nlp.rep.acts.reading import Reading
from nlp.rep.filling.slots import is_context, main_slot, read_slots
from nlp.rep.meaning.precedence import BACKGROUND

_THING = re.compile(r"\b(?:it|this|that one|this one)\b", re.I)
_COUNTERPARTS = {
    ("ticket.assign", "deal"): "deal.update",
    ("ticket.assign", "lead"): "lead.assign",
    ("lead.assign", "ticket"): "ticket.assign",
    ("ticket.reopen", "deal"): "deal.reopen",
    ("ticket.show", "deal"): "deal.show",
    ("deal.reopen", "ticket"): "ticket.reopen",
    ("deal.show", "ticket"): "ticket.show",
    ("deal.update", "ticket"): "ticket.assign",
}
"""What an act means where "it" is a record of another kind."""
_NUMBERED = frozenset({"deal.reopen", "deal.show"})
"""What is about a ticket where it names no deal but a number ("40290's back")."""
_CONVERTED = {"lead.convert": "deal"}


def of_same_record(one: Reading, all_: Sequence[Reading], index: int) -> Reading:
    """ "Give it to Dana" after talk of a deal gives her the deal, not a ticket."""
    main = main_slot(one.intent)
    if one.intent in _NUMBERED and is_context(one.slots.get("deal")) and one.clause.tickets:
        of_ticket = _COUNTERPARTS[one.intent, "ticket"]
        clause = one.clause.as_intent(of_ticket)
        return replace(one, clause=clause, intent=of_ticket, slots={"ticket": clause.tickets[0].value})
    if not index or main is None or not is_context(one.slots.get(main)):
        return one
    if one.clause.names and not _THING.search(one.clause.text):
        return one
    family = _family(all_[index - 1])
    meant = _COUNTERPARTS.get((one.intent, family))
    if meant is None or (one.intent == "deal.update" and set(one.slots) - {"deal"} != {"owner"}):
        return one
    clause = one.clause.as_intent(meant)
    slots = read_slots(clause, load_ontology().rep[meant])
    owner = {name: value for name, value in one.slots.items() if name == "owner"}
    return replace(one, clause=clause, intent=meant, slots={**slots, **owner})


def _family(reading: Reading) -> str:
    """What kind of record a clause is about: a ticket, where one is told of by its number."""
    if reading.intent == BACKGROUND and "ticket" in reading.slots:
        return "ticket"
    return _CONVERTED.get(reading.intent, reading.intent.split(".")[0])


_RECORDS = frozenset({"contact", "company", "deal"})
_THERE = re.compile(r"\b(?:there|on it|to it|in it|on that)\b", re.I)


def notes_on_tickets(readings: list[Reading]) -> list[Reading]:
    """ "Leave a note there" after talk of a ticket is a note on the ticket."""
    settled = readings[:1]
    for one in readings[1:]:
        is_there = one.slots.get("kind") == "note" and (
            _THERE.search(one.clause.text) or not one.clause.names
        )
        if is_there and settled[-1].intent.startswith("ticket.") and not _RECORDS & set(one.slots):
            clause = one.clause.as_intent("ticket.note")
            slots = {"text": one.slots.get("text", clause.text)}
            one = replace(one, clause=clause, intent="ticket.note", slots=slots)
        settled.append(one)
    return settled
