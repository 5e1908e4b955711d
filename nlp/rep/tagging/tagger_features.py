"""What the tagger sees of each word: combinations of words, their neighbours and the intent, as columns.

All words of a clause are described at once: every feature is a row of views mixed into one number each.
"""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.rep.learning.vocabulary import Vocabulary
from nlp.rep.words.tokens import Token, shape, word_class

_BITS = 18
COLUMNS = 1 << _BITS
"""Columns of the tagger's weights; the first stays empty, for what is not said of a word."""
STRANGE = "<name>"
_REACH = 3
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - _BITS)

_STILL = (
    *("always", "word", "intent here", "intent left", "intent right", "intent left2", "intent right2"),
    *("intent left3", "intent right3", "intent left2 left", "intent right right2", "intent left here right"),
    *("family left here", "family here right", "word-1 word", "word word+1", "intent shape", "left shape"),
    *("ending strange", "opening strange", "sort sort-1 strange", "intent sort sort-1", "here sort+1"),
    *("sort-1 sort sort+1", "intent left sort sort+1", "intent sort sort+1 right2"),
    *("intent here place right", "intent first here", "intent first place4 here", "intent"),
)
_STILL_OF_NAMES = ("intent name right", "intent name name+1 name-1", "intent name nth")
_MOVING = (
    *("before", "intent before", "before here", "intent before here", "intent before right"),
    *("intent before left", "before shape", "intent left2 left before", "intent left here before"),
    *("intent here right before", "sort sort-1 before strange", "intent sort sort-1 before"),
)
_MOVING_OF_NAMES = ("name before", "intent name before", "intent name before left")
_VIEWS = tuple(
    dict.fromkeys(
        view
        for table in (_STILL, _STILL_OF_NAMES, _MOVING, _MOVING_OF_NAMES)
        for f in table
        for view in f.split()
    )
)
_MOST_VIEWS = 4
_PLACES = {view: place for place, view in enumerate(_VIEWS)}


def _neighbour(name: str, step: int) -> str:
    if name == "here" and step:
        side = "left" if step < 0 else "right"
        return f"{side}{abs(step)}" if abs(step) > 1 else side
    return f"{name}{step:+d}" if step else name


_AROUND = {
    name: [
        (step, _PLACES[view])
        for step in range(-_REACH, _REACH + 1)
        if (view := _neighbour(name, step)) in _PLACES
    ]
    for name in ("here", "word", "sort", "name")
}
"""How far from a word, and where among the views, each neighbour it is described by stands."""


class _Table:
    """Features as rows of views: their places in `_VIEWS`, filled up with one that says nothing."""

    def __init__(self, features: Sequence[str], *, of_names: Sequence[str]) -> None:
        rows = [[_VIEWS.index(view) for view in one.split()] for one in (*features, *of_names)]
        self.places = np.array([row + [len(_VIEWS)] * (_MOST_VIEWS - len(row)) for row in rows])
        self.salts = np.array([[crc32(one.encode())] for one in (*features, *of_names)], dtype=np.uint64)
        self.names_from = len(features)


_STILL_TABLE = _Table(_STILL, of_names=_STILL_OF_NAMES)
_MOVING_TABLE = _Table(_MOVING, of_names=_MOVING_OF_NAMES)


