"""Of a notice of absence: whom to turn to."""

import re
from functools import lru_cache

from nlp.customer.cues import load_cues, load_words
from nlp.entities import find_emails

_NAME = (
    r"(?:(?:Dr|Prof)\.?\s+)?[A-ZÀ-Þ][\w'’-]+"
    r"(?:\s+(?:(?:van|von|de|der|den|di|da|el|al|la|le|du|of)\s+)*[A-ZÀ-Þ][\w'’.-]*\w)*"
)


def find_stand_in(text: str) -> str | None:
    """The first person or team named as the one to turn to, without title; else the address given for it."""
    found = [match for match in (_person(text, _turn_to()), _person(text, _covers()), _team(text)) if match]
    if found:
        return _bare(min(found)[1])
    emails = find_emails(text)
    return emails[0].value if emails else None


def _person(text: str, pattern: re.Pattern[str]) -> tuple[int, str] | None:
    no_names = load_words("names")["not_stand_ins"]
    for match in pattern.finditer(text):
        if match["name"].split()[0].lower().rstrip(".,") not in no_names:
            return match.start("name"), match["name"]
    return None


def _team(text: str) -> tuple[int, str] | None:
    cues = load_cues("away")
    teams = re.compile(
        r"(?:the|our|unser|notre|nuestro|il nostro|ons)\s+"
        rf"(?P<team>(?:[\w&'-]+\s+){{0,3}}(?:{cues['teams'].pattern}))\b",
        re.IGNORECASE,
    )
    for match in teams.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()].lower()
        after = text[match.end() :].lower()
        if cues["stand_in"].search(before) or re.match(rf"\s+(?:{cues['covers'].pattern})", after):
            return match.start("team"), match["team"]
    return None


@lru_cache(maxsize=1)
def _turn_to() -> re.Pattern[str]:
    cues = load_cues("away")
    fillers = rf"(?:\s*[:,@]\s*|\s+(?i:{cues['fillers'].pattern})\b){{0,5}}\s*[:@]?\s*"
    return re.compile(rf"(?i:\b(?:{cues['stand_in'].pattern})){fillers}{_title()}(?P<name>{_NAME})")


@lru_cache(maxsize=1)
def _covers() -> re.Pattern[str]:
    opening = r"(?:^|[.!?,\n]\s*|(?i:\b(?:my colleague|colleague|and)\s+))"
    covering = load_cues("away")["covers"].pattern
    return re.compile(rf"{opening}{_title()}(?P<name>{_NAME})[^.\n]{{0,40}}?\s(?i:{covering})")


def _title() -> str:
    return rf"(?:(?i:{load_cues('away')['titles'].pattern})\.?\s+)?"


def _bare(name: str) -> str:
    name = re.sub(r"^(?:the|our|The|Our)\s+", "", name)
    return re.split(r"\s+(?:at|on|for|or|if|who|via|under|unter|au|sur|in)\b", name)[0].strip(" .,:;@'’")
