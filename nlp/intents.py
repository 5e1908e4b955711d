"""The intents as data: what can be meant, and what may be said about it (`ontology.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlp.understanding import Persona

_SOURCE = Path(__file__).with_name("ontology.yaml")
_ENUM = "enum "


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that may be said with an intent. `values` is empty unless `kind` is "enum"."""

    name: str
    kind: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that can be meant: `does` and `say` are what help shows."""

    name: str
    persona: Persona
    does: str
    say: tuple[str, ...]
    slots: Mapping[str, Slot]

    def slots_of_kind(self, kind: str) -> tuple[str, ...]:
        """Names of the slots of one kind, in the order of the ontology."""
        return tuple(name for name, slot in self.slots.items() if slot.kind == kind)


@dataclass(frozen=True, slots=True)
class Ontology:
    """Every intent, by persona and name."""

    rep: Mapping[str, Intent]
    customer: Mapping[str, Intent]

    def intent(self, persona: Persona, name: str) -> Intent:
        """Return one intent; raises KeyError for a name the ontology does not have."""
        return (self.rep if persona == "rep" else self.customer)[name]


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """Read the shipped ontology. The value is immutable, so one copy serves everybody."""
    raw = yaml.safe_load(_SOURCE.read_text(encoding="utf-8"))
    return Ontology(rep=_persona("rep", raw), customer=_persona("customer", raw))


def _persona(persona: Persona, raw: Mapping[str, Any]) -> Mapping[str, Intent]:
    return {name: _intent(persona, name, entry) for name, entry in raw[persona].items()}


def _intent(persona: Persona, name: str, entry: Mapping[str, Any]) -> Intent:
    slots = {slot: _slot(slot, kind) for slot, kind in entry.get("slots", {}).items()}
    return Intent(
        name=name, persona=persona, does=entry["does"], say=tuple(entry.get("say", ())), slots=slots
    )


def _slot(name: str, kind: str) -> Slot:
    if kind.startswith(_ENUM):
        return Slot(name, "enum", tuple(kind.removeprefix(_ENUM).split("|")))
    return Slot(name, kind)
