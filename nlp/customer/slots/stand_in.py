"""Of a notice of absence: whom to turn to."""

import re
from functools import lru_cache

from nlp.customer.cues import load_cues, load_words
from nlp.entities import find_emails

_NAME = (
    r"(?:(?:Dr|Prof)\.?\s+)?[A-ZÀ-ÞŁŠŽČĆŚĐ][\w'’-]+"
    r"(?:[ \t]+(?:(?:van|von|de|der|den|di|da|el|al|la|le|du|of)[ \t]+)*[A-ZÀ-ÞŁŠŽČĆŚĐ][\w'’.-]*\w)*"
)


def find_stand_in(text: str) -> str | None:
    """The first person or team named as the one to turn to, without title; else the address given for it.

    Where nobody is named so, whoever else is told to do something is meant ("Tobin owns an extinguisher").
    """
    named = (
        _named(text, _turn_to()),
        _named(text, _covers()),
        _named(text, _teams()),
        _named(text, _team_covers()),
    )
    found = [match for match in named if match] or [match for match in [_named(text, _acts())] if match]
    if found:
        return _bare(min(found, key=lambda match: (match[0], -len(match[1])))[1])
    emails = find_emails(text)
    return emails[0].value if emails else None


def _named(text: str, pattern: re.Pattern[str]) -> tuple[int, str] | None:
    no_names = load_words("names")["not_stand_ins"]
    for match in pattern.finditer(text):
        if match["name"].split()[0].lower().rstrip(".,") not in no_names:
            return match.start("name"), match["name"]
    return None


_OUR = r"(?i:(?:the|our|unser|notre|nuestro|el|il nostro|ons)\s+)"


def _a_team() -> str:
    words = load_cues("away")["teams"].pattern
    return rf"(?P<name>(?:[\w&'-]+\s+){{0,3}}(?i:{words})\b(?:\s+[A-Z][a-z]\w+)?)"


@lru_cache(maxsize=1)
def _teams() -> re.Pattern[str]:
    turn = load_cues("away")["stand_in"].pattern
    return re.compile(rf"(?i:\b(?:{turn})(?![a-z])){_fillers()}{_OUR}?{_a_team()}")


@lru_cache(maxsize=1)
def _team_covers() -> re.Pattern[str]:
    cues = load_cues("away")
    covering = (
        f"{cues['covers'].pattern}|{cues['acts'].pattern}\\b(?!\\s+(?:{cues['is_away'].pattern}|be)\\b)"
    )
    return re.compile(rf"\b{_OUR}{_a_team()}\s+(?i:{covering})")


def _fillers() -> str:
    return rf"(?:\s*[:,@]\s*|\s+(?i:{load_cues('away')['fillers'].pattern})\b){{0,5}}\s*[:@]?\s*"


@lru_cache(maxsize=1)
def _turn_to() -> re.Pattern[str]:
    cues = load_cues("away")
    return re.compile(
        rf"(?i:\b(?:{cues['stand_in'].pattern})(?![a-z])){_fillers()}{_title()}(?P<name>{_NAME})"
    )


@lru_cache(maxsize=1)
def _covers() -> re.Pattern[str]:
    opening = r"(?:^|[.!?,\n]\s*|(?i:\b(?:my colleague|colleague|and)\s+))"
    covering = load_cues("away")["covers"].pattern
    return re.compile(rf"{opening}{_title()}(?P<name>{_NAME})[^.\n]{{0,40}}?\s(?i:{covering})")


@lru_cache(maxsize=1)
def _acts() -> re.Pattern[str]:
    acting, away = load_cues("away")["acts"].pattern, load_cues("away")["is_away"].pattern
    opening = r"(?:^|[.!?\n]\s*|(?i:\b(?:my \w+,?|but|then)\s+)|,\s+)"
    return re.compile(
        rf"{opening}{_title()}(?P<name>{_NAME})(?:\s*\([^)]*\)|,)?(?:\s(?:at|in|from|over)(?:\s\w+){{1,3}}?)?"
        rf"\s(?i:{acting})\b(?!\s+(?i:{away})\b)"
    )


def _title() -> str:
    return rf"(?:(?i:{load_cues('away')['titles'].pattern})\.?\s+)?"


def _bare(name: str) -> str:
    name = re.sub(r"^(?:the|our|The|Our)\s+", "", name)
    return re.split(r"\s+(?:at|on|for|or|if|who|via|under|unter|au|sur|in)\b", name)[0].strip(" .,:;@'’")
