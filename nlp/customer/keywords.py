"""The words carriers prescribe (STOP, START, HELP) when they are the whole message."""

import re
import unicodedata

from rapidfuzz.distance import OSA

from nlp.customer.cues import load_words

_INTENTS = ("opt_out", "opt_in", "help.request")
_FUZZY_FROM = 6
_TWO_SLIPS_FROM = 9
_MOST_WORDS = 4
_MOST_CHARACTERS = 60


def read_keyword(text: str) -> str | None:
    """The intent of a message that is a carrier's keyword and nothing else, or None.

    Case, spacing ("S T O P"), punctuation, quotes and slips of the finger do not matter.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    plain = unicodedata.normalize("NFKD", text)
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)).lower())
    if not words:
        return None
    intent = _known("".join(words))
    if intent is not None or len(words) > _MOST_WORDS:
        return intent
    return _opt(words) or _with_fillers(words)


def is_gibberish(text: str) -> bool:
    """Whether a short text is but keys hit at random ("mnbvc ;;l"); an abbreviation in capitals is not."""
    words = _LATIN.findall(text)
    long = [word for word in words if len(word) >= _SPOKEN_FROM]
    return len(text) <= _MOST_CHARACTERS and bool(long) and all(map(_UNSPEAKABLE.fullmatch, long))


_LATIN = re.compile(r"[A-Za-z]+")
_SPOKEN_FROM = 4
_UNSPEAKABLE = re.compile(r"(?!https?$|www$)(?:[b-df-hj-np-tv-xz]{5,}|\w*[b-df-hj-np-tv-xz]{6,}\w*)")


_NODS = (
    ("reply.accept", frozenset("👍👌✅✔🆗🙆💯☑")),
    ("reply.decline", frozenset("👎❌🚫🙅")),
    ("thanks", frozenset("🙏❤💙💚💛🧡💜🥰😍🤗💐")),
)


def read_nod(text: str) -> str | None:
    """What a message of signs alone says: yes, no, thanks, or nothing in particular ("other")."""
    if any(character.isalnum() for character in text):
        return None
    return next(
        (intent for intent, signs in _NODS if signs & set(text)), "other" if _SIGN.search(text) else None
    )


_SIGN = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")


def _opt(words: list[str]) -> str | None:
    """Read "opt out", "OPT IN please"."""
    fillers = load_words("keywords")["fillers"]
    if len(words) >= 2 and words[0] == "opt" and words[1] in ("out", "in") and set(words[2:]) <= fillers:
        return f"opt_{words[1]}"
    return None


def _with_fillers(words: list[str]) -> str | None:
    """Read "STOP texts", "help info": keywords of one kind, and words that change nothing."""
    fillers = load_words("keywords")["fillers"]
    kinds = {word: _known(word) for word in words}
    found = {kind for kind in kinds.values() if kind is not None}
    if len(found) != 1 or any(kind is None and word not in fillers for word, kind in kinds.items()):
        return None
    if {"cancel", "end", "remove"} & set(words) and {"it", "this", "everything", "all", "me"} & set(words):
        return None
    return found.pop()


def _known(word: str) -> str | None:
    words = load_words("keywords")
    for intent in _INTENTS:
        if word in words[intent]:
            return intent
    if len(word) >= _FUZZY_FROM:
        for intent in ("opt_out", "opt_in"):
            if any(OSA.distance(word, target) <= _slips_in(target) for target in words[f"fuzzy_{intent}"]):
                return intent
    squeezed = re.sub(r"(.)\1+", r"\1", word)
    return _known(squeezed) if squeezed != word else None


def _slips_in(target: str) -> int:
    return 2 if len(target) >= _TWO_SLIPS_FROM else 1
