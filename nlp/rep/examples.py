"""Examples made of patterns: a text, its act, the words of its slots; cased and mistyped as people do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from nlp.rep.corpus import Pattern
from nlp.rep.noise import Noise
from nlp.rep.patterns import Piece, Pools, expand


@dataclass(frozen=True, slots=True)
class Tag:
    """Words `[start, end)` that fill a slot."""

    start: int
    end: int
    slot: str


@dataclass(frozen=True, slots=True)
class Example:
    """One clause with one act."""

    intent: str
    text: str
    tags: tuple[Tag, ...]


def make_examples(
    patterns: Sequence[Pattern],
    *,
    pools: Pools,
    rng: Random,
    least: int = 120,
    each: int = 4,
    weights: Mapping[str, int] | None = None,
) -> list[Example]:
    """Texts for every intent: at least `least` of each, and `each` of every pattern."""
    by_intent: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        by_intent.setdefault(pattern.intent, []).append(pattern)
    examples: list[Example] = []
    for intent, own in by_intent.items():
        wanted = max(least, len(own) * (weights or {}).get(intent, each))
        examples += _of_intent(own, wanted=wanted, pools=pools, rng=rng)
    return examples


def _of_intent(patterns: Sequence[Pattern], *, wanted: int, pools: Pools, rng: Random) -> list[Example]:
    seen: dict[str, Example] = {}
    rounds = -(-wanted // len(patterns)) * 2
    for _ in range(rounds):
        for pattern in patterns:
            if len(seen) >= wanted:
                return list(seen.values())
            example = make_example(pattern, pools=pools, rng=rng)
            seen.setdefault(example.text.lower(), example)
    return list(seen.values())


def make_example(pattern: Pattern, *, pools: Pools, rng: Random) -> Example:
    """One text of a pattern, with the noise of real messages."""
    pieces = Noise(rng).apply(expand(pattern.text, pools=pools, rng=rng), intent=pattern.intent)
    text, tags = assemble(pieces)
    return Example(pattern.intent, text, tags)


def assemble(pieces: Sequence[Piece]) -> tuple[str, tuple[Tag, ...]]:
    """Put pieces together, with single spaces, and say where each slot's words lie."""
    text, tags = "", list[Tag]()
    for words, slot in pieces:
        words = " ".join(words.split(" "))
        if not text or text[-1] in " \n":
            words = words.lstrip(" ")
        while "  " in words:
            words = words.replace("  ", " ")
        start = len(text)
        text += words
        if slot and words.strip():
            tags.append(Tag(start, start + len(words.rstrip()), slot))
    text = text.rstrip()
    return text, tuple(Tag(tag.start, min(tag.end, len(text)), tag.slot) for tag in tags)
