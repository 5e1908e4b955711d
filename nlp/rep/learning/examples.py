"""Examples made of patterns: a text, its act, the words of its slots; cased and mistyped as people do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from nlp.rep.learning.corpus import Pattern
from nlp.rep.learning.noise import Noise
from nlp.rep.learning.patterns import Piece, Pools, expand


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
    told: tuple[Tag, ...] = ()
    """Names within texts, or that fill no slot; tagged with what they name."""

    @classmethod
    def of(cls, intent: str, pieces: Sequence[Piece]) -> "Example":
        """The example that pieces make, put together."""
        text, tags = assemble(pieces)
        own = tuple(tag for tag in tags if "/" not in tag.slot)
        told = tuple(replace(tag, slot=tag.slot[1:]) for tag in tags if "/" in tag.slot)
        return cls(intent, text, own, told)


def make_examples(
    patterns: Sequence[Pattern],
    *,
    pools: Pools,
    rng: Random,
    least: int = 120,
    each: int = 6,
    weights: Mapping[str, int] | None = None,
) -> list[Example]:
    """Texts for every intent: at least `least` of each, and `each` of every pattern."""
    draw = rng.getrandbits(32)
    by_intent: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        by_intent.setdefault(pattern.intent, []).append(pattern)
    examples: list[Example] = []
    for intent, own in by_intent.items():
        wanted = max(least, len(own) * (weights or {}).get(intent, each))
        examples += _of_intent(own, wanted=wanted, pools=pools, draw=draw)
    return examples


def _of_intent(patterns: Sequence[Pattern], *, wanted: int, pools: Pools, draw: int) -> list[Example]:
    # Each pattern has chances of its own: what is made of it stays the same whatever else is learnt.
    chances = [Random(f"{draw}|{pattern.intent}|{pattern.text}") for pattern in patterns]
    seen: dict[str, Example] = {}
    rounds = -(-wanted // len(patterns)) * 2
    for _ in range(rounds):
        for pattern, rng in zip(patterns, chances, strict=True):
            if len(seen) >= wanted:
                return list(seen.values())
            example = make_example(pattern, pools=pools, rng=rng)
            seen.setdefault(example.text.lower(), example)
    return list(seen.values())


def make_example(pattern: Pattern, *, pools: Pools, rng: Random) -> Example:
    """One text of a pattern, with the noise of real messages."""
    pieces = Noise(rng).apply(expand(pattern.text, pools=pools, rng=rng), intent=pattern.intent)
    return Example.of(pattern.intent, pieces)


def assemble(pieces: Sequence[Piece]) -> tuple[str, tuple[Tag, ...]]:
    """Put pieces together, with single spaces, and say where each slot's words lie."""
    text, tags = "", list[Tag]()
    last = ""
    for words, slot in pieces:
        words = " ".join(words.split(" "))
        if not text or text[-1] in " \n":
            words = words.lstrip(" ")
        while "  " in words:
            words = words.replace("  ", " ")
        start = len(text)
        text += words
        end = start + len(words.rstrip())
        outer, _, name = slot.partition("/")
        if outer and words.strip():
            grows = outer == last.partition("/")[0] and "/" in last + slot
            tags = _grown(tags, end) if grows else [*tags, Tag(start, end, outer)]
        if name and words.strip():
            tags.append(Tag(start, end, f"/{name}"))
        last = slot
    text = text.rstrip()
    return text, tuple(Tag(tag.start, min(tag.end, len(text)), tag.slot) for tag in tags)


def _grown(tags: Sequence[Tag], end: int) -> list[Tag]:
    """The tags, the last of a slot reaching further: a name within a text does not end it."""
    last = max(place for place, tag in enumerate(tags) if "/" not in tag.slot)
    return [replace(tag, end=end) if place == last else tag for place, tag in enumerate(tags)]
