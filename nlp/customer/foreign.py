"""Refusals of mail in languages that are not read: only what can hardly mean anything else."""

import re
import unicodedata
from collections.abc import Sequence

from nlp.customer.cues import load_cues
from nlp.customer.text import fold

_SENTENCE = re.compile(r"[^.!?\n。！？؟]+[.!?\n。！？؟]*")
_ASKS = re.compile(r"[?？؟]")
_ENGLISH_WORDS = 2
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})


def refuses_mail(text: str) -> bool:
    """Whether a text refuses mail in a language that is not read, and speaks of nothing besides.

    Who asks something else, or has an order, a bill or a contract to speak of, is answered by a person.
    """
    sentences = _SENTENCE.findall(without_marks(fold(text)))
    if any(load_cues("foreign")["paid"].search(sentence) for sentence in sentences):
        return False
    refusing = _refusing(sentences)
    asked = {
        place
        for place, sentence in enumerate(sentences)
        if _ASKS.search(sentence) and not _speaks_of_an_end(sentence)
    }
    return bool(refusing) and asked <= refusing


def _speaks_of_an_end(sentence: str) -> bool:
    cues = load_cues("foreign")
    return any(cues[key].search(sentence) for key in ("ending", "leaving"))


def _refusing(sentences: Sequence[str]) -> set[int]:
    """The places of the sentences that refuse, or of two that do together: "So many texts! End this"."""
    alone = {place for place, sentence in enumerate(sentences) if _refuses(sentence)}
    if alone:
        return alone
    return {
        place
        for last in range(1, len(sentences))
        if _speaks_of_an_end(sentences[last]) and _refuses(" ".join(sentences[last - 1 : last + 1]))
        for place in (last - 1, last)
    }


def without_marks(text: str) -> str:
    """A text as it is typed in haste, its letters without accents."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", plain).translate(_LETTERS)


def _refuses(sentence: str) -> bool:
    """Whether a sentence refuses mail; who gets none ("ich bekomme keine Mails mehr") has a fault."""
    cues = load_cues("foreign")
    if len(cues["english"].findall(sentence)) >= _ENGLISH_WORDS:
        return False
    if cues["missing"].search(sentence) and not cues["wishing"].search(sentence):
        return False
    return (
        cues["refuses"].search(sentence) is not None
        or cues["unsubscribing"].search(sentence) is not None
        or all(cues[key].search(sentence) for key in ("leaving", "lists"))
        or all(cues[key].search(sentence) for key in ("ending", "messages"))
    )
