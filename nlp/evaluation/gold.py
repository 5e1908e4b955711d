"""What an utterance should be understood as, read from a labelled line."""

from collections.abc import Mapping
from dataclasses import dataclass

from nlp.errors import TrainingDataError
from nlp.intents import load_ontology
from nlp.understanding import Persona, Understanding
from nlp.values import WireValue, slots_to_wire

SENTENCE_SLOTS = frozenset({"text", "subject", "reason", "next_step"})
"""Slots that hold a sentence or a good part of one; scored apart as well, being the fuzziest."""


@dataclass(frozen=True, slots=True)
class SlotFact:
    """One slot of one act, in wire form; what is counted when slots are scored."""

    intent: str
    slot: str
    kind: str
    value: WireValue


@dataclass(frozen=True, slots=True)
class Reading:
    """An understanding reduced to what is scored, from a label or from the model."""

    intents: tuple[str, ...]
    slots: tuple[SlotFact, ...]
    priority: str | None
    sentiment: str | None
    confidence: float = 1.0


def gold_reading(persona: Persona, gold: Mapping[str, object]) -> Reading:
    """The reading a labelled line's `gold` calls for; raises `TrainingDataError` where it is malformed."""
    acts = gold.get("acts")
    if not isinstance(acts, list) or not all(isinstance(act, dict) and "intent" in act for act in acts):
        raise TrainingDataError("A labelled line needs gold.acts, a list of objects with an intent each.")
    return Reading(
        intents=tuple(str(act["intent"]) for act in acts),
        slots=tuple(fact for act in acts for fact in _facts(persona, act["intent"], act.get("slots", {}))),
        priority=_optional_string(gold.get("priority")),
        sentiment=_optional_string(gold.get("sentiment")),
    )


def model_reading(persona: Persona, read: Understanding) -> Reading:
    """The same for what the model understood; its confidence is that of the least sure act."""
    return Reading(
        intents=tuple(act.intent for act in read.acts),
        slots=tuple(
            fact for act in read.acts for fact in _facts(persona, act.intent, slots_to_wire(act.slots))
        ),
        priority=read.priority,
        sentiment=read.sentiment,
        confidence=min((act.confidence for act in read.acts), default=0.0),
    )


def _facts(persona: Persona, intent: str, slots: Mapping[str, WireValue]) -> list[SlotFact]:
    known = load_ontology().rep if persona == "rep" else load_ontology().customer
    kinds = {name: slot.kind for name, slot in known[intent].slots.items()} if intent in known else {}
    return [SlotFact(intent, name, kinds.get(name, "unknown"), value) for name, value in slots.items()]


def _optional_string(value: object) -> str | None:
    return value if isinstance(value, str) else None
