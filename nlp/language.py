"""Which language a text is in; short or mixed texts count as English unless they plainly are not."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT = "en"
_FEWEST_WORDS = 4
_CHARACTERS_READ = 2_000
_FEWEST_LETTERS = 6
_LAST_LATIN = "\u024f"
_LEAST_ENGLISH = 0.01
_LEAST_FOREIGN = 0.3
"""A text is foreign where English has less than the one chance and some language more than the other:
slips and jargon stay above the first, and what little falls below is like no language either."""


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language."""
    words = [word for word in text[:_CHARACTERS_READ].split() if any(map(str.isalpha, word))]
    if len(words) < _FEWEST_WORDS and not _is_in_another_script(words):
        return DEFAULT
    ranked = _identifier().rank(" ".join(words))
    if dict(ranked).get(DEFAULT, 0.0) >= _LEAST_ENGLISH or ranked[0][1] < _LEAST_FOREIGN:
        return DEFAULT
    return str(ranked[0][0])


def _is_in_another_script(words: Sequence[str]) -> bool:
    """Whether there are enough letters that no Latin alphabet has (some scripts put no spaces)."""
    return (
        sum(letter.isalpha() and letter > _LAST_LATIN for word in words for letter in word) >= _FEWEST_LETTERS
    )


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
