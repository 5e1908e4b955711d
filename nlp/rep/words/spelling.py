"""Slips of the keyboard and shorthand set right, for reading only: a message is kept as it was typed."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

_SHORTEST = 5
_SHORTEST_SWAPPED = 4
_WORD = re.compile(r"(?<![\w@#.'-])[^\W_]+(?![\w@'-])")
_WITH = re.compile(r"(?<!\w)w/ ?(?!o\b)", re.I)
_UNITS = (
    r"(?:weeks?|wks?|days?|hours?|hrs?|months?|minutes?|mins?|deals|tickets|things|leads|tasks|calls|emails"
    r"|more|new|of|or|and|k|grand|mil|million|people|units|am|pm|percent)\b"
)
_DIGITS = tuple(
    (re.compile(rf"(?<=[a-z]) {digit} (?=(?!{_UNITS})[a-z@])"), f" {word} ")
    for digit, word in ((2, "to"), (4, "for"))
)


class Speller:
    """Knows words that tell what is asked; an unknown word one slip away from one of them is that word.

    A slip is a letter left out, put in or changed, or two swapped; the first letter is always right. Of words
    of four letters only two swapped are a slip ("mvoe"): with another letter, too many are words themselves.
    Without vowels, it is the one word known that leaves the same ("prpsl"). `shorthand` are words people cut
    down ("msg"), with what they stand for.
    """

    def __init__(
        self, words: Iterable[str], *, spared: Collection[str], shorthand: Mapping[str, str]
    ) -> None:
        known = sorted(word for word in words if len(word) >= _SHORTEST_SWAPPED and word.isalpha())
        self._spared = frozenset(spared).union(known)
        self._shorthand = dict(shorthand)
        self._near: dict[str, list[str]] = {}
        for word in known:
            for form in (word, *_one_short(word)):
                self._near.setdefault(form, []).append(word)
        bones: dict[str, list[str]] = {}
        for word in known:
            bones.setdefault(_bones(word), []).append(word)
        self._bones = {form: words[0] for form, words in bones.items() if len(words) == 1}

    def meant(self, word: str) -> str | None:
        """What a lower-case word was meant to be; None where it is known, or like nothing known."""
        if word in self._shorthand:
            return self._shorthand[word]
        if len(word) < _SHORTEST_SWAPPED or word in self._spared or not word.isalpha():
            return None
        if word == _bones(word) and word in self._bones:
            return self._bones[word]
        near = {other for form in (word, *_one_short(word)) for other in self._near.get(form, ())}
        alike = [other for other in near if _is_slip(word, other)]
        return min(alike, key=lambda other: (abs(len(other) - len(word)), other), default=None)

    def mended(self, text: str) -> str:
        """The text with every slip set right; words that start large within it are taken for names."""
        text = _WORD.sub(self._replaced, _WITH.sub("with ", text))
        for digit, word in _DIGITS:
            text = digit.sub(word, text)
        return text

    def _replaced(self, match: re.Match[str]) -> str:
        word = match[0]
        is_name = word[0].isupper() and match.start() > 0 and not word.isupper()
        return word if is_name else self.meant(word.lower()) or word


def _is_slip(word: str, other: str) -> bool:
    if word[0] != other[0] or OSA.distance(word, other) != 1:
        return False
    return min(len(word), len(other)) >= _SHORTEST or sorted(word) == sorted(other)


def _bones(word: str) -> str:
    """A word without the vowels after its first letter: what thumbs leave of it ("prpsl")."""
    return word[:1] + _VOWELS.sub("", word[1:])


_VOWELS = re.compile(r"[aeiou]")


def _one_short(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