class Described:
    """The words of a clause, prepared once for all their features; `names` says what each word names."""

    def __init__(
        self, tokens: Sequence[Token], *, intent: str, known: Vocabulary, names: Sequence[str]
    ) -> None:
        self._count = len(tokens)
        words = [token.lower for token in tokens]
        kinds = [kind(token.text, known, is_first=token.start == 0) for token in tokens]
        self._views = np.zeros((len(_VIEWS) + 1, self._count), dtype=np.uint64)
        self._show_around("here", kinds)
        self._show_around("word", words)
        self._show_around("sort", [_sort(word, known) for word in words])
        self._show("shape", [shape(token.text) for token in tokens])
        self._show("ending", [word[-3:] for word in words])
        self._show("opening", [word[:3] for word in words])
        self._show("strange", [str(one == STRANGE) for one in kinds])
        self._show("place", ["first", *["later"] * (self._count - 1)])
        self._show("place4", [str(min(index, 4)) for index in range(self._count)])
        self._show_of_all("always", "")
        self._show_of_all("first", kinds[0])
        self._show_of_all("intent", intent)
        self._show_of_all("family", _family(intent))
        self._show_around("name", names)
        self._show("nth", _counted(names))
        self._is_near_name = np.array(_near(names))

    def still_columns(self) -> NDArray[np.int64]:
        """Columns of what is true of each word whatever its predecessor was tagged; 0 for nothing."""
        return self._columns(_STILL_TABLE, self._views, self._is_near_name)

    def moving_columns(self, before: Sequence[str]) -> NDArray[np.int64]:
        """Columns of what depends on the tag of each word's predecessor."""
        self._show("before", before)
        return self._columns(_MOVING_TABLE, self._views, self._is_near_name)

    def columns_after(self, tags: Sequence[str]) -> NDArray[np.int64]:
        """The moving columns of every word after each of these tags: tag x word x column."""
        views = np.tile(self._views, len(tags))
        views[_PLACES["before"]] = np.repeat([crc32(tag.encode()) for tag in tags], self._count)
        found = self._columns(_MOVING_TABLE, views, np.tile(self._is_near_name, len(tags)))
        return found.reshape(len(tags), self._count, -1)

    def columns(self, before: Sequence[str]) -> NDArray[np.int64]:
        """All columns, where every predecessor's tag is known."""
        return np.hstack([self.still_columns(), self.moving_columns(before)])

    @staticmethod
    def _columns(
        table: _Table, views: NDArray[np.uint64], is_near_name: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        mixed = np.repeat(table.salts, views.shape[1], axis=1) * _GOLDEN
        for place in range(_MOST_VIEWS):
            mixed = (mixed ^ views[table.places[:, place]]) * _GOLDEN
            mixed ^= mixed >> np.uint64(29)
        found = (mixed * _GOLDEN >> _SHIFT).astype(np.int64)
        found[table.names_from :, ~is_near_name] = 0
        return found.T

    def _show(self, view: str, values: Sequence[str]) -> None:
        self._views[_PLACES[view]] = [crc32(value.encode()) for value in values]

    def _show_of_all(self, view: str, value: str) -> None:
        self._views[_PLACES[view]] = crc32(value.encode())

    def _show_around(self, name: str, values: Sequence[str]) -> None:
        """A view of each word and of its neighbours, as far as a feature asks for them."""
        framed = np.zeros(self._count + 2 * _REACH, dtype=np.uint64)
        framed[_REACH : _REACH + self._count] = [crc32(value.encode()) for value in values]
        for step, place in _AROUND[name]:
            self._views[place] = framed[_REACH + step : _REACH + step + self._count]


def kind(text: str, known: Vocabulary, *, is_first: bool) -> str:
    """The word where it tells something (or was meant to), else what sort of word it is."""
    word = text.lower()
    if found := word_class(word):
        return found
    if word in known.telling:
        return word
    meant = known.speller.meant(word) if is_first or text.islower() or text.isupper() else None
    if meant:
        return word_class(meant) or meant
    return "<word>" if word in known.everyday or len(word) == 1 else STRANGE


def _sort(word: str, known: Vocabulary) -> str:
    """Whether a word is known as a given name, as a surname, as a word of general English."""
    kinds = (("g", known.first_names), ("s", known.last_names), ("c", known.common))
    return "".join(letter for letter, words in kinds if word in words)


def _family(intent: str) -> str:
    return intent.split(".", 1)[0]


def _counted(names: Sequence[str]) -> list[str]:
    """How many names begin up to each word."""
    counted: list[str] = []
    begun = 0
    for own, after in pairwise(["", *names]):
        begun += bool(after) and after != own
        counted.append(str(begun))
    return counted


def _near(names: Sequence[str]) -> list[bool]:
    framed = ["", *names, ""]
    return [any(framed[index : index + 3]) for index in range(len(names))]
