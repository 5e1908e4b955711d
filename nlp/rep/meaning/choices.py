"""Words that stand for the listed values of a slot (`choices.yaml`): the first match wins.

A value may come twice ("all", "all 2"): once before the others, once after them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_SOURCE = Path(__file__).with_name("choices.yaml")
_Table = tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, _Table]:
    raw: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(_SOURCE.read_text(encoding="utf-8"))
    return {
        name: tuple(
            (value.split()[0], re.compile("|".join(words), re.IGNORECASE)) for value, words in values.items()
        )
        for name, values in raw.items()
    }


def choice(name: str, text: str) -> str | None:
    """The value of the slot `intent.slot` (or `stage`) that the text stands for; None without a match."""
    table = _tables().get(name, ())
    return next((value for value, words in table if words.search(text)), None)
