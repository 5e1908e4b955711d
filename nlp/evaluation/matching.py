"""When a slot counts as right: names and texts nearly equal, all else exactly equal."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz

from nlp.evaluation.gold import SlotFact

_LEAST_SIMILARITY = {"ref": 90.0, "user": 90.0, "ticket": 90.0, "text": 75.0}
_NOT_WORDS = re.compile(r"[^\w@]+")


@dataclass(frozen=True, slots=True)
class Matched:
    """Which expected facts were found, and which found ones were not expected."""

    right: tuple[SlotFact, ...]
    missed: tuple[SlotFact, ...]
    wrong: tuple[SlotFact, ...]


def match_facts(expected: Sequence[SlotFact], found: Sequence[SlotFact]) -> Matched:
    """Pair each expected fact with one found fact of the same intent and slot whose value is right."""
    left = list(found)
    right, missed = [], []
    for fact in expected:
        partner = next((other for other in left if is_same_fact(fact, other)), None)
        if partner is None:
            missed.append(fact)
        else:
            left.remove(partner)
            right.append(fact)
    return Matched(tuple(right), tuple(missed), tuple(left))


def is_same_fact(expected: SlotFact, found: SlotFact) -> bool:
    """Whether `found` states what `expected` does."""
    if (expected.intent, expected.slot) != (found.intent, found.slot):
        return False
    if expected.value == found.value:
        return True
    least = _LEAST_SIMILARITY.get(expected.kind)
    if least is not None:
        return _similarity(str(expected.value), str(found.value)) >= least
    return expected.kind == "datetime" and _moment(expected.value) == _moment(found.value) is not None


def _similarity(one: str, other: str) -> float:
    one, other = (" ".join(_NOT_WORDS.sub(" ", text.casefold()).split()) for text in (one, other))
    return 100.0 if one == other else fuzz.token_sort_ratio(one, other)


def _moment(value: object) -> tuple[datetime, object] | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment, moment.utcoffset()
