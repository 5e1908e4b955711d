"""Salutations and closings: words that open and end a message and carry nothing."""

import re

from nlp.customer.cues import load_cues, load_words

_CUES = load_cues("courtesies")
_LARGE = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_NAME = rf"(?:(?:mr|mrs|ms|miss|dr|prof|sir|madam|herr|frau|family|the)\.?\s*)?[{_LARGE}][\w'’.-]*"
_GREETING_WORD = f"(?i:{_CUES['greeting'].pattern})"
_GREETED = f"(?i:{_CUES['greeted'].pattern})"
_GREETING = re.compile(
    rf"\s*{_GREETING_WORD}(?:[ \t]+(?:{_GREETED}|{_NAME})){{0,5}}[ \t]*"
    r"(?:[,!.:;]+|[-–—]+|\n|(?=\s*$)|😊|👋|🙂)+[ \t]*"
)
_GREETING_LINE = re.compile(
    rf"\s*(?:{_GREETING_WORD}|(?i:to (?:the|all|our)))\b[^\n.?!,:]{{0,48}}[,:!]+[ \t]*\n"
)
_BARE_GREETING = re.compile(rf"\s*{_GREETING_WORD}(?:[ \t]+{_GREETED})*[ \t]+(?=\w)")
_ADDRESS_LINE = re.compile(rf"\s*{_NAME}(?:[ \t]+{_NAME})?,[ \t]*\n")
_CLOSING = (
    rf"(?:(?:many|with|kind|best|warm|warmest|kindest|my|yours?)\s+)*(?:{_CUES['closing'].pattern})"
    r"(?:\s+(?:from|yours))?"
)
_CLOSING_LINE = re.compile(
    rf"^[ \t]*{_CLOSING}[ \t]*[,.!]*[ \t]*(?:{_NAME}[ \t]*){{0,3}}$", re.IGNORECASE | re.MULTILINE
)
_INLINE_CLOSING = re.compile(
    rf"(?P<stop>[.!?,;]|\s-|\s–|\n)\s*(?P<closing>(?i:{_CLOSING}))[,.!]*[ \t]+"
    rf"(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}})[.!]?\s*$"
)
_COURTESY_END = re.compile(rf"(?P<stop>[.!?\n])\s*(?i:{_CLOSING})\s*[,.!]*\s*$")
_TRAILING_NAME = re.compile(
    r"(?<=[.!?\n])\s*(?:[-–—/]\s*)?(?P<name>(?:(?:Dr|Prof|Mrs?|Ms)\.?\s+)?(?:[A-Z]\.?\s+){0,3}"
    rf"[{_LARGE}][\w'’-]+(?:\s+[{_LARGE}][\w'’.-]*){{0,3}})\s*$"
)
_DASHED_NAME = re.compile(rf"\s+[-–—/~]\s?[{_LARGE}][\w'’-]+(?:\s+[{_LARGE}][\w'’.-]*)?\s*$")
_SHOUTED_NAME = 2
"""Words a name has at most where everything is in capitals."""
_TAIL_LINES = 14
_FEW_TITLES = 3


def cut_greeting(text: str) -> tuple[str, str]:
    """Split a salutation off: (salutation, the rest). A message that is nothing else keeps its words."""
    for pattern in (_GREETING, _GREETING_LINE, _ADDRESS_LINE, _BARE_GREETING):
        match = pattern.match(text)
        if match and text[match.end() :].strip():
            rest = text[match.end() :]
            again = _GREETING.match(rest)
            if again and pattern is _GREETING and rest[again.end() :].strip():
                return text[: match.end() + again.end()], rest[again.end() :]
            return text[: match.end()], rest
    return "", text


def cut_closing(text: str) -> str:
    """The text without closing formula, name and what stands below them."""
    text = _cut_closing_line(text)
    for pattern in (_INLINE_CLOSING, _COURTESY_END):
        match = pattern.search(text)
        if match and len(text[: match.start()].split()) >= 2:
            stop = match["stop"] if match["stop"] in ".!?" else ""
            text = text[: match.start()] + stop
    for pattern in (_TRAILING_NAME, _DASHED_NAME):
        match = pattern.search(text)
        if match and _is_name(match[0]) and len(text[: match.start()].split()) >= 2:
            text = text if _is_shouted(text, match[0]) else text[: match.start()]
    return text


