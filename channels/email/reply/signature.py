"""Cut what closes a message: signature, farewell, device line, disclaimer, list footer."""

import re
from collections.abc import Sequence
from itertools import takewhile

from channels.email.reply.closings import (
    BEFORE_PRINTING,
    CONSEQUENCE_WORDS,
    DEVICE_LINES,
    DISCLAIMER_PROOF,
    DISCLAIMERS,
    FOOTERS,
    RECIPIENT_WORDS,
    SECRET_WORDS,
    SHORT_DEVICE_LINES,
)
from channels.email.reply.farewells import is_farewell

_DELIMITER = re.compile(r"^\s*(?:--+|—|–|__+|―|- -|==+|~~+|\*\*+|##+|\+\++)\s*$")
_OWN_WORDS = re.compile(
    r"\b(?:i|my|mine|me|ich|mein\w*|mir|je|mes|mon|yo|mi|mis|io|mio|mia|eu|meu|minha|ik|mijn)\b"
)
"""Nobody's disclaimer speaks of itself in the singular; whoever asks for something does."""
_ASKED = re.compile(r"to (?:unsubscribe|stop receiving)[\w ]{0,20} (?:i|we|my|our)\b")
_PRINTING = re.compile(BEFORE_PRINTING)
_PICTURE = re.compile(r"^\s*\[cid:[^\]]{1,200}\]\s*$")
_SENTENCE = re.compile(r"^(?:\S+\s+){5,}\S+[.!?]$")
_RULE = re.compile(r"^\s*[-_=*~#–—+]{3,}\s*$")
_DEVICE = re.compile(r"^[\s*_(<\[|«]*(?:" + "|".join(DEVICE_LINES) + r")[\s*_)>\]|»!.]*$")
_SHORT_DEVICE = re.compile(r"^[\s*_(<\[|«]*(?:" + "|".join(SHORT_DEVICE_LINES) + r")[\s*_)>\]|»!.]*$")
_DEVICE_HINT = re.compile(
    r"sent|from|via|get |outlook|mail|gesendet|mein|envoyé|enviad|inviat|ver(?:zonden|stuurd)|skick|från"
    r"|hent|hämta|lähet|wysłan|pobierz|odes|odos"
    r"|sendt|enviat|dikirim|gửi|ส่ง|posl|saadet|išsių|nosūt"
    r"|отправ|надісл|відправ|изпрат|küld|trimis|gönder|στάλ|發|发|從|从|送信|傳送|보|נשלח|من|writt|typed"
)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)|<(?:https?:|mailto:)[^>]*>|\(https?:[^)]*\)")
_NAMED = re.compile(r"^\s*[-–—/~]\s?(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w.'’-]*)(?:\s+[A-ZÀ-ÖØ-ÞĀ-Ž][\w.'’-]*){0,3}\s*$")
_SHORT = frozenset({"--", "—", "–", "―", "- -", "__"})
_POSTSCRIPT = re.compile(r"^\s*(?:p\.? ?s\.?|ps|pd|nb)\s?[:.\-–—]", re.IGNORECASE)
_MAX_CLOSING_LINES = 12
_MAX_SIGNATURE_LINE = 75
_MAX_DEVICE_LINE = 400
_SHORTEST_DISCLAIMER, _LONGEST_PRINTING = 40, 250


def without_closing(lines: Sequence[str]) -> list[str]:
    """`lines` without signature, footers and device lines at their end; all where nothing else is there."""
    kept = _trimmed(list(lines))
    for cut in (_footer_at, _delimiter_at, _disclaimer_at, _device_at, _farewell_at, _named_at):
        index = cut(kept)
        if index is not None and any(line.strip() for line in kept[:index]):
            kept = _trimmed(kept[:index])
    return kept


def is_closing(lines: Sequence[str]) -> bool:
    """True where `lines` are nothing but the close of a message."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        return True
    if len(filled) > _MAX_CLOSING_LINES:
        return _footer_at(["", *filled]) == 1
    first = filled[0]
    return (
        bool(_DELIMITER.match(first))
        or all(is_device_line(line) for line in filled)
        or is_farewell(first.strip())
        or _footer_at(["", *filled]) == 1
        or _disclaimer_at(["", *filled]) == 1
    )


def is_device_line(line: str, *, is_apart: bool = True) -> bool:
    """True for the line a mobile program adds ("Sent from my phone"), in any known language.

    `is_apart` says that a blank line stands above it: "from my phone" may end a sentence otherwise.
    """
    if len(line) > _MAX_DEVICE_LINE:
        return False
    lowered = " ".join(_LINK.sub(lambda match: match.group(1) or "", line).lower().split())
    if len(lowered) > 100 or not _DEVICE_HINT.search(lowered):
        return False
    return bool(_DEVICE.match(lowered)) or (is_apart and bool(_SHORT_DEVICE.match(lowered)))


def _trimmed(lines: list[str]) -> list[str]:
    while lines and _is_empty(lines[-1]):
        lines.pop()
    return lines


def _is_empty(line: str) -> bool:
    """True for a line without a word: a rule, a delimiter, the place of a signature's picture."""
    return bool(not line.strip() or _RULE.match(line) or _DELIMITER.match(line) or _PICTURE.match(line))


