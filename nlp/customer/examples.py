"""What the customer reader learns from: hand-written messages in `nlp/training/customer/`.

A file per intent, a message per line: priority letter, sentiment sign, the words, with the product in
square brackets (`n0 The [kettle] leaks`). `context.txt` holds sentences that carry no act and have no code.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import get_args

from nlp.errors import TrainingDataError
from nlp.understanding import Priority, Sentiment

DATA = Path(__file__).resolve().parent.parent / "training" / "customer"
CONTEXT = "context"
"""The label of a sentence that carries no act."""

_PRIORITIES: Mapping[str, Priority] = {name[0]: name for name in get_args(Priority)}
_SENTIMENTS: Mapping[str, Sentiment] = {"-": "negative", "0": "neutral", "+": "positive"}
CODED = r"(?P<priority>[lnhu])(?P<sentiment>[-0+])"
"""How soon an example matters, and the writer's mood."""
_LINE = re.compile(rf"{CODED} (?P<words>.+)")
_BRACKETED = re.compile(r"\[([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text; `products` are the places of its products in `text`."""

    text: str
    intent: str
    priority: Priority
    sentiment: Sentiment
    products: tuple[tuple[int, int], ...] = ()


@lru_cache(maxsize=1)
def load_examples() -> tuple[Example, ...]:
    """Read every shipped example, in the order of files and lines."""
    return tuple(example for path in sorted(DATA.glob("*.txt")) for example in _read(path))


def _read(path: Path) -> Iterator[Example]:
    intent = path.stem
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if intent == CONTEXT:
            yield Example(line, CONTEXT, "normal", "neutral")
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise TrainingDataError(
                f"{path.name} line {number}: write a code such as n0, a space, the words."
            )
        yield coded(intent, match)


def coded(intent: str, match: re.Match[str]) -> Example:
    """The example of a match of `CODED` and its `words`."""
    text, products = _without_brackets(match["words"])
    return Example(text, intent, _PRIORITIES[match["priority"]], _SENTIMENTS[match["sentiment"]], products)


def _without_brackets(words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text, places = "", []
    last = 0
    for match in _BRACKETED.finditer(words):
        text += words[last : match.start()]
        places.append((len(text), len(text) + len(match[1])))
        text += match[1]
        last = match.end()
    return text + words[last:], tuple(places)


def vary(examples: Sequence[Example], *, seed: int) -> list[Example]:
    """Every example, and beside it the ways people really type it: lower case, slips, more around it."""
    draw = random.Random(seed)
    context = [example.text for example in examples if example.intent == CONTEXT]
    varied: list[Example] = []
    for example in examples:
        varied.append(example)
        if len(example.text) > 12 and draw.random() < 0.55:
            varied.append(sloppy(example, draw))
        if example.intent != CONTEXT and len(example.text.split()) > 4 and context and draw.random() < 0.6:
            varied.append(_in_context(example, draw.choice(context), draw))
    return varied


def sloppy(example: Example, draw: random.Random) -> Example:
    """The example as it is typed in haste."""
    text = example.text
    if draw.random() < 0.7:
        text = text.lower().rstrip(".!?")
    if draw.random() < 0.4:
        text = text.replace("'", "").replace(",", "")
    if draw.random() < 0.3:
        text = re.sub(r"\b(?:please|Please)\b", "pls", text)
        text = re.sub(r"\byou\b", "u", text)
    if draw.random() < 0.6:
        text = _with_slip(text, draw)
    return replace(example, text=text, products=())


def _with_slip(text: str, draw: random.Random) -> str:
    places = [match.start() for match in re.finditer(r"(?<=\w\w)\w(?=\w)", text)]
    if not places:
        return text
    place = draw.choice(places)
    match draw.randrange(3):
        case 0:
            return text[:place] + text[place + 1 :]
        case 1:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        case _:
            return text[:place] + text[place] + text[place:]


def _in_context(example: Example, around: str, draw: random.Random) -> Example:
    closed = around if around[-1] in ".!?" else f"{around}."
    body = example.text if example.text[-1] in ".!?" else f"{example.text}."
    text = f"{body} {closed}" if draw.random() < 0.6 else f"{closed} {body}"
    return replace(example, text=text, products=())
