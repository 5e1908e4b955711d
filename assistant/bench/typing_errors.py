"""Typing errors as people make them, for measuring the search."""

import random
import string

_KINDS = ("replace", "insert", "delete", "swap")


def misspelt(text: str, typos: int, generator: random.Random) -> str:
    """`text` with so many typing errors: a letter wrong, too many, missing, or two turned round."""
    written = text
    made = 0
    while made < typos:
        changed = _one(written, generator)
        made += changed != written
        written = changed
    return written


def _one(text: str, generator: random.Random) -> str:
    place = generator.randrange(len(text))
    letter = generator.choice(string.ascii_lowercase)
    kind = generator.choice(_KINDS)
    if kind == "insert":
        return text[:place] + letter + text[place:]
    if kind == "delete":
        return text[:place] + text[place + 1 :]
    if kind == "swap" and place + 1 < len(text):
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + letter + text[place + 1 :]
