"""Refusals of mail in languages that are not read: only what can hardly mean anything else."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from nlp.customer.cues import load_vocabularies
from nlp.customer.text import fold

_SENTENCE = re.compile(r"[^.!?\n。！？؟]+[.!?\n。！？؟]*")
_ASKS = re.compile(r"[?？؟]")
_ENGLISH_WORDS = 2
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
_NOTHING = re.compile(r"(?!)")

Vocabulary = Mapping[str, re.Pattern[str]]
"""The words of one language by what they speak of."""


def refuses_mail(text: str) -> bool:
    """Whether a text refuses mail in a language that is not read, and speaks of nothing besides.

    Who asks something else, or has an order, a bill or a contract to speak of, is answered by a person.
    """
    plain = without_marks(fold(text))
    return any(_refuses_in(one, plain) for one in _vocabularies())


def _refuses_in(vocabulary: Vocabulary, text: str) -> bool:
    if not _may_refuse(vocabulary, text) or vocabulary["besides"].search(text):
        return False
    sentences = _SENTENCE.findall(text)
    refusing = _refusing(vocabulary, sentences)
    asked = {
        place
        for place, sentence in enumerate(sentences)
        if _ASKS.search(sentence) and not _speaks_of_an_end(vocabulary, sentence)
    }
    return bool(refusing) and asked <= refusing


def _refusing(vocabulary: Vocabulary, sentences: Sequence[str]) -> set[int]:
    """The places of the sentences that refuse, or of two that do together: "So many texts! End this"."""
    alone = {place for place, sentence in enumerate(sentences) if _refuses(vocabulary, sentence)}
    if alone:
        return alone
    return {
        place
        for last in range(1, len(sentences))
        if _speaks_of_an_end(vocabulary, sentences[last])
        and _refuses(vocabulary, " ".join(sentences[last - 1 : last + 1]))
        for place in (last - 1, last)
    }


def _refuses(vocabulary: Vocabulary, sentence: str) -> bool:
    """Whether a sentence refuses mail; who gets none ("ich bekomme keine Mails mehr") has a fault."""
    if len(_english().findall(sentence)) >= _ENGLISH_WORDS:
        return False
    if vocabulary["missing"].search(sentence) and not vocabulary["wishing"].search(sentence):
        return False
    return _may_refuse(vocabulary, sentence)


def _may_refuse(vocabulary: Vocabulary, text: str) -> bool:
    return (
        vocabulary["refusing"].search(text) is not None
        or all(vocabulary[key].search(text) for key in ("leaving", "lists"))
        or all(vocabulary[key].search(text) for key in ("ending", "messages"))
    )


def _speaks_of_an_end(vocabulary: Vocabulary, sentence: str) -> bool:
    return any(vocabulary[key].search(sentence) for key in ("ending", "leaving"))


def without_marks(text: str) -> str:
    """A text as it is typed in haste, its letters without accents."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", plain).translate(_LETTERS)


@lru_cache(maxsize=1)
def _vocabularies() -> tuple[Vocabulary, ...]:
    """A vocabulary for every language, each with the words that all have in common."""
    words = load_vocabularies("foreign")
    keys = {key for one in words.values() for key in one}
    return tuple(
        {key: _pattern([*words["all"].get(key, ()), *words[language].get(key, ())]) for key in keys}
        for language in words
        if language not in ("all", "english")
    )


@lru_cache(maxsize=1)
def _english() -> re.Pattern[str]:
    return _pattern(load_vocabularies("foreign")["english"]["words"])


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Matches any of these words; a `*` stands for any letters."""
    if not words:
        return _NOTHING
    return re.compile("|".join(_matching(without_marks(word)) for word in words))


def _matching(word: str) -> str:
    start = "" if word.startswith("*") else r"\b"
    end = "" if word.endswith("*") else r"\b"
    return start + re.escape(word.strip("*")).replace(r"\*", r"\w*") + end
