"""The carriers' keywords, in any case and punctuation."""

import re
from dataclasses import replace

from assistant.pipeline.case import Case, Keyword
from assistant.work import Work
from storage.queries import people

STOP_WORDS = frozenset({"stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"})
START_WORDS = frozenset({"start", "unstop"})
HELP_WORDS = frozenset({"help", "info"})
AGREEING = "yes"
"""Asks for messages again where they were refused; anywhere else it is an answer to whatever was asked."""

_NO_LETTER = re.compile(r"[\W_]+")
_LONGEST = 40


def keyword_of(text: str) -> Keyword | None:
    """The keyword a text consists of: "Stop!", "S.T.O.P", "opt-out" and "STOP ALL" are ones."""
    word = _NO_LETTER.sub("", text[: _LONGEST + 1].lower())
    if len(text.strip()) > _LONGEST:
        return None
    if word in STOP_WORDS:
        return "stop"
    if word in START_WORDS:
        return "start"
    if word == AGREEING:
        return "yes"
    return "help" if word in HELP_WORDS else None


def settled(case: Case, work: Work) -> Case:
    """The case with YES read as START where they had refused, and as any other word where they had not."""
    if case.screening.keyword != "yes":
        return case
    identity = case.identity
    latest = (
        people.latest_consent(work.uow, kind=identity.kind, address=identity.address, purpose="all")
        if identity is not None
        else None
    )
    has_refused = latest is not None and not latest.is_granted
    return replace(case, screening=replace(case.screening, keyword="start" if has_refused else None))
