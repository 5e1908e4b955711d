"""Fillers for the patterns: names put together at random, phrases from the shipped lists."""

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import yaml

from nlp.errors import TrainingDataError

DATA = Path(__file__).parents[2] / "training" / "rep"
_NUMBERED = 0.07
"""How many firms have a number in their name ("Studio 54", "Seven Hills")."""
_COMMON = 0.12
"""How many have a name of everyday words alone."""
_SMALL = 0.3
"""How many of these are written small even by who writes others large."""
_WHOLE = 0.4
"""How many names are whole ones of the lists, not put together."""
_PERSON_SLOTS = ("contact", "into", "name", "about")


class NamePools:
    """Draws people, companies, deals and colleagues, and phrases by pool name."""

    def __init__(
        self,
        *,
        words: Mapping[str, list[str]],
        phrases: Mapping[str, list[str]],
        whole: Mapping[str, list[str]],
    ) -> None:
        self._words = words
        self._phrases = phrases
        self._whole = whole
        self._makers: dict[str, Callable[[Random], str]] = {
            "first": self._first,
            "person": self._person,
            "name": self._full,
            "user": self._user,
            "owner": self._user,
            "company": self._company,
            "company_other": self._company,
            "deal": self._deal,
            "contact": self._contact,
            "into": self._person,
            "about": self._about,
            "lead": self._about,
            "city": lambda rng: rng.choice(self._words["cities"]),
        }

    @classmethod
    def load(cls, folder: Path = DATA) -> "NamePools":
        """Read the parts names are made of, whole names, and phrases."""
        raw = yaml.safe_load((folder / "names.yaml").read_text(encoding="utf-8"))
        words = {
            key: [word.replace("\\'", "'") for word in shlex.split(value.replace("'", "\\'"))]
            for key, value in raw.items()
        }
        return cls(words=words, phrases=load_phrases(folder), whole=_lists(folder / "names"))

    def draw(self, pool: str, *, slot: str, rng: Random) -> str:
        """A filler for `slot` from `pool` (its own pool where none is named)."""
        if pool == "pronoun":
            return rng.choice(_pronouns(slot))
        for key in (f"{slot}@{pool}", pool or slot):
            if key in self._phrases:
                return rng.choice(self._phrases[key])
            if key in self._makers:
                return self._makers[key](rng)
        raise TrainingDataError(f"There is no pool {pool or slot!r} for the patterns of the training data.")

    def _first(self, rng: Random) -> str:
        return rng.choice(self._words["first_names"])

    def _full(self, rng: Random) -> str:
        if rng.random() < _WHOLE:
            return rng.choice(self._whole["people"])
        return f"{self._first(rng)} {rng.choice(self._words['last_names'])}"

    def _person(self, rng: Random) -> str:
        roll = rng.random()
        if roll < 0.62:
            return self._full(rng)
        if roll < 0.67:
            title = rng.choice(self._words["dotted_titles"])
            return f"{title} {rng.choice(self._words['last_names'])}"
        return self._first(rng)

    def _contact(self, rng: Random) -> str:
        roll = rng.random()
        if roll < 0.78:
            return self._person(rng)
        if roll < 0.9:
            return f"{self._person(rng)} {rng.choice(('at', 'from', 'of'))} {self._company(rng)}"
        return self._company(rng)

    def _user(self, rng: Random) -> str:
        roll = rng.random()
        if roll < 0.8:
            return self._first(rng)
        return f"@{self._first(rng).lower()}" if roll < 0.88 else self._full(rng)

    def _company(self, rng: Random) -> str:
        if rng.random() < _WHOLE:
            return rng.choice(self._whole["firms"])
        name = self._of_common_words(rng) if rng.random() < _COMMON else self._unnumbered(rng)
        if rng.random() >= _NUMBERED:
            return name
        number = rng.choice(self._words["company_numbers"])
        roll = rng.random()
        if roll < 0.6:
            return f"{name} {number}"
        if roll < 0.75:
            return f"{name.split()[0]}{number}"
        return f"{rng.choice(self._words['company_counts'])} {name}"

    def _of_common_words(self, rng: Random) -> str:
        """A name of two to four everyday words ("Second Spoon Pet Care")."""
        first, second = (rng.choice(self._words[key]) for key in ("common_first", "common_second"))
        trade = rng.choice(self._words["common_trades"]) if rng.random() < 0.7 else ""
        opening = f"{first} {second}" if rng.random() < 0.7 else rng.choice((first, second))
        if not trade and rng.random() < 0.4:
            trade = f"{rng.choice(('&', 'and'))} {rng.choice(self._words['common_second'])}"
        name = f"{opening} {trade}".strip()
        return name if rng.random() < _SMALL else name.title().replace(" And ", " and ")

    def _unnumbered(self, rng: Random) -> str:
        roll = rng.random()
        first = rng.choice(self._words["company_first"])
        if roll < 0.3:
            return first
        if roll < 0.66:
            return f"{first} {rng.choice(self._words['company_second'])}"
        if roll < 0.72:
            return f"{rng.choice(self._words['last_names'])} {rng.choice(self._words['company_second'])}"
        if roll < 0.77:
            second = rng.choice(self._words["company_second"])
            return f"{first} {second} {rng.choice(self._words['company_ends'])}"
        if roll < 0.8:
            return f"{first} & {rng.choice(self._words['last_names'])}"
        if roll < 0.86:
            return _invented(rng)
        if roll < 0.9:
            return f"{rng.choice(self._words['company_before'])} {rng.choice((first, _invented(rng)))}"
        return rng.choice(self._words["company_whole"])

    def _deal(self, rng: Random) -> str:
        if rng.random() < _WHOLE / 2:
            return rng.choice(self._whole["deals"])
        company = self._company(rng)
        return f"{company} {rng.choice(self._words['deal_kinds'])}" if rng.random() < 0.25 else company

    def _about(self, rng: Random) -> str:
        return self._company(rng) if rng.random() < 0.5 else self._person(rng)


def load_phrases(folder: Path = DATA) -> dict[str, list[str]]:
    """Fillers by pool: those of `phrases.yaml` with those of the lists in `phrases/`."""
    blocks = yaml.safe_load((folder / "phrases.yaml").read_text(encoding="utf-8"))
    lists = _lists(folder / "phrases")
    return {pool: [*block.strip().split("\n"), *lists.get(pool, ())] for pool, block in blocks.items()}


def _lists(folder: Path) -> dict[str, list[str]]:
    """Each list of a folder by its name, an entry a line."""
    return {path.stem: path.read_text(encoding="utf-8").splitlines() for path in sorted(folder.glob("*.txt"))}


def _pronouns(slot: str) -> tuple[str, ...]:
    return ("him", "her", "them") if slot in _PERSON_SLOTS else ("it", "that", "this one", "this", "that one")


_ONSETS = [
    "b",
    "br",
    "c",
    "cl",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "qu",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "x",
    "z",
]
_NUCLEI = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]
_CODAS = ["n", "r", "l", "s", "x", "m", "t", "nd", "rk", "st", "sk"]


def _invented(rng: Random) -> str:
    """A made-up word, so that unknown words are learnt as names."""
    syllables = [rng.choice(_ONSETS) + rng.choice(_NUCLEI) for _ in range(rng.randint(1, 2))]
    return ("".join(syllables) + rng.choice(_CODAS)).capitalize()
