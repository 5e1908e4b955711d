"""What each word may be: the lexicon, the literal words of the grammar and the zones, in one table."""

from collections.abc import Iterable

from nlp.times.chart import Leaf
from nlp.times.slips import corrected
from nlp.times.words import LEXICON, SYNONYMS
from nlp.times.zones import ALONE, ZONE_WORDS


class Vocabulary:
    """The readings of words, worked out once for all words the grammar knows."""

    def __init__(self, literals: Iterable[str]) -> None:
        self._literals = frozenset(literals)
        known = (*LEXICON, *SYNONYMS, *ZONE_WORDS, *self._literals)
        self._readings = {word: self._read(SYNONYMS.get(word, word)) for word in known}

    def readings(self, word: str) -> tuple[Leaf, ...]:
        """The kinds a lower-case word may be; with a possessive or one slip those of its stem."""
        found = self._readings.get(word)
        if word[-2:] in ("'s", "’s"):
            return (*(found or ()), *self.readings(word[:-2]))
        if found is not None:
            return found
        name = corrected(word)
        return self._readings[name] if name else ()

    def _read(self, word: str) -> tuple[Leaf, ...]:
        literal = ((word, None),) if word in self._literals else ()
        zone: tuple[Leaf, ...] = ()
        if word in ZONE_WORDS:
            zone = tuple((kind, ZONE_WORDS[word]) for kind in ("ZONE", "ZONEALONE")[: 1 + (word in ALONE)])
        return (*zone, *literal, *LEXICON.get(word, ()))
