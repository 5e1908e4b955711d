"""How a record, a colleague or a label was named, as the contract wants it."""

import re

CONTEXT = "@context"
ME, ALL = "@me", "@all"

_EDGES = " \t\n.,;:!?\"'()[]*_"
_ARTICLE = re.compile(r"^(?:the|teh|a|an|my|our|his|her|their|your|that|this|those|these|all)\s+", re.I)
_RECORD = (
    "deal|deals|opp|opps|oppty|opportunity|opportunities|ticket|tickets|case|issue|tkt|lead|leads|contact|company|account|task|todo|to-do|"
    "reminder|sequence|seq|cadence|drip|macro|thing|one"
)
_RECORD_BEFORE = re.compile(rf"^(?:{_RECORD})\s*(?::\s*|-\s+)?(?=\S)", re.I)
_RECORD_AFTER = re.compile(rf"\s+(?:{_RECORD})$", re.I)
_RECORD_OF = re.compile(
    r"^(?:(?:(?:contact|account|customer|lead) )?(?:record|card|entry|profile)s? (?:of|for)"
    r"|(?:that|the one) of|of)\s+",
    re.I,
)
_BEGGING = re.compile(r"(?<=\w)\s+(?:pls|plz|please|thx|thanks)$", re.I)
_POSSESSIVE = re.compile(r"(?:'s|s')$", re.I)
_PRONOUN = re.compile(
    r"^(?:it|that|this|them|they|him|her|she|he|those|these|this one|that one|its|there|same|the same|both)$",
    re.I,
)
_ME = frozenset({"me", "my", "mine", "i", "i'm", "im", "myself", "i'll", "my own"})
_ALL = re.compile(
    r"^(?:the\s+|my\s+|our\s+)?(?:(?:whole|entire|full|sales)\s+)?(?:teams?|everyone|everybody"
    r"|all(?: of us)?|(?:all |all the |each )?(?:sales )?reps?|sellers|salespeople)$",
    re.I,
)
_NOBODY = frozenset({"we", "our", "us", "ours"})
_PREPOSITION = re.compile(r"^(?:to|for|in|on|at|as|from|of|with|about|via|by|through|into)\s+", re.I)


def is_pronoun(words: str) -> bool:
    """Whether the words only point at something said before."""
    return _PRONOUN.match(words.strip(_EDGES)) is not None


def ref(words: str, *, person: bool = False) -> str | None:
    """A record's name without articles, possessives and record words; None where nothing is left."""
    name = words.strip(_EDGES)
    if is_pronoun(name):
        return CONTEXT
    before = None
    while before != name:
        before = name
        name = _RECORD_OF.sub("", _ARTICLE.sub("", name))
        if not person:
            name = _RECORD_AFTER.sub("", name)
            name = _RECORD_BEFORE.sub("", name)
        name = _BEGGING.sub("", _POSSESSIVE.sub("", name)).strip(_EDGES)
    name = name.removeprefix("@")
    if not name or re.fullmatch(_RECORD, name, re.I):
        return None
    return CONTEXT if is_pronoun(name) else name


def user(words: str) -> str | None:
    """A colleague: @me, @all, or the name; None for "we" and "our"."""
    name = _POSSESSIVE.sub("", words.strip(_EDGES)).strip(_EDGES)
    lower = name.lower()
    if lower in _ME:
        return ME
    if lower in _NOBODY or not lower:
        return None
    if _ALL.match(lower):
        return ALL
    if is_pronoun(lower):
        return None
    return name.removeprefix("@")


def label(words: str, *, record: bool = False) -> str | None:
    """A label without leading article or preposition (and, with `record`, without the record's word)."""
    name = words.strip(_EDGES)
    before = None
    while before != name:
        before = name
        name = _PREPOSITION.sub("", _ARTICLE.sub("", name))
    if record:
        name = _RECORD_AFTER.sub("", name)
        name = re.sub(r"^(?:sequence|macro|cadence|category|tag)\s+", "", name, flags=re.I)
    name = re.sub(r"\s+(?:please|pls|plz|thanks|thx|here|now)$", "", name, flags=re.I)
    return name.strip(_EDGES) or None


def sentence(words: str) -> str | None:
    """Free text as said, without the marks around it."""
    text = words.strip(' \t\n,;:-"*_').rstrip(".!").strip()
    return (text.rstrip(")") if text.count(")") > text.count("(") else text) or None