def _is_shouted(text: str, ending: str) -> bool:
    """Whether all is in capitals, which then make no name of a last sentence ("GET ME A SUPERVISOR")."""
    return text.isupper() and len(ending.split()) > _SHOUTED_NAME


def _cut_closing_line(text: str) -> str:
    lines = text.rstrip().split("\n")
    first = max(0, len(lines) - _TAIL_LINES)
    for index in range(len(lines) - 1, first - 1, -1):
        above = "\n".join(lines[:index])
        if len(above.split()) < 2:
            break
        below = lines[index + 1 :]
        if (_CLOSING_LINE.match(lines[index]) and _is_signature(below)) or (
            _is_parting(lines[index]) and _opens_with_name(below)
        ):
            return above
    return _cut_name_lines(lines)


_POSTSCRIPT = re.compile(r"\s*p\.?\s?s\b", re.IGNORECASE)
_PARTING_WORDS = 7


def _is_parting(line: str) -> bool:
    """Whether a line could take leave in any words: short, and closed by a comma ("Yours in haste,")."""
    words = line.split()
    return 0 < len(words) <= _PARTING_WORDS and line.rstrip().endswith(",") and words[0][0].isupper()


def _opens_with_name(lines: list[str]) -> bool:
    """Whether a name stands in the first of these lines, and nothing is added below it."""
    said = [line.strip() for line in lines if line.strip()]
    return bool(said) and _is_full_name(said[0]) and not any(map(_POSTSCRIPT.match, said))


def _is_full_name(line: str) -> bool:
    words = [word.strip(".,()") for word in line.split()]
    return _is_name(line) and all(
        word[:1].isupper() or word in load_words("names")["within_names"] for word in words
    )


def _is_signature(lines: list[str]) -> bool:
    """Lines below a closing are a signature when a name opens them, or they are short and say no sentence."""
    said = [line for line in lines if line.strip()]
    if any(map(_POSTSCRIPT.match, said)):
        return False
    return (
        len(said) <= 1
        or _opens_with_name(said)
        or all(len(line.split()) <= 9 and not line.rstrip().endswith("?") for line in said)
    )


def _cut_name_lines(lines: list[str]) -> str:
    """Cut a name standing alone at the end, with function, firm and numbers below it."""
    for index in range(max(1, len(lines) - _TAIL_LINES), len(lines)):
        block = [line.strip() for line in lines[index:] if line.strip()]
        if block and not lines[index - 1].strip() and _is_name(_named(block[0])) and _is_block(block):
            return "\n".join(lines[:index])
    return "\n".join(lines)


_OF_FIRM = re.compile(
    r"(?:\d[ ().-]?){6}|@|\bwww\.|https?:|\b(?:ltd|llc|llp|inc|gmbh|plc|pty|reg(?:istered|\.)|vat|tel|phone"
    r"|mobile|fax|charity|company|limited|hours|confidential|disclaimer|e-?mail)\b",
    re.IGNORECASE,
)
"""What stands in the lines of a firm below a name."""


def _is_block(block: list[str]) -> bool:
    """Whether lines are a name with what may stand below one."""
    if len(block) <= _FEW_TITLES and all(map(_looks_like_title, block)):
        return True
    is_below = all(_looks_like_title(line) or _OF_FIRM.search(line) for line in block[1:])
    name = _named(block[0])
    return is_below and _is_full_name(name) and len(name.split()) > 1


def _named(line: str) -> str:
    """The name in a line that says what its bearer does as well ("Ann Roy, notary and legal counsel")."""
    return line.split(",")[0]


def _looks_like_title(line: str) -> bool:
    words = line.split()
    capital = sum(word[:1].isupper() or word.lower() in ("of", "and", "&", "the", "for") for word in words)
    return len(words) <= 6 and capital >= len(words) - 1 and not line.endswith(("?", "!"))


def _is_name(text: str) -> bool:
    words = [word.strip(".,-–—/~ ").lower() for word in text.split()]
    words = [word for word in words if word]
    no_names = load_words("names")["not_names"]
    return (
        0 < len(words) <= 4
        and not any(word in no_names for word in words)
        and not any(map(str.isdigit, words))
    )
