"""Tell the line that says goodbye, also with a name or a place behind it, in any known language."""

import re

from channels.email.reply.closings import FAREWELL_SHAPES, FAREWELLS

_FAREWELLS = frozenset(FAREWELLS)
_NEVER_NAMED = frozenset({"t.", "yt", "yours", "salam", "att", "감사합니다"})
"""Too short, or too often the start of something else, to be followed by a name on the same line."""
_SHAPE = re.compile(rf"(?:{'|'.join(FAREWELL_SHAPES)})$")
_THANKED = re.compile(
    r"^(?:(?:many |much )?thanks|thank you|(?:vielen |herzlichen )?dank|danke|merci(?: beaucoup)?"
    r"|(?:muchas )?gracias|grazie(?: mille)?"
    r"|(?:muito )?obrigad[oa]|bedankt|tack|tak|takk|dziękuję|děkuji|спасибо)"
    r"(?: for your \w+)?,? (?:and|&|und|et|y|e|en|och|og|i|a|и) "
)
_PLACE = re.compile(r" (?:aus|from|uit|från|fra|de|da|depuis) (?:[\w.-]+ ?){1,3}$")
_NAME = re.compile(
    r"(?:[^\W\d_a-zà-öø-ÿ][\w.'’-]{0,30}|van|von|de|der|den|da|di|le|la|del|dos|bin|al)"
    r"(?: (?:[^\W\d_a-zà-öø-ÿ][\w.'’-]{0,30}|van|von|de|der|den|da|di|le|la|del|dos|bin|al)){0,3}$"
)
_EDGES = " ,.،!;:*_-–—。"
_MAX_LENGTH = 90
_MAX_WORDS = 9


def is_farewell(line: str) -> bool:
    """True for a line that says goodbye: alone, in two languages, with a place or a name behind it."""
    if len(line) > _MAX_LENGTH:
        return False
    bare = line.strip(_EDGES)
    if _is_said(bare.lower().replace("i\u0307", "i")):
        return True
    first, slash, second = bare.lower().partition("/")
    if slash:
        return _is_said(first.strip()) and _is_said(second.strip())
    return _is_named(bare)


def _is_said(lowered: str) -> bool:
    if lowered in _FAREWELLS:
        return True
    if len(lowered.split()) > _MAX_WORDS:
        return False
    plain = _PLACE.sub("", _THANKED.sub("", lowered, count=1), count=1)
    return plain in _FAREWELLS or bool(_SHAPE.match(plain))


def _is_named(bare: str) -> bool:
    """True for "Best regards, Tom" and "LG Tom"."""
    words = bare.split()
    for count in range(1, min(len(words), _MAX_WORDS)):
        said, name = " ".join(words[:count]), " ".join(words[count:]).lstrip(_EDGES)
        lowered = said.strip(_EDGES).lower()
        if not name or lowered in _NEVER_NAMED or not _NAME.match(name):
            continue
        has_comma = said.endswith((",", "،")) or words[count] in ("-", "–", "—")
        if _is_said(lowered) and (has_comma or len(words) - count <= 2):
            return True
    return False
