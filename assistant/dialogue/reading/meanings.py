"""The intents with the slots the talk reads by itself, beside those the language layer knows."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from nlp.intents import Intent, Slot, load_ontology

OF_THE_DEAL = ("title", "amount", "close_date", "stage", "owner")
"""What may be said of the deal a lead becomes."""


def intent_named(name: str) -> Intent | None:
    """An intent of colleagues; None for what is read by pattern and stands in no ontology."""
    return _intents().get(name)


@lru_cache(maxsize=1)
def _intents() -> Mapping[str, Intent]:
    known = load_ontology().rep
    convert, create = known["lead.convert"], known["deal.create"]
    of_deal: dict[str, Slot] = {name: create.slots[name] for name in OF_THE_DEAL}
    return {**known, convert.name: replace(convert, slots={**convert.slots, **of_deal})}
