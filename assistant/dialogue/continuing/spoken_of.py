"""“Reopen it”, “give it to Priya”, “push to next Friday”: “it” is what was spoken of last.

The language layer reads one sentence, where “reopen it” may be of a ticket or of a deal. The thread knows.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.state import DialogueState
from assistant.work import Work
from nlp.money import find_money
from nlp.times import find_times
from nlp.understanding import Act
from nlp.values import SlotValue

_SAME_DEED: tuple[Mapping[str, str], ...] = (
    {"deal": "deal.reopen", "ticket": "ticket.reopen"},
    {"deal": "deal.show", "ticket": "ticket.show", "company": "company.show", "contact": "contact.show"},
)
"""By what it is done to, the intents that do the same."""
_GIVEN = {
    "deal": "deal.update",
    "ticket": "ticket.assign",
    "lead": "lead.assign",
    "company": "company.update",
}
_OF_TASK = re.compile(r"\b(?:task|to-?do|reminder|remind|snooze|follow[- ]?up)\b", re.I)
_NAMED = re.compile(
    r"^(?:please )?(?:call|name|rename|retitle) (?:it|this|that|the deal)(?: to| as)?:? "
    r"[\"“']?(?P<name>[^\"”]{2,80}?)[\"”']?[.!]*$",
    re.I,
)
_NEXT_STEP = re.compile(
    r"^(?:(?:please )?(?:set|make|change|put|update) )?(?:the |its |a )?next step"
    r"(?: is|:| to(?! be\b)| =)? (?P<step>.{3,200})$",
    re.I,
)
_TAKES = re.compile(
    r"^(?:please )?(?:i(?:['’]ll| will)? )?(?:take|grab|claim|have|pick up|own)\b|\bmine\b|\bto me\b", re.I
)
_FIGURE = re.compile(
    r"\b(?:make (?:it|that|this)|(?:set|bump|raise|lower|drop|cut) (?:it|that|this) to"
    r"|(?:it|that)['’]?s (?:now )?worth) (?P<figure>[$€£]?\d[\d.,]*\d\s?k?|\d+\s?k)(?=\s|[.,;!]|$)"
    r"(?!\s*(?:%|percent|am\b|pm\b|o['’]clock|days?|weeks?))",
    re.I,
)
_MOVES = re.compile(
    r"^(?:please )?(?:move|push|shift|reschedule|postpone|change|put) (?:it|this|that)\b", re.I
)
_CALLS_OFF = re.compile(r"^(?:please )?(?:cancel|call off|drop|scrap) (?:it|this|that|the meeting)\b", re.I)


def spoken_of(work: Work, state: DialogueState, acts: tuple[Act, ...], text: str) -> tuple[Act, ...]:
    """The acts, done to the kind of thing the thread speaks of where they only say “it”."""
    if len(acts) == 1 and (plain := _plainly(work, state, acts[0], text)) is not None:
        return (plain,)
    found: list[Act] = []
    for act in acts:
        before = found[-1] if found else None
        pushed = _pushed(act, before, act.text or text, latest=state.latest)
        if before is not None and pushed is not None and before.intent == "deal.update":
            slots = {**before.slots, **{name: one for name, one in pushed.slots.items() if name != "deal"}}
            found[-1] = replace(before, slots=slots, text=f"{before.text} {act.text}".strip())
        else:
            found.append(pushed or _of_kind(act, act.text or text, latest=state.latest))
    # Of one act the clause may be less than what was said.
    return tuple(_with_amount(work, act, text if len(found) == 1 else act.text or text) for act in found)


def _with_amount(work: Work, act: Act, clause: str) -> Act:
    """“Make it 9500 and close end of April”: the bare figure beside what else is said of the deal."""
    said = _FIGURE.search(clause) if act.intent == "deal.update" and "amount" not in act.slots else None
    if said is None or {"probability", "title", "next_step"} & set(act.slots):
        return act
    money = find_money(said["figure"], country=work.company.country, bare=True)
    return replace(act, slots={**act.slots, "amount": money[0].value}) if money else act


def _plainly(work: Work, state: DialogueState, act: Act, text: str) -> Act | None:
    """What the words themselves say of the deal or the meeting that was spoken of last."""
    said = text.strip()
    has_deal = state.latest == "deal" or (state.latest == "company" and "deal" in state.focus)
    if has_deal and (named := _NAMED.match(said)):
        return Act("deal.update", 1.0, {"deal": CONTEXT, "title": named["name"].strip()}, text)
    if has_deal and act.intent != "deal.update" and (step := _NEXT_STEP.match(said)):
        return Act("deal.update", 1.0, {"deal": CONTEXT, "next_step": step["step"].strip()}, text)
    if not state.acts or not state.acts[0].intent.startswith("meeting.") or state.latest != "contact":
        return None
    if _CALLS_OFF.match(said):
        return Act("meeting.cancel", 1.0, {"contact": CONTEXT}, text)
    times = find_times(said, now=work.local_now, tz=work.zone, country=work.company.country)
    at = times[0].as_datetime() if times and _MOVES.match(said) else None
    return Act("meeting.move", 1.0, {"contact": CONTEXT, "at": at}, text) if at is not None else None


def _pushed(act: Act, before: Act | None, clause: str, *, latest: str) -> Act | None:
    """A task nobody spoke of that is put off, where a deal was: its close date is meant."""
    due = act.slots.get("due")
    is_put_off = act.intent == "task.snooze" and act.slots.get("task") == CONTEXT
    is_of_deal = before.intent.startswith("deal.") if before is not None else latest == "deal"
    if not (is_put_off and is_of_deal and isinstance(due, datetime)) or _OF_TASK.search(clause):
        return None
    deal = before.slots.get("deal", CONTEXT) if before is not None else CONTEXT
    return replace(act, intent="deal.update", slots={"deal": deal, "close_date": due.date()})


def _of_kind(act: Act, clause: str, *, latest: str) -> Act:
    if act.intent == "ticket.assign" and "owner" not in act.slots and _TAKES.search(clause.strip()):
        act = replace(act, slots={**act.slots, "owner": "@me"})
    kind = act.intent.partition(".")[0]
    if act.slots.get(kind) != CONTEXT or kind == latest:
        return act
    rest: dict[str, SlotValue] = {name: one for name, one in act.slots.items() if name != kind}
    is_given = act.intent == _GIVEN.get(kind) and set(rest) == {"owner"}
    same = _GIVEN if is_given else next((one for one in _SAME_DEED if act.intent in one.values()), {})
    intent = same.get(latest)
    return replace(act, intent=intent, slots={latest: CONTEXT, **rest}) if intent is not None else act
