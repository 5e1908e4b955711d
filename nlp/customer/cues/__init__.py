"""The words rules look for, as data: a YAML file per rule, in it named lists of regular expressions.

They are matched anywhere in a text in lower case with straight quotes. A second language is more lines.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=32)
def load_cues(name: str) -> Mapping[str, re.Pattern[str]]:
    """The lists of one file, each as one pattern. The value is immutable, so one copy serves everybody."""
    lists: dict[str, list[str]] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return {key: re.compile("|".join(alternatives), re.MULTILINE) for key, alternatives in lists.items()}


@lru_cache(maxsize=32)
def load_words(name: str) -> Mapping[str, frozenset[str]]:
    """The lists of one file as sets of words, written with spaces between them."""
    lists: dict[str, str] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return {key: frozenset(words.split()) for key, words in lists.items()}


def load_vocabularies(name: str) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The words and phrases of one file by language and by what they speak of."""
    lists: dict[str, dict[str, str]] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return {
        language: {key: [word.strip() for word in words.split(",")] for key, words in of.items()}
        for language, of in lists.items()
    }
