"""The words of the vocabulary a written word may stand for."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA
from sqlalchemy import Connection

from storage.indexing.statements import ask
from storage.indexing.words import codes_of, is_coded

_MOST = 48
"""Words of the vocabulary one written word may stand for."""


class Expansion:
    """Finds words one and two typos away, asking the database once for each distance."""

    def __init__(self, connection: Connection, words: Sequence[str]) -> None:
        self._connection = connection
        self._words = words
        self._near: dict[str, list[tuple[int, str]]] | None = None

    def within(self, word: str, distance: int) -> list[str]:
        """The words at most `distance` typos away, the nearest first; the word itself is not among them."""
        if distance == 0 or not is_coded(word):
            return []
        if self._near is None:
            self._near = self._all_near()
        return [near for typos, near in self._near[word] if typos <= distance][:_MOST]

    def _all_near(self) -> dict[str, list[tuple[int, str]]]:
        wanted = sorted({code for word in self._words if is_coded(word) for code in codes_of(word)})
        # Word by word: PostgreSQL takes more words for found than are, and a join would read the vocabulary.
        statement = """SELECT (SELECT word FROM search_word WHERE id = found.word_id) FROM
            (SELECT DISTINCT word_id FROM search_code WHERE code IN ({among})) AS found"""
        found = [row[0] for row in ask(self._connection, statement, among=wanted)]
        return {word: _nearest(word, found) for word in self._words}


def _nearest(word: str, found: Sequence[str]) -> list[tuple[int, str]]:
    near = ((OSA.distance(word, other, score_cutoff=2), other) for other in found if other != word)
    return sorted((distance, other) for distance, other in near if distance <= 2)


def joinings(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words with one neighbouring pair as one: `mc donald inn` -> `mcdonald inn`, `mc donaldinn`."""
    return [
        (*words[:index], words[index] + words[index + 1], *words[index + 2 :])
        for index in range(len(words) - 1)
    ]


def one_less(words: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Each word, and the words without it."""
    return [(word, words[:place] + words[place + 1 :]) for place, word in enumerate(words) if len(words) > 1]
