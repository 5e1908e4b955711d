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

_WANTS_MESSAGES = re.compile(
    r"\b(?:(?:un-?|re-?)?start|unstop|resume|(?:re-?)?subscri\w*|opt\w*[ -](?:me )?(?:back )?in"
    r"|sign(?:ed)? (?:me |us )?(?:back )?up|(?:put|add|take|have|get) (?:me|us) (?:back )?(?:on|in|to)\b"
    r"|hear from|news ?letters?|(?:the|your|mailing) lists?|(?:send|text|e-?mail|mail|message|contact|write)"
    r"(?:ing)? (?:to )?(?:me|us)|(?:sending|receiv\w+|messages?|mails?|e-?mails?|texts?|updates|news|offers"
    r"|alerts)|anmeld\w*|abonn\w*|nachrichten|suscri\w*|inscri\w*|recibir|recevoir)\b",
    re.I,
)
"""Without a word of messages, “the address is wrong again” asks for none."""
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


def without_guesses(case: Case) -> Case:
    """The case without an `opt_in` that its words do not bear out: consent is given in words, not guessed."""
    understanding = case.understanding
    if understanding is None or "opt_in" not in case.intents:
        return case
    if _WANTS_MESSAGES.search(case.message.new_text or case.message.text):
        return case
    acts = tuple(act for act in understanding.acts if act.intent != "opt_in")
    return replace(case, understanding=replace(understanding, acts=acts))
