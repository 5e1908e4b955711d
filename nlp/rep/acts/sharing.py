"""What is said once and meant for several acts: a period, a macro, a sequence, a colleague."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.intents import load_ontology
from nlp.rep.acts.reading import Reading
from nlp.values import SlotValue

_SHARED = ("macro", "sequence")
_PERIODS = ("period", "closing")
WHOSE = re.compile(r"\b(?:his|her|hers|their|theirs)\b", re.I)


def shared(readings: Sequence[Reading]) -> list[Reading]:
    """Give a period, macro or sequence said once to every act that can carry it."""
    ontology = load_ontology().rep
    settled: list[Reading] = []
    for index, one in enumerate(readings):
        own = ontology[one.intent].slots
        slots = dict(one.slots)
        for name in _SHARED:
            said = [other.slots[name] for other in readings if name in other.slots]
            if name in own and name not in slots and said:
                slots[name] = said[0]
        if one.intent == "record.reassign":
            slots = {**_said_once(readings), **slots}
        missing = next((name for name in _PERIODS if name in own and name not in slots), None)
        if missing and one.intent.startswith("report.") and (period := _period_for(readings, index)):
            slots[missing] = period
        if "owner" in own and "owner" not in slots and WHOSE.search(one.clause.text):
            owners = [other.slots["owner"] for other in readings[:index] if "owner" in other.slots]
            slots |= {"owner": owners[-1]} if owners and one.intent.startswith(_OF_COLLEAGUES) else {}
        if "owner" in own and "owner" not in slots and (owner := _owner_behind(readings, index)):
            slots["owner"] = owner
        settled.append(replace(one, slots=slots))
    return settled


_OF_COLLEAGUES = ("report.", "deal.list", "lead.list", "task.list", "ticket.list", "deal.attention")


def _owner_behind(readings: Sequence[Reading], index: int) -> SlotValue | None:
    """Whose figures two reports are that are asked for in one breath ("CSAT and response time of Bo")."""
    one, following = readings[index], (*readings[index + 1 : index + 2],)
    for other in following:
        owner = other.slots.get("owner")
        is_last = isinstance(owner, str) and re.search(
            rf"\b(?:of|for) {re.escape(owner)}\b", other.clause.text, re.I
        )
        if is_last and {one.intent[:7], other.intent[:7]} == {"report."} and not _is_parted(one, other):
            return owner
    return None


def _period_for(readings: Sequence[Reading], index: int) -> SlotValue | None:
    """The period an act shares: the last said before it, or the next one within the same sentence."""
    before = [value for one in readings[:index] if (value := _period_of(one))]
    behind = [
        value
        for one in readings[index + 1 :]
        if (value := _period_of(one)) and not _is_parted(readings[index], one)
    ]
    return before[-1] if before else behind[0] if behind else None


def _period_of(one: Reading) -> SlotValue | None:
    return next((one.slots[name] for name in _PERIODS if name in one.slots), None)


_CATCHWORDS = 6
_FULL_STOP = re.compile(r"[.?!]\s|\n")


def _is_parted(one: Reading, other: Reading) -> bool:
    """Whether a sentence ends between two clauses, in more than catchwords ("Churn. CSAT. Last week.")."""
    said = one.clause.utterance.text
    if len(said.split()) <= _CATCHWORDS:
        return False
    start, end = said.find(one.clause.text), said.find(other.clause.text)
    return -1 < start < end and _FULL_STOP.search(said, start + len(one.clause.text) - 1, end) is not None


def _said_once(readings: Sequence[Reading]) -> dict[str, SlotValue]:
    """Who hands over, who takes and until when, where several acts of handing over say it once."""
    said: dict[str, SlotValue] = {}
    for slot in ("from", "to", "until"):
        values = [
            one.slots[slot] for one in readings if one.intent == "record.reassign" and slot in one.slots
        ]
        if len(set(map(str, values))) == 1:
            said[slot] = values[0]
    return said
