"""What one clause takes from another: the record already named, the greeting that is no act."""

from collections.abc import Mapping, Sequence

from nlp.rep.clause import Clause
from nlp.rep.refs import CONTEXT
from nlp.rep.slots import main_slot
from nlp.understanding import Act
from nlp.values import SlotValue

_RECORD_SLOTS = {
    "deal": ("deal", "company", "about", "lead"),
    "contact": ("contact", "name", "about", "into"),
    "lead": ("lead", "name", "company"),
    "about": ("about", "contact", "deal", "company", "lead", "name"),
    "ticket": ("ticket",),
    "task": ("task",),
}


def settle(read: Sequence[tuple[Clause, Mapping[str, SlotValue]]]) -> list[Act]:
    """Acts in order, with records carried over; courtesies beside a request are dropped."""
    kept = [pair for pair in read if pair[0].intent != "smalltalk"] or list(read[:1])
    acts: list[Act] = []
    for index, (clause, slots) in enumerate(kept):
        slots = dict(slots)
        main = main_slot(clause.intent)
        if main and slots.get(main, CONTEXT) == CONTEXT:
            slots = {
                main: _named(main, kept, index) or CONTEXT,
                **{k: v for k, v in slots.items() if k != main},
            }
        acts.append(Act(clause.intent, clause.confidence, slots, clause.text))
    return acts


def _named(main: str, kept: Sequence[tuple[Clause, Mapping[str, SlotValue]]], index: int) -> SlotValue | None:
    others = [*reversed(kept[:index]), *kept[index + 1 :]]
    for _, slots in others:
        for slot in _RECORD_SLOTS[main]:
            value = slots.get(slot)
            if value and value != CONTEXT:
                return value
    return None
