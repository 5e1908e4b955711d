"""The noise of real messages: lower case, slips of the keyboard, courtesies, fragments, emoji."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import yaml

from nlp.rep.learning.patterns import Piece
from nlp.rep.learning.pools import DATA

_QUIET = frozenset({"confirm", "cancel", "correct", "smalltalk", "undo", "out_of_scope", "help", "explain"})
_OPEN_ENDED = frozenset({"text", "reason", "next_step", "subject", "what", "topic", "title"})


@dataclass(frozen=True, slots=True)
class NoiseWords:
    """What people put before, behind and between (`noise.yaml`)."""

    verbs: frozenset[str]
    order_verbs: frozenset[str]
    openers: tuple[str, ...]
    mild: tuple[str, ...]
    closers: tuple[str, ...]
    short: dict[str, str]
    links: tuple[str, ...]
    strong_links: tuple[str, ...]


@lru_cache(maxsize=1)
def noise_words() -> NoiseWords:
    """Read the shipped lists."""
    raw = yaml.safe_load((DATA / "noise.yaml").read_text(encoding="utf-8"))
    lists = {key: tuple(raw[key]) for key in ("openers", "mild", "closers", "links", "strong_links")}
    verbs = frozenset(raw["verbs"].split())
    order_verbs = verbs.union(raw["more_verbs"].split())
    return NoiseWords(verbs=verbs, order_verbs=order_verbs, short=raw["short"], **lists)


class Noise:
    """Disturbs pieces of text, keeping slots with their words."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._words = noise_words()

    def apply(self, pieces: Sequence[Piece], *, intent: str) -> list[Piece]:
        """Courtesies first, then slips, then case."""
        rng = self._rng
        said = [(text, slot) for text, slot in pieces if text]
        if intent not in _QUIET:
            said = self._courtesies(said)
        elif rng.random() < 0.08:
            said = [*said, (rng.choice(self._words.closers), "")]
        if rng.random() < 0.22:
            said = [(self._mistype(text, share=0.05 if slot else 0.14), slot) for text, slot in said]
        return self._case(said)

    def _courtesies(self, pieces: list[Piece]) -> list[Piece]:
        rng = self._rng
        first = pieces[0][0].split(" ", 1)[0].lower() if pieces and not pieces[0][1] else ""
        if rng.random() < 0.3 and first in self._words.verbs:
            pieces = [(rng.choice(self._words.openers) + " ", ""), *pieces]
        elif rng.random() < 0.1:
            pieces = [(rng.choice(self._words.mild) + " ", ""), *pieces]
        if rng.random() < 0.15 and pieces[-1][1].split("/")[0] not in _OPEN_ENDED:
            pieces = [*pieces, (rng.choice(self._words.closers), "")]
        return pieces

    def _case(self, pieces: list[Piece]) -> list[Piece]:
        roll = self._rng.random()
        if roll < 0.42:
            return [(text.lower(), slot) for text, slot in pieces]
        if roll < 0.62 and pieces:
            text, slot = pieces[0]
            return [(text[:1].upper() + text[1:], slot), *pieces[1:]]
        if roll < 0.64:
            return [(text.upper(), slot) for text, slot in pieces]
        return pieces

    def _mistype(self, text: str, *, share: float) -> str:
        words = text.split(" ")
        return " ".join(self._slip(word) if self._rng.random() < share else word for word in words)

    def _slip(self, word: str) -> str:
        rng = self._rng
        short = self._words.short.get(word.lower())
        if short and rng.random() < 0.5:
            return short
        if len(word) < 4 or not word.isalpha():
            return word
        at = rng.randrange(1, len(word) - 1)
        match rng.randrange(4):
            case 0:
                return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            case 1:
                return word[:at] + word[at + 1 :]
            case 2:
                return word[:at] + word[at] + word[at:]
            case _:
                return word[:at] + rng.choice("aeiourstn") + word[at + 1 :]
