"""Words that are hardly names, and names that are known; counted in the training data, kept by the model."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from zlib import crc32

import yaml

from nlp.rep.learning.corpus import load_patterns, written_patterns
from nlp.rep.learning.looks import Looks
from nlp.rep.learning.patterns import literal_words
from nlp.rep.learning.pools import DATA, load_phrases
from nlp.rep.words.spelling import Speller
from nlp.rep.words.tokens import TIME_WORDS, tokenize

_TELLING_FROM = 3
_SHORTEST_SPARED = 5
"""Shorter names are likelier slips: "mani", "grba"."""
_KNOWN_OF_TEN = 6
"""How many in ten of the names the examples use are known: about as many as of the names people use."""
_SPARED = ("first_names", "last_names", "company_first", "company_second", "cities")
_ADDRESS = re.compile(r"\S*[@.]\S*\w")


@dataclass(frozen=True)
class Vocabulary:
    """Words that are hardly names: telling ones of the patterns, everyday ones that only say "no name".

    `first_names` and `last_names` are names people are known to have, some of those the examples use and many
    they never use; `other_names` are only spared by the speller ("Marsh" is no slip of "March"). `common` are
    words of general English, many names among them. `shorthand` says what "msg" stands for.
    `meant` are the words a slip may have been: those of the patterns themselves.
    """

    telling: frozenset[str]
    everyday: frozenset[str]
    first_names: frozenset[str]
    last_names: frozenset[str]
    common: frozenset[str]
    other_names: frozenset[str]
    shorthand: tuple[tuple[str, str], ...]
    meant: frozenset[str]

    @cached_property
    def speller(self) -> Speller:
        """Sets slips of telling words and of days and months right."""
        names = (name for name in self.first_names | self.last_names if len(name) >= _SHORTEST_SPARED)
        spared = self.everyday.union(self.other_names, names)
        return Speller(self.meant | TIME_WORDS, spared=spared, shorthand=dict(self.shorthand))

    @cached_property
    def looks(self) -> Looks:
        """How words look to who knows these."""
        sorts = {"g": self.first_names, "s": self.last_names, "c": self.common}
        return Looks(telling=self.telling, everyday=self.everyday, sorts=sorts, speller=self.speller)

    def save(self, path: Path) -> None:
        """Write as JSON, words in order."""
        said = {field.name: sorted(getattr(self, field.name)) for field in fields(self)}
        path.write_text(json.dumps(said), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read what `save` wrote."""
        said = json.loads(path.read_text(encoding="utf-8"))
        shorthand = tuple((short, word) for short, word in said.pop("shorthand"))
        return cls(**{name: frozenset(words) for name, words in said.items()}, shorthand=shorthand)


def load_vocabulary(folder: Path = DATA, *, common: frozenset[str] = frozenset()) -> Vocabulary:
    """Count the words of the patterns and of the phrases that are no names."""
    said = [literal_words(pattern.text) for pattern in (*load_patterns(folder), *written_patterns(folder))]
    meant = _often(said)
    for lines in load_phrases(folder).values():
        said += [_without_names(literal_words(line)) for line in lines]
    noise = yaml.safe_load((folder / "noise.yaml").read_text(encoding="utf-8"))
    everyday = yaml.safe_load((folder / "everyday.yaml").read_text(encoding="utf-8"))
    said += [
        everyday["words"],
        noise["verbs"],
        *noise["openers"],
        *noise["mild"],
        *noise["closers"],
        *noise["short"].values(),
    ]
    counts = Counter(token.lower for text in said for token in tokenize(text))
    names = yaml.safe_load((folder / "names.yaml").read_text(encoding="utf-8"))
    more = names["more_first_names"].lower().split()
    return Vocabulary(
        telling=frozenset(word for word, count in counts.items() if count >= _TELLING_FROM),
        meant=meant,
        everyday=frozenset(counts),
        first_names=_known_names(folder, "given", used=names["first_names"]).union(more),
        last_names=_known_names(folder, "surnames", used=names["last_names"]),
        common=common,
        shorthand=tuple(sorted(noise["shorthand"].items())),
        other_names=frozenset(word for key in _SPARED for word in re.findall(r"[a-z]+", names[key].lower())),
    )


def _known_names(folder: Path, kind: str, *, used: str) -> frozenset[str]:
    """Names of the list of a kind, but for some of those that the examples use."""
    listed = (folder / "known_names" / f"{kind}.txt").read_text(encoding="utf-8").split()
    words = set(re.findall(r"[^\W\d_]+", used.lower()))
    unknown = {word for word in words if crc32(word.encode()) % 10 >= _KNOWN_OF_TEN}
    return frozenset(listed).union(words) - unknown


def firm_words(folder: Path = DATA) -> frozenset[str]:
    """Words that stand last in a firm's name ("labs"), in lower case."""
    names = yaml.safe_load((folder / "names.yaml").read_text(encoding="utf-8"))
    kinds = f"{names['company_second']} {names['company_ends']} {names['deal_kinds']}"
    return frozenset(re.findall(r"[\w-]+", kinds.lower()))


def _often(said: Sequence[str]) -> frozenset[str]:
    counts = Counter(token.lower for text in said for token in tokenize(text))
    return frozenset(word for word, count in counts.items() if count >= _TELLING_FROM)


def _without_names(phrase: str) -> str:
    """The words of a phrase that are neither part of an address nor written large."""
    words = _ADDRESS.sub(" ", phrase).split()
    return " ".join(word for word in words if not word[0].isupper())
