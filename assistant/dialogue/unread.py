"""What a colleague plainly said and nobody could read: refused with a sentence, never dropped in silence.

A sentence whose date, amount, number or stage was not understood still names its act. To do the rest of it
would look like success, so the act is refused and nothing of it is done.
"""

import re

from assistant.dialogue.turn import Turn
from assistant.work import InvalidValue
from nlp.intents import load_ontology
from nlp.times import find_times
from nlp.understanding import Act

DATE_HINT = "Say it like “March 3”, “next Friday” or “2026-03-31”."

_DATE_FIELD = re.compile(r"\b(?:close date|closing date|closes? on|closing on|due date|due on)\b", re.I)
_DAY_NAME = re.compile(r"\b(?:on|by|until|till|next|this|to)\s+([a-z]+day)\b", re.I)
_DAY_NUMBER = re.compile(r"\b(?:3[2-9]|[4-9]\d|\d{3,})(?:st|nd|rd|th)\s+of\b", re.I)
_CLOCK = re.compile(r"(?<![\d:.])\d{1,2}:\d{2}(?![\d:])")
_NEGATIVE = re.compile(r"(?:\bto|\bat|\bis|=)\s+[$€£]?-\s?[$€£]?\d")
_ENDLESS = re.compile(r"\d{16,}")
_PHONE = re.compile(r"\b(?:phone|mobile|cell)(?: number)?\s*(?:is|to|:|=|no\.?)?\s*(\+?\d[\d\s().-]*)", re.I)
_MOVE = re.compile(
    r"^(?:please\s+)?(?:move|advance|push|put)\s+.+?\s+(?:in)?to\s+(?:the\s+)?(?P<said>[^\d]+?)"
    r"(?:\s+stage)?[.!]?$",
    re.I,
)
_NO_DAY = frozenset({"today", "everyday", "someday", "holiday", "birthday", "weekday", "workday", "midday"})


def refuse_unread(turn: Turn, act: Act) -> None:
    """Raises InvalidValue where a value was said that its slot did not get."""
    clause = act.text or turn.text
    intent = load_ontology().rep.get(act.intent)
    if intent is None or not clause:
        return
    kinds = {slot.kind for slot in intent.slots.values()}
    read = {intent.slots[name].kind for name in act.slots if name in intent.slots}
    if kinds & {"date", "datetime"}:
        _dates(turn, clause, is_read=bool(read & {"date", "datetime", "period"}))
    if "money" in kinds:
        _amounts(clause, is_read="money" in read)
    if "phone" in kinds and "phone" not in read and (number := _PHONE.search(clause)):
        raise InvalidValue(f"“{number[1].strip()}” is no phone number, so I changed nothing.")
    if act.intent in ("deal.move", "deal.update") and not set(act.slots) - {"deal", "owner"}:
        _stages(turn, clause)


def _dates(turn: Turn, clause: str, *, is_read: bool) -> None:
    if wrong := _DAY_NUMBER.search(clause):
        raise InvalidValue(f"No month has a day “{wrong[0].removesuffix(' of')}”. {DATE_HINT}")
    for clock in _CLOCK.findall(clause):
        hours, _, minutes = clock.partition(":")
        if int(hours) > 24 or int(minutes) > 59:
            raise InvalidValue(f"“{clock}” is no time of day. Say it like “14:30” or “2:30 pm”.")
    if is_read:
        return
    for day in _DAY_NAME.findall(clause):
        if day.lower() not in _NO_DAY and not find_times(day, now=turn.work.local_now, tz=turn.work.zone):
            raise InvalidValue(f"I know no day called “{day}”, so I changed nothing. {DATE_HINT}")
    if _DATE_FIELD.search(clause):
        raise InvalidValue(f"I could read no date in “{clause}”, so I changed nothing. {DATE_HINT}")


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
