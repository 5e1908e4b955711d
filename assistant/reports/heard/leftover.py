"""What is left of a question once all that is understood is struck out: the words nobody may drop."""

import re
from difflib import get_close_matches

from assistant.reports.heard.sheet import Sheet
from assistant.reports.heard.words import (
    APPENDED,
    CHANGE,
    LAST,
    LED_TO,
    LEFT_OUT,
    MISSPELT,
    MODIFIER,
    NEVER_PLAIN,
    PLAIN,
    UNTOLD,
    WORD,
)

_MERE = ("no", "not", "non")


def leftover(sheet: Sheet) -> str:
    """The first words that narrow the question though nothing is known of them; empty where none do."""
    for pattern in (UNTOLD, CHANGE, LAST):
        if match := pattern.search(sheet.left):
            return match[0]
    return _left_out(sheet.left) or _led_to(sheet) or _modifier(sheet.left) or _appended(sheet.left)


def passed_over(sheet: Sheet) -> tuple[str, ...]:
    """Every word that is no mere word, wherever it stands: what narrows a question, or only colours it."""
    return tuple(one[0] for one in WORD.finditer(sheet.left) if not is_plain(one[0]))


def has_unknown(sheet: Sheet) -> bool:
    """Whether any word is left that is no mere word: it may be the name of something on record."""
    return any(not is_plain(one[0]) for one in WORD.finditer(sheet.left))


def is_plain(word: str) -> bool:
    """Whether a word, or what it is a misspelling of, narrows nothing."""
    bare = re.sub(r"n?['’]t$|['’]s?$|['’](?:s|re|d|ll|ve|m)$", "", word.lower())
    if len(word) == 1 or bare in PLAIN or bare.removesuffix("s") in PLAIN or bare.replace("-", "") in PLAIN:
        return True
    if bare.removesuffix("s") in NEVER_PLAIN:
        return False
    if "-" in bare:
        return all(is_plain(one) for one in bare.split("-") if one)
    is_word = len(bare) > 4 and not word[0].isupper()
    return is_word and bool(get_close_matches(bare, MISSPELT, n=1, cutoff=0.8))


def _left_out(left: str) -> str:
    match = LEFT_OUT.search(left)
    words = WORD.findall(match["rest"]) if match else []
    return f"{match['out']} {words[0]}" if match and words and match["out"].lower() not in _MERE else ""


def _led_to(sheet: Sheet) -> str:
    """A word a preposition leads to, or a name."""
    for match in WORD.finditer(sheet.left):
        if is_plain(match[0]):
            continue
        before = sheet.left[: match.start()].rstrip(" -“\"'(")
        is_name = match[0][0].isupper() and before and not sheet.text.isupper()
        if is_name or LED_TO.search(before):
            return match[0]
    return ""


def _modifier(left: str) -> str:
    return next((one["word"] for one in MODIFIER.finditer(left) if not is_plain(one["word"])), "")


def _appended(left: str) -> str:
    """“Pipeline enterprise”: a word that stands right behind what is counted, and is no verb."""
    words = (one["word"] for one in APPENDED.finditer(left))
    return next((one for one in words if not is_plain(one) and not one.endswith(("ing", "ed"))), "")
