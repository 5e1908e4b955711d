"""What must lead to no act, whatever it resembles: conditions, bans, wishes, what is nobody's business."""

import re

from nlp.rep.words.polite import POLITE

CONDITION = re.compile(
    POLITE + r"(?:if|when|whenever|once|as soon as|every ?time|each time|any ?time|unless|in case"
    r"|should (?:they|he|she|anyone))\b",
    re.I,
)
NEGATED = re.compile(
    POLITE + r"(?:(?:hold(?: on| off| it)?|stop|careful)[.,!:;]\s*|[\w&'. -]{2,40}:\s*[-*\u2022]?\s*)?"
    r"(?:do not|don'?t|dont|never|nobody should|no one should|must not|mustn't)\s+(?!let me forget"
    r"|forget to)",
    re.I,
)
_STANDING = re.compile(
    r"\b(?:from now on|in (?:the )?future|going forward|always|never again|automatically)\b", re.I
)
_REMINDER = re.compile(r"\b(?:remind|reminder|ping me|nudge me|task)\b", re.I)
_QUESTION = re.compile(
    r"^\W*(?:when(?:'s| (?:did|do|does|was|is|are|were|will|have|has|can|should))|if \w+ (?:did|was))\b", re.I
)
_MAY_HAPPEN = re.compile(
    r"^(?!\W*(?:which|what|who|show|list|any|deals?|give|how|should)\b).*\b(?:may(?!\s+\d)|might|could"
    r"|perhaps|maybe)\s+(?!(?:you|u)\b)(?:\w+\s+){0,2}?(?:lose|win|close|buy|sign|move|call|drop)\b",
    re.I,
)
_WISHED = re.compile(
    POLITE
    + r"(?:(?:i|we) (?:wish|hope)\b(?! to\b)|hopefully\b|hoping\b|if only\b|(?:it )?would be (?:nice|great"
    r"|lovely)\b|fingers crossed)",
    re.I,
)
_DESTROYED = re.compile(
    POLITE + r"(?:(?:can|could|would) (?:you|u)\s+)?(?:please\s+)?(?:(?:delete|erase|wipe|purge|destroy"
    r"|export|download)\b(?!.*\b(?:task|reminder|to-?do|draft|meeting)\b)"
    r"|(?:remove|take|kick|throw)\b.*\b(?:from|out of) (?:the|our|my) (?:crm|system|database|records)\b)",
    re.I,
)
_GRANTED = re.compile(
    POLITE
    + r"(?:give|grant|get|revoke|take away|remove)\b.*\b(?:rights|permissions?|admin access|privileges)\b",
    re.I,
)
_PRIVATE = re.compile(
    r"\b(?:salar(?:y|ies)|wages?|earn(?:s|ing)|home address|private (?:number|address|phone|life)|passwords?"
    r"|passport|social security|credit card|bank (?:details|account)|religion|sick leave|medical (?:history"
    r"|record)|how old|pregnant|married)\b",
    re.I,
)
_OF_PEOPLE = frozenset(
    {"contact.show", "deal.show", "company.show", "history.show", "report.activity", "lead.score"}
)
_ASKING = frozenset({"explain", "help", "smalltalk", "correct", "cancel", "undo", "confirm"})
_OF_WORDS = frozenset({"schedule.mute", "ticket.note", "activity.log"})
_MAY_BE_STANDING = frozenset(
    {"task.create", "schedule.create", "deal.update", "ticket.reply", "message.send", "message.draft"}
)
SHORT_ANSWERS = frozenset({"confirm", "cancel", "undo", "smalltalk"})
_LONGEST_ANSWER = 120
_AIMED = re.compile(
    POLITE + r"(?:make|set|create|add|define|raise|change|put)\b.*\b(?:goal|quota|target)\b"
    r".*\b(?:of|to|at|is)\s+\W?\d",
    re.I,
)
"""A goal is set by a manager in the settings, not said."""


def is_refused(text: str, intent: str) -> bool:
    """Whether a clause taken for an intent is a rule, a wish, a ban, or asks for what is never done so."""
    if intent in SHORT_ANSWERS and len(text) > _LONGEST_ANSWER:
        return True
    if intent in _ASKING or intent in _OF_WORDS:
        return False
    if (
        _DESTROYED.match(text)
        or (intent.startswith("report.") and _AIMED.match(text))
        or _WISHED.match(text)
        or _GRANTED.match(text)
        or (intent.startswith("deal.") and _MAY_HAPPEN.search(text))
    ):
        return True
    if intent in _OF_PEOPLE and _PRIVATE.search(text):
        return True
    if CONDITION.match(text) and not _QUESTION.match(text):
        return not (intent == "task.create" and _REMINDER.search(text))
    if NEGATED.match(text):
        return True
    return intent not in _MAY_BE_STANDING and bool(_STANDING.search(text))
