"""Messages of one and of several acts with their cuts: what the segmenter learns from."""

from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from random import Random

import yaml

from nlp.rep.cutting.segmenter import Message, blank_names
from nlp.rep.learning.examples import Example
from nlp.rep.learning.joining import join
from nlp.rep.learning.noise import Noise
from nlp.rep.learning.patterns import Piece, Pools, expand
from nlp.rep.learning.pools import DATA
from nlp.rep.learning.written import load_written
from nlp.rep.meaning.precedence import BACKGROUND
from nlp.rep.tagging.names import named

_NEVER_JOINED = frozenset({"smalltalk", "out_of_scope", "explain", "help", BACKGROUND})
_STORY_LINKS = (". ", ". ", ", ", ", ", "\n", " and ", " but ", "; ", ", and ")
_ORDER_LINKS = (
    ". ",
    ". ",
    ", so ",
    ", ",
    ". Anyway, ",
    " so please ",
    ", can you ",
    ". please ",
    ", but ",
    "\n",
    " and ",
)
_STORIES = 0.25
"""How many messages are a story that ends in an order, by example."""
_CUT = "//"
_EACH = 48
_EACH_WRITTEN, _EACH_OF_SEVERAL = 1, 6
"""How many texts to make of a written message of one order, and of several: most messages are of one."""
_SHARE = 0.42
"""How many of the examples teach cuts: joined at random, they must not outweigh what was written."""


def make_messages(examples: Sequence[Example], *, pools: Pools, rng: Random) -> list[Message]:
    """Single acts (no cut), acts joined at random, and the written messages that lean on each other."""
    examples = rng.sample(examples, ceil(len(examples) * _SHARE))
    messages = [_blanked(example, ()) for example in examples]
    usable = [example for example in examples if example.intent not in _NEVER_JOINED]
    for _ in range(len(examples)):
        messages.append(_joined(rng.sample(usable, 2 if rng.random() < 0.8 else 3), rng))
    stories = [example for example in examples if example.intent == BACKGROUND]
    if stories:
        messages += [_told(rng.choice(usable), stories, rng) for _ in range(int(len(examples) * _STORIES))]
    return [*messages, *_leaning(pools, rng), *_written(pools, rng)]


def _told(order: Example, stories: Sequence[Example], rng: Random) -> Message:
    """A story of one to three sentences, then what is wanted."""
    told = [_blanked(one, ())[0].rstrip(".!? ") for one in rng.sample(stories, rng.choice((1, 1, 2, 3)))]
    text = told[0] + "".join(rng.choice(_STORY_LINKS) + one for one in told[1:]) + rng.choice(_ORDER_LINKS)
    return text + _blanked(order, ())[0], [len(text)]


def _joined(chosen: Sequence[Example], rng: Random) -> Message:
    blanked = [Example(one.intent, _blanked(one, ())[0], ()) for one in chosen]
    return join(blanked, rng)


def _written(pools: Pools, rng: Random) -> Iterator[Message]:
    for parts in load_written(DATA):
        line = f" {_CUT} ".join(part.text for part in parts)
        for _ in range(_EACH_WRITTEN if len(parts) == 1 else _EACH_OF_SEVERAL):
            yield _message(line, pools, rng)


def _leaning(pools: Pools, rng: Random, folder: Path = DATA) -> Iterator[Message]:
    blocks = yaml.safe_load((folder / "follow_ons.yaml").read_text(encoding="utf-8"))
    for line in "\n".join(blocks.values()).splitlines():
        for _ in range(_EACH if line.strip() else 0):
            yield _message(line.strip(), pools, rng)


def _message(line: str, pools: Pools, rng: Random) -> Message:
    pieces: list[Piece] = []
    for text, slot in expand(line, pools=pools, rng=rng):
        pieces.append((text, slot))
    noisy = Noise(rng).apply(pieces, intent="several")
    blanked, _ = _blanked(Example.of("several", noisy), ())
    cuts: list[int] = []
    while _CUT in blanked:
        cut = blanked.index(_CUT)
        blanked = blanked[:cut].rstrip() + " " + blanked[cut + len(_CUT) :].lstrip()
        cuts.append(len(blanked[:cut].rstrip()))
    return blanked.replace(" ,", ",").replace(" ;", ";").replace(" .", "."), cuts


def _blanked(example: Example, cuts: Sequence[int]) -> Message:
    return blank_names(example.text, named(example)), cuts
