"""Names as words: folded, with the codes under which a misspelt word is found again."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, pairwise
from zlib import crc32

MOST_WORDS = 12
"""Words of a name beyond these are not searched for."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’`´")
_OTHER_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_CODED_LETTERS = 7
"""Typos are looked for in a word's first letters; the rest is compared afterwards."""
_LONG_ENOUGH_FOR_TWO = 5
_SHORTEST_CODED = 3
_LONGEST_CODED = 40
_LONGEST = 60

LEGAL_FORMS = frozenset(
    """ab ag as asa bv co company corp corporation gmbh inc incorporated kft kg limited llc llp ltd nv oy
    oyj plc pty pvt sa sarl sas se spa srl the""".split()  # noqa: SIM905
)
"""Words of a company's name people leave out."""


def fold(text: str) -> str:
    """Lower case, no accents nor apostrophes, single spaces: `Société Léa & Co` -> `societe lea co`."""
    lowered = text.lower().translate(_OTHER_LETTERS).translate(_APOSTROPHES)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return " ".join(word[:_LONGEST] for word in _WORD.findall(plain))


@dataclass(frozen=True)
class Name:
    """A name or a query, folded."""

    folded: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in order."""
        return tuple(self.folded.split()[:MOST_WORDS])

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Its words without legal forms; all of them where nothing else is left."""
        return tuple(word for word in self.words if word not in LEGAL_FORMS) or self.words

    @cached_property
    def joined(self) -> str:
        """Its core without spaces."""
        return "".join(self.core)


@lru_cache(maxsize=4096)
def named(text: str) -> Name:
    """`text` as a folded name."""
    return Name(fold(text))


def terms_of(folded: str) -> list[str]:
    """What a name is found by: its words, neighbours as one, initials (`0j`), all initials (`1jd`)."""
    name = Name(folded)
    words = name.words
    joined = [left + right for left, right in pairwise(words)]
    initials = {f"0{word[0]}" for word in words}
    whole = [f"1{initials_of(name.core)}"] if len(name.core) > 1 else []
    return list(dict.fromkeys([*words, *joined, *sorted(initials), *whole]))


def initials_of(words: tuple[str, ...]) -> str:
    """`international business machines` -> `ibm`."""
    return "".join(word[0] for word in words)


def is_coded(word: str) -> bool:
    """Whether a word can be found misspelt: numbers and very short words cannot."""
    return _SHORTEST_CODED <= len(word) <= _LONGEST_CODED and not word.isdigit()


def codes_of(word: str) -> set[int]:
    """Codes two words share when few edits lie between them.

    Symmetric deletion: leaving out up to two letters (one of a short word) on both sides makes words equal
    that are up to that many insertions, deletions, replacements or swaps apart.
    """
    start = word[:_CODED_LETTERS]
    most = 2 if len(word) >= _LONG_ENOUGH_FOR_TWO else 1
    kept = {start}
    for left_out in range(1, min(most, len(start) - 1) + 1):
        kept.update("".join(part) for part in combinations(start, len(start) - left_out))
    return {_code(one) for one in kept}


def _code(text: str) -> int:
    # Signed, to fit PostgreSQL's integer. A collision costs a comparison and nothing else.
    return crc32(text.encode()) - 2**31
