"""Names the language layer took for none, because they are words like any other: our records know better.

“why is globex at risk” names a deal to everybody who knows Globex, and no deal to who does not. Where an act
is about “the record of the thread” though nothing in its clause points there, and the clause holds the name
of a record, that record is meant.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.scene import CONTEXT
from assistant.work import Work
from nlp.understanding import Act
from storage.search import names_said

_ENTITIES: Mapping[str, tuple[str, ...]] = {
    "deal": ("deal", "company"),
    "company": ("company",),
    "contact": ("contact",),
    "lead": ("lead",),
    "about": ("company", "contact", "deal"),
}
_POINTS_TO_THREAD = re.compile(
    r"\b(?:it|its|it's|this|that|these|those|they|them|their|he|him|his|she|her|"
    r"the (?:deal|company|account|contact|lead|customer|client|opportunity|opp|one))\b",
    re.I,
)
COMMON = frozenset(
    """a an the my our your me i we you us to of in on at by for from with and or not no yes as is are was be
    has have had do does did will would can could should may might must bill mark grant rich will hope joy
    move close closed closing win won lose lost open reopen show set put push add create new make update
    change delete remove assign give take log note call called email mail mailed text message send sent write
    draft reply remind task meeting meet book schedule cancel report list all any some what which who when
    where why how much many next last this week month quarter year today tomorrow yesterday stage amount
    value date owner deal deals company companies contact contacts lead leads ticket tickets pipeline
    forecast proposal negotiation qualified renewal risk call follow up help please just now about""".split()  # noqa: SIM905
)
"""Words that are no name where they stand alone, whoever is called so."""


def grounded(work: Work, acts: tuple[Act, ...], text: str) -> tuple[Act, ...]:
    """The acts, with the names said in their clauses in place of the thread's record."""
    return tuple(_grounded(work, act, act.text or text) for act in acts)


def _grounded(work: Work, act: Act, clause: str) -> Act:
    open_slots = [slot for slot in _ENTITIES if act.slots.get(slot) == CONTEXT]
    if not open_slots or _POINTS_TO_THREAD.search(clause):
        return act
    taken = " ".join(str(value).lower() for value in act.slots.values() if value != CONTEXT)
    slots = dict(act.slots)
    for slot in open_slots:
        said = names_said(work.uow, clause, entities=_ENTITIES[slot])
        names = [name for name in said if name.lower() not in COMMON and name.lower() not in taken]
        if names:
            slots[slot] = names[0]
    return replace(act, slots=slots)
