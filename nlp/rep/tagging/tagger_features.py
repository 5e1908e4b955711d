"""What the tagger sees of each word: combinations of words, their neighbours and the intent, as columns.

All words of a clause are described at once: every feature is a row of views mixed into one number each.
"""

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.rep.learning.looks import LOOKS
from nlp.rep.learning.vocabulary import Vocabulary
from nlp.rep.words.tokens import Token

_BITS = 18
COLUMNS = 1 << _BITS
"""Columns of the tagger's weights; the first stays empty, for what is not said of a word."""
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
        looks = [known.looks.of(token.text, is_first=token.start == 0).numbers for token in tokens]
        self._views = np.zeros((len(_VIEWS) + 1, self._count), dtype=np.uint64)
        for view, numbers in zip(LOOKS, np.array(looks, dtype=np.uint64).T, strict=True):
            if view in _AROUND:
                self._show_around(view, numbers)
            else:
                self._views[_PLACES[view]] = numbers
        self._views[_PLACES["first"]] = looks[0][LOOKS.index("here")]
        self._show("place", ["first", *["later"] * (self._count - 1)])
        self._show("place4", [str(min(index, 4)) for index in range(self._count)])
        self._show_of_all("always", "")
        self._show_of_all("intent", intent)
        self._show_of_all("family", _family(intent))
        self._show_around("name", _numbers(names))
        self._show("nth", _counted(names))
        self.is_near_name = np.array(_near(names))

    def still_columns(self) -> NDArray[np.int64]:
        """Columns of what is true of each word whatever its predecessor was tagged; 0 for nothing."""
        return _columns(_STILL_TABLE, self._views, self.is_near_name)

    def columns_after(self, tags: Sequence[str]) -> NDArray[np.int64]:
        """The moving columns of every word after each of these tags: tag x word x column."""
        views = np.tile(self._views, len(tags))
        views[_PLACES["before"]] = np.repeat([crc32(tag.encode()) for tag in tags], self._count)
        found = _columns(_MOVING_TABLE, views, np.tile(self.is_near_name, len(tags)))
        return found.reshape(len(tags), self._count, -1)

    def views_after(self, tags: Sequence[str]) -> NDArray[np.uint64]:
        """All views of each word, where its predecessor has one of these tags: view x word."""
        views = self._views.copy()
        views[_PLACES["before"]] = _numbers(tags)
        return views

    def _show(self, view: str, values: Sequence[str]) -> None:
        self._views[_PLACES[view]] = _numbers(values)

    def _show_of_all(self, view: str, value: str) -> None:
        self._views[_PLACES[view]] = crc32(value.encode())

    def _show_around(self, name: str, numbers: Sequence[int] | NDArray[np.uint64]) -> None:
        """A view of each word and of its neighbours, as far as a feature asks for them."""
        framed = np.zeros(self._count + 2 * _REACH, dtype=np.uint64)
        framed[_REACH : _REACH + self._count] = numbers
        for step, place in _AROUND[name]:
            self._views[place] = framed[_REACH + step : _REACH + step + self._count]


def columns_of(clauses: Sequence[Described], before: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    """All columns of the words of many clauses, where every predecessor's tag is known; 0 for nothing."""
    views = np.hstack([clause.views_after(tags) for clause, tags in zip(clauses, before, strict=True)])
    is_near_name = np.concatenate([clause.is_near_name for clause in clauses])
    return np.hstack([_columns(table, views, is_near_name) for table in (_STILL_TABLE, _MOVING_TABLE)])


def _columns(table: _Table, views: NDArray[np.uint64], is_near_name: NDArray[np.bool_]) -> NDArray[np.int64]:
    mixed = np.repeat(table.salts, views.shape[1], axis=1) * _GOLDEN
    for place in range(_MOST_VIEWS):
        mixed = (mixed ^ views[table.places[:, place]]) * _GOLDEN
        mixed ^= mixed >> np.uint64(29)
    found = (mixed * _GOLDEN >> _SHIFT).astype(np.int64)
    found[table.names_from :, ~is_near_name] = 0
    return found.T


def _numbers(values: Sequence[str]) -> list[int]:
    return [crc32(value.encode()) for value in values]


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
