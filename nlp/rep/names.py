"""Where a message names people and organisations, whatever it asks; the message with stand-ins for them.

With stand-ins the classifier sees how a thing is asked, not of whom: "push Acme to proposal".
"""

import re
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TypeAlias

from nlp.number_words import WORD_NUMBER
from nlp.rep.corpus import Vocabulary
from nlp.rep.examples import Example, Tag
from nlp.rep.joining import join
from nlp.rep.spelling import Speller
from nlp.rep.tagger import SlotTagger, TaggedSpan

PERSON, ORGANISATION = "person", "organisation"
_ANY = "any"
_PERSON_SLOTS = frozenset({"contact", "into", "name", "owner", "from"})
_ORGANISATION_SLOTS = frozenset({"company", "deal", "lead", "about"})
_STAND_INS = {PERSON: "Jane", ORGANISATION: "Acme"}
_NOBODY_NAMED = frozenset(
    (
        *("my", "i", "me", "mine", "we", "our", "us", "i'll", "everyone", "everybody"),
        *("team", "all reps", "the team", "the whole team"),
    )
)


Name: TypeAlias = TaggedSpan
"""A name in a text; its `slot` says whether a person or an organisation."""


class NameFinder:
    """Finds names by their form and their neighbours; knows no list of names."""

    def __init__(self, tagger: SlotTagger) -> None:
        self._tagger = tagger

    @classmethod
    def train(cls, examples: Sequence[Example], *, known: Vocabulary, seed: int) -> "NameFinder":
        """Learn from tagged clauses, alone and joined."""
        rng = Random(seed)
        plain = [_relabelled(example) for example in examples]
        joined = [_joined(rng.sample(plain, 2), rng) for _ in range(len(plain) // 5)]
        return cls(SlotTagger.train([*plain, *joined], known=known, seed=seed))

    def find(self, text: str) -> list[Name]:
        """Names, left to right."""
        spans = self._tagger.tag(text, intent=_ANY) or self._written_large(text)
        return [one for one in spans if not _is_nobody(text[one.start : one.end].lower())]

    def _written_large(self, text: str) -> list[Name]:
        """Unknown words written large within a text: names, where no other was found."""
        found = []
        for words in self._tagger.strangers(text):
            start = text.index(words)
            if start > 0 and all(word[0].isupper() and not word.isupper() for word in words.split()):
                found.append(Name(PERSON if " " in words else ORGANISATION, start, start + len(words)))
        return found

    @property
    def speller(self) -> Speller:
        """Sets slips of the words it knows right."""
        return self._tagger.known.speller

    def strangers(self, text: str) -> list[str]:
        """Runs of words nobody uses but as names; for texts where no name was found."""
        return self._tagger.strangers(text)

    def save(self, path: Path) -> None:
        """Write as the tagger does."""
        self._tagger.save(path)

    @classmethod
    def load(cls, path: Path) -> "NameFinder":
        """Read what `save` wrote."""
        return cls(SlotTagger.load(path))


def _is_nobody(words: str) -> bool:
    """Whether words are "us", "the team", or no more than a number."""
    return words in _NOBODY_NAMED or _NUMBER.fullmatch(words) is not None


_NUMBER = re.compile(WORD_NUMBER)


def with_stand_ins(text: str, names: Sequence[Name]) -> str:
    """The text with "Jane" for every person and "Acme" for every organisation named."""
    for name in reversed(names):
        text = text[: name.start] + _STAND_INS[name.slot] + text[name.end :]
    return text


def names_for_training(examples: Sequence[Example], *, known: Vocabulary, seed: int) -> list[list[Name]]:
    """The names of each text as a finder sees them that never saw it: as imperfect as they will be in use."""
    halves = [examples[0::2], examples[1::2]]
    finders = [NameFinder.train(half, known=known, seed=seed) for half in reversed(halves)]
    return [finders[index % 2].find(example.text) for index, example in enumerate(examples)]


def named(example: Example) -> list[Name]:
    """The names an example is known to hold."""
    found = [(tag, _kind(tag, example.intent)) for tag in example.tags]
    return [Name(kind, tag.start, tag.end) for tag, kind in found if kind]


def _relabelled(example: Example) -> Example:
    return Example(_ANY, example.text, tuple(Tag(one.start, one.end, one.slot) for one in named(example)))


def _kind(tag: Tag, intent: str) -> str | None:
    if intent == "ticket.merge":
        return None
    if tag.slot in _PERSON_SLOTS or (tag.slot == "to" and intent == "record.reassign"):
        return PERSON
    return ORGANISATION if tag.slot in _ORGANISATION_SLOTS else None


def _joined(examples: Sequence[Example], rng: Random) -> Example:
    text, cuts = join(examples, rng)
    tags: list[Tag] = []
    for example, start in zip(examples, [0, *cuts], strict=True):
        tags += [Tag(tag.start + start, min(tag.end + start, len(text)), tag.slot) for tag in example.tags]
    return Example(_ANY, text, tuple(tags))
