"""One clause, several acts: two records in one change, parts of a split, a stage and an amount."""

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.intents import load_ontology
from nlp.rep.acts.reading import Reading
from nlp.rep.filling.refs import ref
from nlp.rep.filling.slots import is_context, main_slot, read_slots
from nlp.rep.meaning.choices import choice
from nlp.values import SlotValue

_AND = re.compile(
    r"^\W*(?:,|and|&|\+|plus|n|as well as|or|,\s*and)\W*(?:also\s+|for\s+|with\s+|to\s+"
    r"|tickets?\s+|the\s+|#)*$",
    re.I,
)
_DEAL_FIELDS = ("amount", "close_date", "probability", "next_step", "owner")
_SINGLE = frozenset(
    {"ticket.merge", "contact.merge", "deal.add_contact", "deal.create", "contact.create", "lead.create"}
)
_TO_STAGE = re.compile(
    r"\b(?:to|in|into|at)\s+(?:the\s+)?(?:stage\s+)?(propos\w+|nego(?:tiat\w+)?|qualified)\b",
    re.I,
)
_CLOSING = re.compile(r"\b(?:clos(?:e|es|ing)|due|expected|signing|signs)\b", re.I)


def parted(reading: Reading) -> list[Reading]:
    """The acts of one clause, in order."""
    if reading.intent == "deal.split":
        return _split(reading) if len(reading.clause.money) > 1 else parted(_unsplit(reading))
    if reading.intent == "deal.move":
        return _with_update(reading)
    if reading.intent == "deal.reopen":
        return _with_figures(reading)
    if reading.intent == "deal.update":
        return _with_move(reading)
    return _for_each(reading)


def _unsplit(reading: Reading) -> Reading:
    """What names one amount parts nothing: the deal is moved, or its amount set."""
    meant = "deal.move" if _TO_STAGE.search(reading.clause.bare) else "deal.update"
    clause = reading.clause.as_intent(meant)
    return Reading(clause, meant, read_slots(clause, load_ontology().rep[meant]))


def _split(reading: Reading) -> list[Reading]:
    """One act per part named with an amount, each with the day said next to it."""
    clause, amounts = reading.clause, reading.clause.money
    marked = [one for one in amounts if one.has_mark] or amounts
    times = [one for one in clause.times if not one.recurrence]
    parts: list[Reading] = []
    for index, amount in enumerate(marked):
        until = marked[index + 1].start if index + 1 < len(marked) else len(clause.text)
        own = [one for one in times if amount.start <= one.start < until]
        slots: dict[str, SlotValue] = {name: value for name, value in reading.slots.items() if name == "deal"}
        slots["amount"] = amount.value
        if not own and times and times[0].start < marked[0].start:
            since = marked[index - 1].end if index else 0
            own = [one for one in times if since <= one.start < amount.start]
        if own:
            slots["close_date"] = own[0].as_date()
        parts.append(Reading(clause, reading.intent, slots))
    return parts or [reading]


def _with_update(reading: Reading) -> list[Reading]:
    """ "To proposal with 26k": the stage is one act, the figures another."""
    clause = reading.clause
    if not (clause.money or clause.percents or (clause.times and _CLOSING.search(clause.bare))):
        return _for_each(reading)
    update = read_slots(clause.as_intent("deal.update"), load_ontology().rep["deal.update"])
    slots = {name: value for name, value in update.items() if name in _DEAL_FIELDS}
    deal = {name: value for name, value in reading.slots.items() if name == "deal"}
    if not slots:
        return [reading]
    if "stage" not in reading.slots:
        return [Reading(clause, "deal.update", {**deal, **slots})]
    return [reading, Reading(clause, "deal.update", {**deal, **slots})]


def _with_figures(reading: Reading) -> list[Reading]:
    """ "Acme is open again, 40 %": reopened, and its chances set."""
    found = _for_each(reading)
    if len(found) > 1 or not (reading.clause.percents or any(one.has_mark for one in reading.clause.money)):
        return found
    return [reading, *_with_update(replace(reading, intent="deal.update"))]


def _with_move(reading: Reading) -> list[Reading]:
    match = _TO_STAGE.search(reading.clause.bare)
    if match is None or not set(reading.slots) & {"amount", "close_date", "probability"}:
        return _for_each(reading)
    deal = {name: value for name, value in reading.slots.items() if name == "deal"}
    move = Reading(reading.clause, "deal.move", {**deal, "stage": choice("stage", match[1]) or "proposal"})
    figures = [one.start for one in reading.clause.money] + [one.start for one in reading.clause.percents]
    return [move, reading] if figures and match.start() < min(figures) else [reading, move]


def _for_each(reading: Reading) -> list[Reading]:
    """ "X and Y": one change named for two records."""
    main = main_slot(reading.intent)
    if main is None or reading.intent in _SINGLE:
        return [reading]
    values = _tickets(reading) if main == "ticket" else _coordinated(reading, main)
    if not values or (len(values) == 1 and is_context(reading.slots.get(main))):
        return [reading]
    return [Reading(reading.clause, reading.intent, {**reading.slots, main: value}) for value in values]


def _tickets(reading: Reading) -> Sequence[SlotValue]:
    found = reading.clause.tickets
    joined = found[:1]
    for one in found[1:]:
        between = reading.clause.text[joined[-1].end : one.start]
        if _AND.match(between):
            joined.append(one)
    return list(dict.fromkeys(one.value for one in joined))


def _coordinated(reading: Reading, main: str) -> Sequence[SlotValue]:
    clause = reading.clause
    spans = [span for span in clause.tagged if span.slot == main]
    joined = spans[:1]
    for span in spans[1:]:
        between = clause.text[joined[-1].end : span.start]
        if between.strip() == "&":
            joined[-1] = replace(joined[-1], end=span.end)
        elif _AND.match(between):
            joined.append(span)
    found = [ref(clause.text[span.start : span.end]) for span in joined]
    return list(dict.fromkeys(one for one in found if one))
