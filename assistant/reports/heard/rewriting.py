"""A question said anew with one thing changed: “and in APAC?” after “win rate in EMEA”."""

import re
from dataclasses import dataclass

from assistant.reports.heard.reading import Reading, read, said_in_full
from assistant.work import Work

_FILLERS = re.compile(
    r"^(?:\W|\b(?:and|also|but|only|just|for|in|on|of|the|those|that|these|it|them|ones?|deals?|tickets?|leads?|instead"
    r"|please|pls|now|then|ok|okay|what|how|about|same|with|show|me|split|broken|down|grouped|as|well|too|again|is"
    r"|breakdown|break|group|limit|to|a|all|by|per)\b)*$",
    re.I,
)


_SUBJECTS = {
    "tickets": re.compile(r"\btickets?\b", re.I),
    "leads": re.compile(r"\bleads?\b", re.I),
    "deals": re.compile(r"\b(?:deals?|pipeline)\b", re.I),
}
"""Who names something else asks something else: “tickets by channel” after a question about deals."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The whole question as it would have been said, and what was said anew."""

    text: str
    said: Reading


def said_anew(work: Work, former: str, said: str, *, of: str) -> Rewritten | None:
    """The former question with what `said` changes; None where `said` is more, or less, than a change."""
    if any(word.search(said) for subject, word in _SUBJECTS.items() if subject != of):
        return None
    change = read(work, said, of=of)
    if change.unread or not change.mentions or not _FILLERS.match(change.left.replace("·", " ")):
        return None
    # What is compared stands beside what was said before.
    kept = former.rstrip("?!. ") if change.is_compared else without(work, former, change, of=of)
    return Rewritten(f"{kept} {said.strip().rstrip('?!. ')}", change)


def without(work: Work, former: str, change: Reading, *, of: str) -> str:
    """The former words without those that are said anew; what was left out stays left out."""
    kinds = {_kind(one.kind) for one in change.mentions if not one.is_excluded}
    values = {one.value for one in change.mentions}
    words = said_in_full(former.rstrip("?!. "))
    stale = [
        one
        for one in read(work, words, of=of).mentions
        if (not one.is_excluded and _kind(one.kind) in kinds) or one.value in values
    ]
    for one in sorted(stale, key=lambda each: -each.start):
        words = f"{words[: one.start]} {words[one.end :]}"
    return " ".join(words.split())


def without_people(work: Work, former: str, *, of: str) -> str:
    """The former words without the colleagues they name: “all of us” is said."""
    words = said_in_full(former.rstrip("?!. "))
    named = [one for one in read(work, words, of=of).mentions if _kind(one.kind) == "owner"]
    for one in sorted(named, key=lambda each: -each.start):
        words = f"{words[: one.start]} {words[one.end :]}"
    return " ".join(words.split())


def _kind(kind: str) -> str:
    """A team is said in place of a colleague."""
    return "owner" if kind == "team" else kind