def _footer_at(lines: Sequence[str]) -> int | None:
    for index in range(len(lines) - 1, max(len(lines) - 30, 0), -1):
        if _RULE.match(lines[index]):
            rest = " ".join(lines[index + 1 :]).lower()
            if any(words in rest for words in FOOTERS):
                return index
    return None


def _delimiter_at(lines: Sequence[str]) -> int | None:
    in_code = False
    for index, line in enumerate(lines):
        in_code ^= line.lstrip().startswith("```")
        if in_code:
            continue
        if not index or not _DELIMITER.match(line) or _underlines(line, lines[index - 1]):
            continue
        if line.strip() in _SHORT or _is_signature(lines[index + 1 :]):
            return index
    return None


def _underlines(line: str, above: str) -> bool:
    """True for a rule as long as the words right above it: a heading, not the end of the message."""
    return len(line.strip()) >= 4 and abs(len(line.strip()) - len(above.strip())) <= 2


def _is_signature(lines: Sequence[str]) -> bool:
    """True for a few short lines without a sentence among them: a name, a title, a number."""
    filled = [line.strip() for line in lines if line.strip()]
    return len(filled) <= 8 and not any(_SENTENCE.match(line) or line.endswith("?") for line in filled)


def _disclaimer_at(lines: Sequence[str]) -> int | None:
    found: int | None = None
    for index in range(len(lines) - 1, max(len(lines) - 40, 0), -1):
        lowered = lines[index].strip(" *_-").lower()
        above = lines[index - 1]
        begins = not above.strip() or bool(_RULE.match(above))
        is_footer = lowered.startswith(FOOTERS) and len(lines) - index <= 6 and not _ASKED.match(lowered)
        if is_footer or (begins and _is_disclaimer(lowered, lines[index : index + 12])):
            found = index
    return found


def _is_disclaimer(opening: str, lines: Sequence[str]) -> bool:
    """True for lines that begin as disclaimers do and have one's words, or whose paragraph speaks so."""
    if opening.startswith(DISCLAIMERS):
        rest = " ".join(lines).lower()
        return any(word in rest for word in DISCLAIMER_PROOF)
    paragraph = " ".join(takewhile(str.strip, lines)).lower()
    if len(paragraph) < _SHORTEST_DISCLAIMER:
        return False
    kinds = (SECRET_WORDS, RECIPIENT_WORDS, CONSEQUENCE_WORDS)
    if all(any(word in paragraph for word in words) for words in kinds):
        return not _OWN_WORDS.search(paragraph)
    return len(paragraph) < _LONGEST_PRINTING and bool(_PRINTING.search(paragraph))


def _device_at(lines: Sequence[str]) -> int | None:
    found: int | None = None
    filled = 0
    for index in range(len(lines) - 1, -1, -1):
        if not lines[index].strip():
            continue
        filled += 1
        if is_device_line(lines[index], is_apart=not index or not lines[index - 1].strip()):
            found = index
        elif filled > 3:
            break
    return found


def _farewell_at(lines: Sequence[str]) -> int | None:
    filled = 0
    for index in range(len(lines) - 1, 0, -1):
        bare = lines[index].strip()
        if not bare:
            continue
        if is_farewell(bare):
            return index
        filled += 1
        is_more = bare.endswith("?") or bool(_POSTSCRIPT.match(bare))
        if is_more or filled > _MAX_CLOSING_LINES or len(bare) > _MAX_SIGNATURE_LINE:
            return None
    return None


def _named_at(lines: Sequence[str]) -> int | None:
    """A line "-Ann Lee" or "/Ann" that closes the text after a blank line."""
    filled = 0
    for index in range(len(lines) - 1, 0, -1):
        bare = lines[index].strip()
        if bare and _NAMED.match(lines[index]) and not lines[index - 1].strip():
            return index
        filled += bool(bare)
        if filled > 2:
            return None
    return None
