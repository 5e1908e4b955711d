"""A text as sentences, verbatim and with their place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text, `[start, end)`, without the full stop that closes it."""

    start: int
    end: int
    text: str


_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|nr|art|approx|incl|e\.g|i\.e|etc|vs|ext|tel|inv|ref|co|inc|ltd"
    r"|jr|sr|p|pp|a\.m|p\.m|u\.s|(?-i:[A-Z]))\.$",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(r"(?:^|[\s(])no\.$", re.IGNORECASE)
"""Short for "number" where one follows; else a plain no."""
_STOP = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n+|(?<=\w)[!?]+(?=[A-Z])")
_WRAPPED_FROM = 50
_EDGE = " \t\n\r\f\v*•·"


def split_sentences(text: str) -> list[Sentence]:
    """Split at . ! ? and line ends; a line broken by a mail program's wrapping is no end."""
    found: list[Sentence] = []
    start = 0
    for end, after in _ends(text):
        found.extend(_sentence(text, start, end))
        start = after
    found.extend(_sentence(text, start, len(text)))
    return found


def _ends(text: str) -> Iterator[tuple[int, int]]:
    for match in _STOP.finditer(text):
        if "\n" in match[0]:
            if not _is_wrapped(text, match):
                yield match.start(), match.end()
        elif match[0] != "." or not _is_short_for(text, match):
            yield match.end(), match.end()


def _is_short_for(text: str, stop: re.Match[str]) -> bool:
    """Whether a full stop only shortens the word before it."""
    before = text[max(0, stop.start() - 12) : stop.end()]
    if _BEFORE_NUMBER.search(before):
        return any(character.isdigit() for character in text[stop.end() :].lstrip(" #:")[:6])
    return _ABBREVIATION.search(before) is not None


def _is_wrapped(text: str, line_end: re.Match[str]) -> bool:
    if len(line_end[0]) > 1:
        return False
    line = text[text.rfind("\n", 0, line_end.start()) + 1 : line_end.start()].rstrip()
    following = text[line_end.end() : line_end.end() + 1]
    return (
        len(line) >= _WRAPPED_FROM
        and line[-1:] not in ".!?:"
        and (following.islower() or following.isdigit())
    )


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    if text[start:end].endswith(".") and not text[start:end].endswith(".."):
        end -= 1
    if any(character.isalnum() or ord(character) > 0x2000 for character in text[start:end]) or text[
        start:end
    ].strip("., "):
        yield Sentence(start, end, text[start:end])


_CLAUSE = re.compile(
    r"\s*[,;]?\s+(?:and also|and please|and|n|&|but also|but|also|plus|then|tapos|anyway|so)\s+"
    r"|\s*[;:]\s+|,\s+|\s+[-–]\s+"
    r"|\s+(?=(?:pls|please|(?:can|could|would|will|do|did) (?:you|u|ye|i|we|somebody|someone)|whats?|what's"
    r"|where'?s?|when|how (?:much|long|do|can)|(?:call|ring|phone|text|stop|get) (?:me|us)|somebody|someone"
    r"|is (?:there|it|my)|dont|while (?:you|i|ye|u)|since you)\b)",
    re.IGNORECASE,
)
_SHORTEST_CLAUSE = 2
_SAYS_ALL = re.compile(r"(?:stop|unsubscribe)\W*", re.IGNORECASE)
"""A word that is a clause by itself: "wrong number, stop"."""


def split_clauses(sentence: Sentence) -> list[tuple[Sentence, Sentence]]:
    """Every way to cut a sentence in two halves of at least two words each, or of one that says all."""
    halves = []
    for joint in _CLAUSE.finditer(sentence.text):
        left, right = sentence.text[: joint.start()], sentence.text[joint.end() :]
        is_clause = len(right.split()) >= _SHORTEST_CLAUSE or _SAYS_ALL.fullmatch(right)
        if len(left.split()) >= _SHORTEST_CLAUSE and is_clause:
            halves.append(
                (
                    Sentence(sentence.start, sentence.start + joint.start(), left),
                    Sentence(sentence.start + joint.end(), sentence.end, right),
                )
            )
    return halves
