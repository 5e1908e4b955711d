"""What may stand beside the first act of a message as a second one, and how sure it has to be."""

import re
from collections.abc import Mapping

from nlp.customer.parts import NEEDS, Part, Reading, label_beside
from nlp.customer.refusals import names_messages

_NEED_BESIDE = 0.72
_SAME_WISH: Mapping[str, frozenset[str]] = {
    "demo.request": frozenset({"meeting.request"}),
    "meeting.request": frozenset({"demo.request"}),
}
"""Needs so near each other that two sentences of one wish are read as both."""
_BESIDE: Mapping[str, Mapping[str, float]] = {
    "human.request": dict.fromkeys(NEEDS | {"complaint", "opt_out", "reply.accept", "reply.decline"}, 0.5),
    "opt_out": {
        **dict.fromkeys(NEEDS | {"human.request"}, 0.6),
        **dict.fromkeys({"reply.decline", "reply.accept", "complaint", "other"}, 0.6),
        "wrong_person": 0.35,
    },
    "complaint": {**dict.fromkeys(NEEDS, 0.72), **dict.fromkeys({"human.request", "opt_out"}, 0.6)},
    "reply.accept": dict.fromkeys(NEEDS | {"human.request", "opt_out"}, 0.55),
    "reply.decline": {"opt_out": 0.35, **dict.fromkeys(NEEDS | {"human.request"}, 0.72)},
    "wrong_person": {"opt_out": 0.35},
    "feedback": {**dict.fromkeys(NEEDS, 0.9), "opt_out": 0.8},
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

_THREATENS = re.compile(
    r"^(?:if|unless|or|otherwise)\b|\b(?:thinking of|thinking about|considering)\b"
    r"|\bor (?:else )?(?:i|we)\b(?: will| shall|'ll| am| are|'m|'re)? \w+",
    re.IGNORECASE,
)
"""A mere threat to leave raises the priority; it is no act."""
_CALLED_OFF = frozenset({"meeting.request", "order.question"})
"""What "cancel it" calls off, where it was spoken of before."""
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
"""Praise or blame beside a need is a mood; a suggestion, or what is said apart, is an act."""
_SURELY_OF_MESSAGES = 0.9
"""So sure, a refusal is one of messages whatever it names."""
_PHONE = re.compile(r"(?:\d[ -]?){7}|\b(?:number|mobile|phone) (?:is )?(?:below|in)", re.IGNORECASE)
_ANAPHORIC = re.compile(r"\b(?:it|that|this|them|those|one(?! \w))\b", re.IGNORECASE)
_APART = re.compile(
    r"\b(?:also|separate(?:ly| thing| matter| note| point)|apart from (?:this|that)|besides"
    r"|while (?:i|you|we)|(?:an)?other (?:thing|matter|note|point)|on top"
    r"|further(?:more)?|in addition|and then|oh and)\b"
    r"|\bby the way\b|\bbtw\b"
    r"|^(?:and|after that|afterwards|from now(?: on)?)\b",
    re.IGNORECASE,
)
"""Words that open another matter."""
_SAID_APART = 0.7
"""How much less sure such a sentence has to be."""
_FEW_WORDS = 7


def reading_beside(part: Part, first: Reading) -> Reading | None:
    """The act a part carries of its own beside the first; a reason, a threat or a mood is none."""
    intent = label_beside(part, first.intent)
    least = _BESIDE.get(intent, {}).get(first.intent)
    text = part.sentence.text
    if least is None or part.share(intent) < least * (_SAID_APART if _is_apart(part, first) else 1.0):
        return None
    if _is_no_act(intent, text, first) or (intent == "opt_out" and not _refuses_messages(part, first)):
        return None
    return Reading(intent, part.share(intent), part)


def _is_apart(part: Part, first: Reading) -> bool:
    """Whether either of two matters, the later one, opens as another."""
    if _APART.search(part.sentence.text):
        return True
    is_earlier = part.sentence.start < first.part.sentence.start
    return is_earlier and _APART.search(first.part.sentence.text) is not None


def _is_no_act(intent: str, text: str, first: Reading) -> bool:
    """Whether what sounds like an intent is said about the first one."""
    if intent == "complaint":
        return _INSULT.match(text) is not None
    if intent == "feedback":
        return _SUGGESTS.search(text) is None and _APART.search(text) is None
    if intent == "cancel.request":
        return _THREATENS.search(text) is not None or (first.intent in _CALLED_OFF and _follows_up(text))
    if (
        intent == "account.request"
        and first.intent in ("human.request", "meeting.request")
        and _PHONE.search(text)
    ):
        return True
    return intent in NEEDS and _follows_up(text)


def _follows_up(text: str) -> bool:
    """Whether a short sentence only goes on about what "it" or "that" names."""
    is_short = len(text.split()) <= _FEW_WORDS
    return is_short and _ANAPHORIC.search(text) is not None and _APART.search(text) is None


def _refuses_messages(part: Part, first: Reading) -> bool:
    """Whether what was read as a refusal is one of messages: who is the wrong person need not say of what."""
    if first.intent == "wrong_person" or part.share("opt_out") >= _SURELY_OF_MESSAGES:
        return True
    return names_messages(part)
