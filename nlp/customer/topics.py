"""Marks for the kinds of words in a text, given to the classifiers beside the words themselves."""

import re
from functools import lru_cache

from nlp.customer.cues import load_words

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|2fa|w-9|1099")
_FORMS = (
    ("link", re.compile(r"https?://|www\.|\b\w+\.(?:example|com|net|org)/")),
    ("address", re.compile(r"\S+@\S+\.\w+")),
    (
        "money",
        re.compile(r"[$€£₹]\s?\d|\b\d[\d.,]*\s?(?:usd|eur|gbp|dollars?|euros?|pounds?|quid|bucks|k)\b"),
    ),
    ("hour", re.compile(r"\b\d{1,2}(?::\d{2})?\s?(?:am|pm)\b|\b\d{1,2}:\d{2}\b")),
    ("identifier", re.compile(r"#\s?\d|\b(?=\w*\d)[a-z]*\d[\w-]{3,}\b")),
    ("digits", re.compile(r"\d")),
    ("asks", re.compile(r"\?")),
    ("shouts", re.compile(r"!")),
)
_MARK = "zz"
_MARKED = re.compile(rf"\s+{_MARK}\w+")


def mark(text: str) -> str:
    """The text with a mark for each kind of word in it: "... zzfailure zzdevice"."""
    lower = text.lower().replace("’", "'")
    found = {kind for word in _WORD.findall(lower) for kind in _kinds_of(word)}
    found |= {name for name, form in _FORMS if form.search(lower)}
    return " ".join([text, *(f"{_MARK}{kind}" for kind in sorted(found))])


def unmark(text: str) -> str:
    """What `mark` was given."""
    return _MARKED.sub("", text)


@lru_cache(maxsize=4_096)
def _kinds_of(word: str) -> tuple[str, ...]:
    return (*_kinds().get(word, ()), *_by_stem(word))


@lru_cache(maxsize=1)
def _kinds() -> dict[str, tuple[str, ...]]:
    """Every word known whole, with its kinds."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in load_words("topics").items():
        for word in words:
            found[word.rstrip("$")] = (*found.get(word.rstrip("$"), ()), kind)
    return found


@lru_cache(maxsize=1)
def _stems() -> dict[str, tuple[str, ...]]:
    """Every word known by its beginning, with its kinds."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in load_words("topics").items():
        for word in words:
            if not word.endswith("$"):
                found[word] = (*found.get(word, ()), kind)
    return found


_SHORTEST_STEM = 4


def _by_stem(word: str) -> tuple[str, ...]:
    stems = _stems()
    for length in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
        if len(word) - length > 3:
            break
        kinds = stems.get(word[:length])
        if kinds:
            return kinds
    return ()
