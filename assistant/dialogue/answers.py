"""Reading what was written as the answer to the question we asked, or seeing that it is none."""

from dataclasses import dataclass, replace

from assistant.dialogue.state import Pending
from assistant.work import Work
from nlp.intents import load_ontology
from nlp.money import find_money
from nlp.times import find_times
from nlp.understanding import Act, Understanding
from nlp.values import SlotValue

SURE = 0.5
"""A message that clearly asks for something else is not forced into a slot."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The acts with the answer filled in, and the records chosen so far."""

    acts: tuple[Act, ...]
    chosen: dict[str, str]


def read(work: Work, pending: Pending, text: str, understanding: Understanding) -> Answered | None:
    """The pending acts with their missing slot filled, or None where the text is no answer to it."""
    if _is_something_else(understanding, text):
        return None
    act = pending.acts[pending.index]
    slot = load_ontology().rep[act.intent].slots.get(pending.slot)
    value = _value(work, slot.kind if slot else "text", text)
    if value is None:
        return None
    filled = replace(act, slots={**act.slots, pending.slot: value})
    acts = (*pending.acts[: pending.index], filled, *pending.acts[pending.index + 1 :])
    return Answered(acts, dict(pending.chosen))


def choose(pending: Pending, value: str) -> Answered:
    """The pending acts with the record that was pressed."""
    return Answered(pending.acts, {**pending.chosen, f"{pending.index}:{pending.slot}": value})


def _is_something_else(understanding: Understanding, text: str) -> bool:
    first = understanding.acts[0] if understanding.acts else None
    if first is None or first.intent in ("out_of_scope", "correct", "confirm", "smalltalk"):
        return False
    return first.intent in ("cancel", "undo", "help") or (first.confidence >= SURE and len(text.split()) > 3)


def _value(work: Work, kind: str, text: str) -> SlotValue | None:
    said = text.strip().rstrip(".!")
    if kind == "money":
        found = find_money(said, country=work.company.country, bare=True)
        return found[0].value if found else None
    if kind in ("date", "datetime", "period"):
        times = find_times(said, now=work.local_now, tz=work.zone, country=work.company.country)
        if not times:
            return None
        by_kind: dict[str, SlotValue | None] = {
            "date": times[0].as_date(),
            "datetime": times[0].as_datetime(),
            "period": times[0].as_period(),
        }
        return by_kind[kind]
    if kind in ("minutes", "integer", "percent"):
        digits = "".join(char for char in said if char.isdigit())
        return int(digits) if digits else None
    if kind == "user" and said.lower() in ("me", "i", "myself"):
        return "@me"
    return said or None
