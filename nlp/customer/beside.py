"""What may stand beside the first act of a message as a second one, and how sure it has to be."""

import re
from collections.abc import Mapping

from nlp.customer.cues import load_cues
from nlp.customer.parts import NEEDS, Part, Reading
from nlp.customer.text import fold

_NEED_BESIDE = 0.72
_SAME_WISH: Mapping[str, frozenset[str]] = {
    "demo.request": frozenset({"meeting.request"}),
    "meeting.request": frozenset({"demo.request"}),
}
"""Needs so near each other that two sentences of one wish are read as both."""
_BESIDE: Mapping[str, Mapping[str, float]] = {
    "human.request": dict.fromkeys(NEEDS | {"complaint", "reply.accept", "reply.decline"}, 0.5),
    "opt_out": {
        **dict.fromkeys(NEEDS | {"human.request"}, 0.5),
        **dict.fromkeys({"reply.decline", "reply.accept", "complaint", "other"}, 0.5),
        "wrong_person": 0.35,
    },
    "complaint": {**dict.fromkeys(NEEDS, 0.72), **dict.fromkeys({"human.request", "opt_out"}, 0.6)},
    "reply.accept": dict.fromkeys(NEEDS | {"human.request", "opt_out"}, 0.55),
    "reply.decline": {"opt_out": 0.5, **dict.fromkeys(NEEDS | {"human.request"}, 0.72)},
    "wrong_person": {"opt_out": 0.35},
    "feedback": dict.fromkeys(NEEDS, 0.9),
    **{
        need: {
            **dict.fromkeys(NEEDS - {need} - _SAME_WISH.get(need, frozenset()), _NEED_BESIDE),
            "complaint": 0.6,
            "reply.accept": 0.55,
            "reply.decline": 0.65,
            "human.request": 0.65,
            "opt_out": 0.72,
            "feedback": 0.8,
        }
        for need in NEEDS
    },
}
"""By second intent: which first intents it may stand beside, and how sure it has to be."""

_THREATENS = re.compile(r"^(?:if|unless|or|otherwise)\b|\b(?:thinking of|thinking about|considering)\b", re.I)
"""A mere threat to leave raises the priority; it is no act."""
_INSULT = re.compile(
    r"^(?:you|you're|your|what|this|it)\b(?:\W+[\w']+){0,4}\W+(?:useless|joke|clowns?|idiots?|pathetic|hopeless"
    r"|ridiculous|disgrace|shambles|circus|amateurs?|incompetent)\W*$",
    re.IGNORECASE,
)
"""An insult beside a matter is anger about it, no grievance of its own."""
_SUGGESTS = re.compile(
    r"\b(?:should|could|might|would|wish|suggest\w*|idea|hint|consider|out of date|outdated|wrong on"
    r"|missing (?:on|from|in)|typo|stale|old (?:price|hours|address)|'d be)\b",
    re.IGNORECASE,
)
"""Praise or blame beside a need is a mood; a suggestion is an act."""
_SURELY_OF_MESSAGES = 0.9
"""So sure, a refusal is one of messages whatever it names."""
_WANTS_PERSON = re.compile(
    r"\b(?:talk|speak|call|phone|ring|telephone|human|person|agent|manager|boss|supervisor|colleague|operator"
    r"|callback|representative|escalate|director|owner|contact me|call-back|calls|rings|phones"
    r"|a (?:voice|name)|(?:get|have|need|want|is there|reach|find) (?:me )?(?:some|any)(?:body|one))\b"
    r"(?! someone else| somebody| another)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\d[ -]?){7}|\b(?:number|mobile|phone) (?:is )?(?:below|in)", re.IGNORECASE)
_ANAPHORIC = re.compile(r"\b(?:it|that|this|them|those|one(?! \w))\b", re.IGNORECASE)
_APART = re.compile(
    r"\b(?:also|separately|besides|while (?:i|you|we)|(?:an)?other (?:thing|matter|note)|on top"
    r"|further(?:more)?|in addition|and then|oh and)\b"
    r"|\bby the way\b|\bbtw\b",
    re.IGNORECASE,
)
"""Words that open another matter."""
_SAID_APART = 0.7
"""How much less sure such a sentence has to be."""
_FEW_WORDS = 7


def may_stand(part: Part, first: Reading) -> bool:
    """Whether a part is an act of its own beside the first; a reason, a threat or a mood is none."""
    least = _BESIDE.get(part.label, {}).get(first.intent)
    text = part.sentence.text
    if least is None or part.share(part.label) < least * (_SAID_APART if _APART.search(text) else 1.0):
        return False
    if part.label == "complaint" and _INSULT.match(text):
        return False
    if part.label == "opt_out" and not _refuses_messages(part, first):
        return False
    if part.label == "feedback" and not _SUGGESTS.search(text):
        return False
    if part.label == "cancel.request" and _THREATENS.search(text):
        return False
    if part.label == "human.request" and not _WANTS_PERSON.search(text):
        return False
    if (
        part.label == "account.request"
        and first.intent in ("human.request", "meeting.request")
        and _PHONE.search(text)
    ):
        return False
    is_follow_up = (
        len(text.split()) <= _FEW_WORDS
        and _ANAPHORIC.search(text) is not None
        and _APART.search(text) is None
    )
    return not (is_follow_up and part.label in NEEDS - {"cancel.request"})


def _refuses_messages(part: Part, first: Reading) -> bool:
    """Whether what was read as a refusal is one of messages: who is the wrong person need not say of what."""
    if first.intent == "wrong_person" or part.share("opt_out") >= _SURELY_OF_MESSAGES:
        return True
    return load_cues("opt_out")["messages"].search(fold(part.sentence.text)) is not None
