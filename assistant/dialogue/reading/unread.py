"""What a colleague plainly said and nobody could read: asked about or refused, never dropped in silence.

A sentence whose date, amount, number or stage was not understood still names its act. To do the rest of it
would look like success, so nothing of it is done: a day is asked for anew, anything else refused.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.dialogue.outcome import Question
from assistant.dialogue.reading.impossible_days import DAY_HINT, Impossible, impossible_day
from assistant.dialogue.reading.meanings import intent_named
from assistant.dialogue.turn import Turn
from assistant.work import InvalidValue, Work
from nlp.intents import Intent
from nlp.times import find_times
from nlp.understanding import Act
from nlp.values import SlotValue

_DATE_FIELD = re.compile(r"\b(?:close date|closing date|closes? on|closing on|due date|due on)\b", re.I)
_DAY_NAME = re.compile(r"\b(?:on|by|until|till|next|this|to)\s+([a-z]+day)\b", re.I)
_NEGATIVE = re.compile(r"(?:\bto|\bat|\bis|=)\s+[$€£]?-\s?[$€£]?\d")
_ENDLESS = re.compile(r"\d{16,}")
_PHONE = re.compile(r"\b(?:phone|mobile|cell)(?: number)?\s*(?:is|to|:|=|no\.?)?\s*(\+?\d[\d\s().-]*)", re.I)
_MOVE = re.compile(
    r"^(?:please\s+)?(?:move|advance|push|put)\s+.+?\s+(?:in)?to\s+(?:the\s+)?(?P<said>[^\d]+?)"
    r"(?:\s+stage)?[.!]?$",
    re.I,
)
_NO_DAY = frozenset({"today", "everyday", "someday", "holiday", "birthday", "weekday", "workday", "midday"})
_TIMES = ("date", "datetime", "period")
_WRITTEN_DOWN = ("activity.log",)
"""What somebody said is written down as it was said, whatever days are told in it."""


def refuse_unread(turn: Turn, act: Act) -> None:
    """Raises Question for a day nobody can read, InvalidValue for any other value its slot did not get."""
    clause = act.text or turn.text
    if act.intent == "deal.move" and "stage" not in act.slots:
        _impossible(turn, replace(act, intent="deal.update"), clause)
    intent = intent_named(act.intent)
    if intent is None or not clause:
        return
    kinds = {slot.kind for slot in intent.slots.values()}
    read = {intent.slots[name].kind for name in act.slots if name in intent.slots}
    _impossible(turn, act, clause)
    if kinds & {"date", "datetime"} and not read & set(_TIMES):
        _dates(turn, act, clause, intent)
    if "money" in kinds:
        _amounts(clause, is_read="money" in read)
    if "phone" in kinds and "phone" not in read and (number := _PHONE.search(clause)):
        raise InvalidValue(f"“{number[1].strip()}” is no phone number, so I changed nothing.")
    if act.intent in ("deal.move", "deal.update") and not set(act.slots) - {"deal", "owner"}:
        _stages(turn, clause)


def refuse_untaken(work: Work, acts: Sequence[Act], text: str) -> None:
    """Raises InvalidValue where a day nobody can read stands where no act would ask for it."""
    changing = [act for act in acts if "." in act.intent]
    found = impossible_day(text, now=work.local_now, tz=work.zone) if changing else None
    if found is None:
        return
    for act in changing:
        is_here = found.said in (act.text or text)
        if is_here and (_is_told(act, found) or _slot_of_time(intent_named(act.intent))):
            return
        if is_here and act.intent == "deal.move" and "stage" not in act.slots:
            return
    raise InvalidValue(f"{found.why} Nothing was done. {found.hint}")


def _impossible(turn: Turn, act: Act, clause: str) -> None:
    slot = _slot_of_time(intent_named(act.intent))
    found = impossible_day(clause, now=turn.work.local_now, tz=turn.work.zone) if slot else None
    if found is None or (act.intent in _WRITTEN_DOWN and _is_told(act, found)):
        return
    text = f"{found.why} {'Which day' if found.hint == DAY_HINT else 'What time'} do you mean? {found.hint}"
    raise Question(text, slot=slot, act=_without(act, clause, found, slot=slot))


def _slot_of_time(intent: Intent | None) -> str:
    found = [name for kind in _TIMES for name in intent.slots_of_kind(kind)] if intent is not None else []
    return found[0] if found else ""


def _is_told(act: Act, found: Impossible) -> bool:
    return any(isinstance(one, str) and found.said in one for one in act.slots.values())


def _without(act: Act, clause: str, found: Impossible, *, slot: str) -> Act:
    """The act without the words that are asked for anew, wherever they were put, and without their day."""
    slots: dict[str, SlotValue] = {}
    for name, value in act.slots.items():
        if name == slot or (isinstance(value, str) and value.lower() in found.said.lower()):
            continue
        if isinstance(value, str) and (at := value.find(found.said)) >= 0:
            value = replace(found, start=at, end=at + len(found.said)).without(value)
        slots[name] = value
    return replace(act, slots=slots, text=found.without(clause))


def _dates(turn: Turn, act: Act, clause: str, intent: Intent) -> None:
    slot = _slot_of_time(intent)
    for day in _DAY_NAME.findall(clause):
        if day.lower() not in _NO_DAY and not find_times(day, now=turn.work.local_now, tz=turn.work.zone):
            text = re.sub(rf"\b(?:on|by|until|till|next|this|to)\s+{day}\b", "", clause).strip()
            why = f"I know no day called “{day}”. Which day do you mean? {DAY_HINT}"
            raise Question(why, slot=slot, act=replace(act, text=text))
    if _DATE_FIELD.search(clause):
        why = f"I could read no date in “{clause}”. Which day do you mean? {DAY_HINT}"
        raise Question(why, slot=slot)


def _amounts(clause: str, *, is_read: bool) -> None:
    if _NEGATIVE.search(clause):
        raise InvalidValue("An amount cannot be negative, so I changed nothing.")
    if not is_read and _ENDLESS.search(clause):
        raise InvalidValue("That amount is larger than I can keep, so I changed nothing.")


def _stages(turn: Turn, clause: str) -> None:
    moved = _MOVE.match(clause.strip())
    if moved is None or find_times(moved["said"], now=turn.work.local_now, tz=turn.work.zone):
        return
    names = ", ".join(stage.name for one in turn.work.crm.pipelines for stage in one.stages)
    raise InvalidValue(f"I know no stage “{moved['said']}”. The stages are {names}.")
