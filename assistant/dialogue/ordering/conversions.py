"""“Convert Bob to a deal worth 12k”: a lead becomes the deal, which has what is said of it.

The language layer takes such a sentence for a new deal, because it speaks of one. Left at that, the lead
would stay open beside the deal it became.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.reading.meanings import OF_THE_DEAL
from assistant.dialogue.resolve import ENOUGH
from assistant.dialogue.scene import CONTEXT
from assistant.work import Work
from nlp.money import find_money
from nlp.times import find_times
from nlp.understanding import Act
from nlp.values import SlotValue
from storage.queries import people, sales
from storage.search import search

INTENT = "lead.convert"
_DEAL = r"(?:an? |the |his |her |their )?(?:\w+ )?(?P<deal>deal|opportunity|opp)\b"
_OPENING = r"^(?:(?:please|ok(?:ay)?|and|now|then|also|let['’]?s|can you|could you|i want to)[\s,]+)*"
_INTO = re.compile(
    rf"{_OPENING}(?P<verb>convert|turn|make|promote|upgrade|change|move)\s+(?P<name>.+?)\s+"
    rf"(?:in)?to\s+{_DEAL}",
    re.I,
)
_OUT_OF = re.compile(
    rf"\b{_DEAL}\s+(?:out of|from)\s+(?P<name>.+?)(?=\s+(?:for|at|worth|of|with)\b|[,.;]|$)", re.I
)
_BECAME = re.compile(
    rf"{_OPENING}(?P<name>.+?)\s+(?:is|became|becomes|has become|turned into)\s+(?:now\s+)?an?\s+{_DEAL}",
    re.I,
)
_LEAD = re.compile(r"^(?:(?:the|my|our|that|this|lead)\s+)+|\s+lead$", re.I)
_POINTS = re.compile(r"^(?:it|him|her|them|that|this|(?:that|this|the) (?:one|lead|person))$", re.I)
_CLOSES = re.compile(r"\b(?:clos\w*|sign\w*|by|due|expected|until)\b", re.I)
_READ_AS = ("deal.create", "deal.update", "deal.move", INTENT, "out_of_scope")


def converted(work: Work, acts: tuple[Act, ...], text: str, *, focus: Mapping[str, str]) -> tuple[Act, ...]:
    """The acts, with the conversion of a lead where one is said; `focus` is what the thread is about."""
    return tuple(_converted(work, act, act.text or text, focus=focus) for act in acts)


def _converted(work: Work, act: Act, clause: str, *, focus: Mapping[str, str]) -> Act:
    clause = clause.strip()
    found = _said(clause) if act.intent in _READ_AS else None
    if found is None and act.intent == INTENT:
        return replace(act, slots={**_of_deal(work, act, clause), **act.slots})
    if found is None:
        return act
    said = found["name"].strip(" \"'“”")
    name = CONTEXT if _POINTS.match(said) else _LEAD.sub("", said)
    is_called_lead = re.search(r"\blead\b", said, re.I) is not None
    of_deal = _of_deal(work, act, clause[found.end("deal") :])
    if _is_lead(work, name, focus=focus):
        return replace(act, intent=INTENT, slots={"lead": name, **of_deal})
    if name != CONTEXT and not is_called_lead and _is_contact(work, name):
        return replace(act, intent="deal.create", slots={"contact": name, **of_deal})
    is_told = act.intent == INTENT or is_called_lead or _is_ordered(found)
    return replace(act, intent=INTENT, slots={"lead": name, **of_deal}) if is_told else act


def _said(clause: str) -> re.Match[str] | None:
    return _INTO.match(clause) or _BECAME.match(clause) or _OUT_OF.search(clause)


def _is_ordered(found: re.Match[str]) -> bool:
    """Whether the verb means leads and nothing else."""
    return (found.groupdict().get("verb") or "").lower() == "convert"


def _is_lead(work: Work, name: str, *, focus: Mapping[str, str]) -> bool:
    if name == CONTEXT:
        return "lead" in focus
    found = search(work.uow, name, entities=("lead",), limit=1)
    return bool(found and found[0].score >= ENOUGH) or bool(sales.leads_named(work.uow, name, limit=1))


def _is_contact(work: Work, name: str) -> bool:
    """Whether it is somebody who never was a lead: of them a deal is simply made."""
    return len(people.find_contacts_by_name(work.uow, name, limit=2)) == 1


def _of_deal(work: Work, act: Act, rest: str) -> dict[str, SlotValue]:
    """What is said of the deal: as it was read, else as it stands behind the word “deal”."""
    slots: dict[str, SlotValue] = {}
    money = find_money(rest, country=work.company.country)
    if money:
        slots["amount"] = money[0].value
    times = find_times(rest, now=work.local_now, tz=work.zone, country=work.company.country)
    day = times[0].as_date() if times and _CLOSES.search(rest) else None
    if day is not None:
        slots["close_date"] = day
    for stage in work.crm.pipeline("sales").stages:
        if stage.outcome == "open" and re.search(
            rf"\b(?:in|at|stage) {stage.name}\b|\b{stage.name} stage\b", rest, re.I
        ):
            slots["stage"] = stage.key
    known = {name: act.slots[name] for name in OF_THE_DEAL if name in act.slots and name != "owner"}
    owner = act.slots.get("owner")
    is_owner = isinstance(owner, str) and re.search(rf"\b{re.escape(owner)}\b", rest, re.I)
    return {**slots, **known, **({"owner": owner} if is_owner and isinstance(owner, str) else {})}
