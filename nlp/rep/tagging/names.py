"""Where a message names people and organisations, whatever it asks; the message with stand-ins for them.

With stand-ins the classifier sees how a thing is asked, not of whom: "push Acme to proposal".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from random import Random
from typing import TypeAlias
from zlib import crc32

from nlp.number_words import WORD_NUMBER
from nlp.rep.learning.examples import Example, Tag
from nlp.rep.learning.joining import join
from nlp.rep.learning.patterns import ORGANISATION, PERSON
from nlp.rep.learning.vocabulary import Vocabulary, firm_words
from nlp.rep.tagging.large_words import whole_name
from nlp.rep.tagging.tagger import PASSES, Lesson, SlotTagger, TaggedSpan
from nlp.rep.words.spelling import Speller

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
        self._firms = firm_words()

    @classmethod
    def train(
        cls, clauses: Sequence["NamedClause"], *, known: Vocabulary, seed: int, passes: int = PASSES
    ) -> "NameFinder":
        """Learn from clauses with their names, alone and joined."""
        rng = Random(seed)
        plain = [one.example for one in clauses]
        joined = [_joined(rng.sample(plain, 2), rng) for _ in range(len(plain) // 5)]
        lessons = chain(
            (one.lesson for one in clauses), (Lesson.of(example, known=known) for example in joined)
        )
        return cls(SlotTagger.train(lessons, known=known, seed=seed, passes=passes))

    def find(self, text: str) -> list[Name]:
        """Names, left to right."""
        return self._sifted(text, self._tagger.tag(text, intent=_ANY))

    def find_in(self, clause: "NamedClause") -> list[Name]:
        """The same in a clause to learn from, whatever names it is known to hold."""
        lesson = clause.lesson
        return self._sifted(
            clause.example.text, self._tagger.tag_described(lesson.tokens, lesson.described, intent=_ANY)
        )

    def _sifted(self, text: str, tagged: Sequence[Name]) -> list[Name]:
        spans = [_before_stop(text, _beside_gaps(text, one)) for one in tagged] or self._written_large(text)
        return [
            self._of_kind(text, _whole(text, one))
            for one in spans
            if not _is_nobody(text[one.start : one.end].lower()) and not _is_date(text, one)
        ]

    def _of_kind(self, text: str, name: Name) -> Name:
        """The name; of two words, a given name first, it is a person's."""
        words = text[name.start : name.end].lower().split()
        is_person = len(words) == 2 and words[0] in self.given_names and words[1] not in self._firms
        return replace(name, slot=PERSON) if is_person else name

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

    @property
    def given_names(self) -> frozenset[str]:
        """First names people are known to have, in lower case."""
        return self._tagger.known.first_names

    def strangers(self, text: str) -> list[str]:
        """Runs of words nobody uses but as names; for texts where no name was found."""
        return self._tagger.strangers(text)

    def save(self, path: Path) -> None:
        """Write as the tagger does."""
        self._tagger.save(path)

    @classmethod
    def load(cls, path: Path, *, known: Vocabulary) -> "NameFinder":
        """Read what `save` wrote; `known` are the words it learnt with."""
        return cls(SlotTagger.load(path, known=known))


_GAP = re.compile(r"\S\s{2,}(?=\S)")


def _beside_gaps(text: str, name: Name) -> Name:
    """A name without the words before a gap in it, where a picture stood."""
    gaps = list(_GAP.finditer(text, name.start, name.end))
    return replace(name, start=gaps[-1].end()) if gaps else name


_STOP = re.compile(
    r"(?<=[^\W\d]{4})(?<!prof)(?<!capt)(?<!herr)(?<!frau)[.!?]\s|(?<=[^\W\d]{3})(?<!mrs)(?<!rev)(?<!sra)[.!?]\s(?-i:(?=[a-z]))|(?<=\d)[.!?]\s",
    re.I,
)


def _before_stop(text: str, name: Name) -> Name:
    """A name without what stands behind a full stop in it; "Wm. Tate" and "Jo T. Ray" have none."""
    stop = _STOP.search(text, name.start, name.end)
    return replace(name, end=stop.start()) if stop else name


_SECOND_HALF = re.compile(r" (?:y|et|und|e|och|og) [A-Z][\w'-]+")


def _whole(text: str, name: Name) -> Name:
    """A name with what belongs to it: large words beside it, another language's "and" ("Sol y Sombra")."""
    half = _SECOND_HALF.match(text, name.end) if text[name.start].isupper() else None
    start, end = whole_name(text, name.start, half.end() if half else name.end)
    return replace(name, start=start, end=end)


def _is_nobody(words: str) -> bool:
    """Whether words are "us", "the team", or no more than a number."""
    return words in _NOBODY_NAMED or _NUMBER.fullmatch(words) is not None


_NUMBER = re.compile(rf"{WORD_NUMBER}|hundred|thousand|million|grand")
_MONTH = re.compile("january|february|march|april|may|june|july|august", re.I)
_OF_DAY = re.compile(
    r"(?:\b(?:\d{1,2}(?:st|nd|rd|th)?|mid|early|late|in|since|until|till|during|(?:end|rest) of)"
    r"|(?:st|nd|rd|th) of)[ -]$",
    re.I,
)


def _is_date(text: str, name: Name) -> bool:
    """Whether what could be somebody's name is the month of a date ("the second of April")."""
    is_month = _MONTH.fullmatch(text, name.start, name.end) is not None
    return is_month and _OF_DAY.search(text, 0, name.start) is not None


def with_stand_ins(text: str, names: Sequence[Name]) -> str:
    """The text with "Jane" for every person and "Acme" for every organisation named."""
    for name in reversed(names):
        text = text[: name.start] + _STAND_INS[name.slot] + text[name.end :]
    return text


def names_for_training(clauses: Sequence["NamedClause"], *, known: Vocabulary, seed: int) -> list[list[Name]]:
    """The names of each text as a finder sees them that never saw it: as imperfect as they will be in use."""
    halves = [crc32(one.example.text.encode()) % 2 for one in clauses]
    finders = [
        NameFinder.train(
            [one for one, half in zip(clauses, halves, strict=True) if half != own],
            known=known,
            seed=seed,
            passes=PASSES - 1,
        )
        for own in (0, 1)
    ]
    return [finders[half].find_in(one) for one, half in zip(clauses, halves, strict=True)]


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause with its names alone, whatever it asks, described for the finders."""

    example: Example
    lesson: Lesson

    @classmethod
    def of(cls, example: Example, *, known: Vocabulary) -> "NamedClause":
        """The clause of an example."""
        relabelled = _relabelled(example)
        return cls(relabelled, Lesson.of(relabelled, known=known))


def named(example: Example) -> list[Name]:
    """The names an example is known to hold."""
    found = [(tag, _kind(tag, example.intent)) for tag in example.tags]
    own = [Name(kind, tag.start, tag.end) for tag, kind in found if kind]
    return [*own, *(Name(tag.slot, tag.start, tag.end) for tag in example.told)]


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
        tags += [
            replace(tag, start=tag.start + start, end=min(tag.end + start, len(text))) for tag in example.tags
        ]
    return Example(_ANY, text, tuple(tags))
