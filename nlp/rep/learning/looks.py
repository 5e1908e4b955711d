"""What a word looks like wherever it stands: worked out once for each word that comes again and again."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from nlp.rep.words.spelling import Speller
from nlp.rep.words.tokens import shape, word_class

LOOKS = ("here", "word", "sort", "shape", "ending", "opening", "strange")
"""The sides of a word, in the order of `Look.numbers`; `here` is its kind."""
_STRANGE = "<name>"
_MOST_KEPT = 32_768


class Look(NamedTuple):
    """A word as the tagger sees it, by itself."""

    kind: str
    """The word where it tells something (or was meant to), else what sort of word it is."""
    numbers: tuple[int, ...]
    """A number for each of `LOOKS`."""

    @property
    def is_strange(self) -> bool:
        """Whether it is unknown and no slip of a known word: likely a name."""
        return self.kind == _STRANGE


class Looks:
    """Looks at words by the words known; `sorts` are kinds of known words, each with its letter."""

    def __init__(
        self,
        *,
        telling: Collection[str],
        everyday: Collection[str],
        sorts: Mapping[str, Collection[str]],
        speller: Speller,
    ) -> None:
        self._telling = telling
        self._everyday = everyday
        self._sorts = sorts
        self._speller = speller
        self._of = lru_cache(_MOST_KEPT)(self._look)

    def of(self, text: str, *, is_first: bool) -> Look:
        """The look of a word as it was typed, first of its clause or not."""
        return self._of(text, is_first or text.islower() or text.isupper())

    def _look(self, text: str, may_be_slip: bool) -> Look:
        word = text.lower()
        kind = self._kind(word, may_be_slip)
        sort = "".join(letter for letter, words in self._sorts.items() if word in words)
        sides = (kind, word, sort, shape(text), word[-3:], word[:3], str(kind == _STRANGE))
        return Look(kind, tuple(crc32(side.encode()) for side in sides))

    def _kind(self, word: str, may_be_slip: bool) -> str:
        if found := word_class(word):
            return found
        if word in self._telling:
            return word
        meant = self._speller.meant(word) if may_be_slip else None
        if meant:
            return word_class(meant) or meant
        return "<word>" if word in self._everyday or len(word) == 1 else _STRANGE
