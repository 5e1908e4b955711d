"""The product a message is about: tagged words, tidied by the conventions."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from nlp.customer.cues import load_words
from nlp.customer.examples import DATA, Example, load_examples
from nlp.customer.message import Message
from nlp.customer.parts import Part, Reading
from nlp.customer.slots.tagger import Lexicon, ProductTagger, Tagged, tokenize
from nlp.customer.written import load_written
from nlp.errors import ModelMissing

_INTENTS = frozenset({"support.request", "order.question", "sales.inquiry", "demo.request"})
_SWAPS = 3


class ProductFinder:
    """Finds the product of an act. Immutable once trained."""

    def __init__(self, tagger: ProductTagger) -> None:
        self._tagger = tagger

    @classmethod
    def train(cls, *, seed: int) -> "ProductFinder":
        """Learn from the shipped examples, with many other products in the places of theirs."""
        pool = _pool()
        shipped = [*load_examples(), *(sentence for message in load_written() for sentence in message)]
        lexicon = Lexicon.learn(
            [Tagged(example.text, example.intent, example.products) for example in shipped], pool
        )
        examples = [example for example in shipped if example.intent in _INTENTS]
        tagged = list(_tagged(examples, pool, random.Random(seed)))
        return cls(ProductTagger.train(tagged, lexicon=lexicon, seed=seed))

    def save(self, path: Path) -> None:
        """Write the tagger."""
        self._tagger.save(path)

    @classmethod
    def load(cls, path: Path) -> "ProductFinder":
        """Read what `save` wrote; raises `ModelMissing`."""
        if not path.is_file():
            raise ModelMissing(f"There is no product tagger at {path}: run `rapport train` first.")
        return cls(ProductTagger.load(path))

    def find(self, message: Message, reading: Reading, parts: Sequence[Part]) -> str | None:
        """The product of an act: from the sentence the act was read from, else from those around it."""
        own = reading.part.sentence.text
        others = [part.sentence.text for part in parts if part.sentence.text != own]
        for sentence in (own, *others):
            found = [
                tidy
                for start, end in self._tagger.tag(sentence, intent=reading.intent)
                if (tidy := tidied(sentence[start:end])) is not None
            ]
            if found:
                return next((name for name in found if _is_model(name)), found[0])
        return None


def tidied(name: str) -> str | None:
    """A product's name without article, possessive or count; None where nothing but general words is left."""
    lists = load_words("product")
    words = name.strip(" .,;:!?\"'").split()
    while words and (words[0].lower() in lists["articles"] or words[0].isdigit()):
        words = words[1:]
    if not words or all(word.lower().strip(".,'") in lists["general"] for word in words):
        return None
    return " ".join(words)


def _is_model(name: str) -> bool:
    return any(character.isdigit() for character in name)


def _pool() -> list[str]:
    lists: dict[str, str] = yaml.safe_load((DATA / "products.yaml").read_text(encoding="utf-8"))
    return [name.strip() for names in lists.values() for name in names.split(",") if name.strip()]


def _tagged(examples: Sequence[Example], pool: Sequence[str], draw: random.Random) -> Iterator[Tagged]:
    for example in examples:
        yield Tagged(example.text, example.intent, example.products)
        if not example.products:
            yield Tagged(example.text.lower(), example.intent, ())
            continue
        for _ in range(_SWAPS):
            yield _swapped(example, draw.choice(pool), draw)


def _swapped(example: Example, other: str, draw: random.Random) -> Tagged:
    """The example with another product in the first place, sometimes in lower case."""
    start, end = example.products[0]
    text = example.text[:start] + other + example.text[end:]
    if draw.random() < 0.4:
        text = text.lower()
    shift = len(other) - (end - start)
    later = tuple((first + shift, last + shift) for first, last in example.products[1:])
    own = frozenset(token.text.lower() for token in tokenize(example.text[start:end]))
    return Tagged(text, example.intent, ((start, start + len(other)), *later), replaced=own)
