"""Turns of phrase that mean one thing only, whatever the classifier makes of them.

They are data: a YAML file per kind of record, in it regular expressions by intent. A clause is matched from
its beginning, whatever its case, with stand-ins for its names (Jane for people, Acme for organisations);
`{polite}` stands for the courtesies it may open with, `{moment}` for a day or an hour. No clause may match
two intents.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from nlp.rep.words.polite import POLITE

_FOLDER = Path(__file__).resolve().parent
_PLACEHOLDERS = {
    "{polite}": POLITE,
    "{moment}": (
        r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|(?:this|next) week|\d{1,2} ?[ap]m)"
    ),
}
_KEPT = 4_096


@lru_cache(maxsize=_KEPT)
def certain_intent(masked: str) -> str | None:
    """The intent of a clause (with stand-ins for its names) where its words leave no choice."""
    return next((intent for intent, words in phrases() if words.match(masked)), None)


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every intent that some words mean for certain, with these words as one pattern."""
    return tuple(_read())


def _read() -> Iterator[tuple[str, re.Pattern[str]]]:
    for path in sorted(_FOLDER.glob("*.yaml")):
        by_intent: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for intent, alternatives in by_intent.items():
            yield intent, re.compile("|".join(map(_filled, alternatives)), re.IGNORECASE)


def _filled(pattern: str) -> str:
    for placeholder, words in _PLACEHOLDERS.items():
        pattern = pattern.replace(placeholder, words)
    return pattern
