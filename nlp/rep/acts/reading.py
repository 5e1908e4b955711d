"""A clause as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass

from nlp.rep.filling.clause import Clause
from nlp.values import SlotValue


@dataclass(frozen=True, slots=True)
class Reading:
    """A clause with its slots."""

    clause: Clause
    intent: str
    slots: Mapping[str, SlotValue]
