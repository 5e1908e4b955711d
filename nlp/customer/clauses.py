"""Sentences that hold two acts: "the app keeps crashing, call me"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nlp.customer.parts import NEEDS, REFUSALS, Part, label_beside
from nlp.customer.sentences import Sentence, split_clauses

_LEADING = (
    "i we i'?d id i'?ll i'?m im pls please can could would call cancel how what when where also take "
    "send speak let have get is do does don't dont unsubscribe remove stop transfer ring phone tell "
    "update change give connect put delete lose never want need book add who nobody your refund cease "
    "quit drop leave spare strike halt bin kindly "
)
_LEADS = re.compile(rf"(?:no more|{'|'.join(_LEADING.split())})\b", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:a|an|the|some|another|one) (?:\w+ )?(?:demo|quote|call|meeting|visit|invoice|copy|refund|price list"
    r"|tour|walkthrough|trial|receipt|callback|appointment|viewing)\b",
    re.IGNORECASE,
)
"""What is wished for by its name alone: "a quote for ten chairs and a demo"."""
_ANSWER = re.compile(r"(?:yes|yep|yeah|yup|ok|okay|sure|deal|agreed|no|nope|nah)\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|n|also|plus|but|tapos|anyway)\b|[;:&]", re.IGNORECASE)
_WISH = re.compile(
    r"\b(?:call me|ring me|phone me|talk to|speak (?:to|with)|agent|human|manager|supervisor|call back"
    r"|callback|stop|remove|unsubscribe"
    r"|take me off|lose my|delete my number"
    r"|(?:don'?t|do not|never) (?:text|contact|write|call|e-?mail|mail|message))\b",
    re.IGNORECASE,
)
_SURE = 0.7
_SURE_OF_WISH = 0.55
_SURE_OF_NO = 0.35
"""Less is needed for a no before a refusal of mail: "not interested, lose my number"."""
_UNSAID = 0.8
_TRACE = 0.1
_SECOND = NEEDS | {"human.request", "opt_out", "complaint"}
_FIRST = NEEDS | {"reply.accept", "reply.decline", "wrong_person", "complaint", "opt_out"}
_MOST_CUTS = 6
_LONGEST = 45


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to cut a sentence; `is_said` where the words at the joint join two things, as "and" does."""

    left: Sentence
    right: Sentence
    is_said: bool


@lru_cache(maxsize=4_096)
def cuts(sentence: Sentence) -> Sequence[Cut]:
    """Ways to cut a sentence whose halves could be acts of their own, the plainest first.

    A bare comma, or nothing at all, joins a reason to a request far more often than two acts, except before a
    wish for a person or for no more messages.
    """
    if len(sentence.text.split()) > _LONGEST:
        return []
    found = [
        Cut(left, right, _may_lead(right.text) and _is_said(_joint(sentence, left, right), left, right))
        for left, right in split_clauses(sentence)
    ]
    return sorted(found, key=lambda cut: not cut.is_said)[:_MOST_CUTS]


def _is_said(joint: str, left: Sentence, right: Sentence) -> bool:
    return bool(_AND.search(joint) or _WISH.search(right.text) or _ANSWER.match(left.text))


def _may_lead(text: str) -> bool:
    return _LEADS.match(text) is not None or _NAMED.match(text) is not None


def may_hold_two(whole: Part) -> bool:
    """Whether a sentence that says this could be two acts at all: else its halves need not be read."""
    return whole.label in _FIRST | _SECOND


def _joint(sentence: Sentence, left: Sentence, right: Sentence) -> str:
    return sentence.text[len(left.text) : len(sentence.text) - len(right.text)]


def join_cut(whole: Part, halves: Sequence[tuple[Part, Part, bool]]) -> list[Part]:
    """The two halves where both plainly carry different acts, else the sentence as it was.

    Where the joint does not say that there are two, the sentence as a whole must show a trace of both.
    """
    best: tuple[float, list[Part]] = (0.0, [whole])
    for left, right, is_said in halves:
        first, second = label_beside(left, right.label), right.label
        if first == second or first not in _FIRST or second not in _SECOND:
            continue
        if whole.label not in (first, second):
            continue
        if not is_said and min(whole.share(first), whole.share(second)) < _TRACE:
            continue
        sure = min(left.share(first), right.share(second))
        if sure >= (_least(first, second) if is_said else _UNSAID) and sure > best[0]:
            best = (sure, [left, right])
    return best[1]


def _least(first: str, second: str) -> float:
    """A wish for a person, or for no more messages, is plain words: less is needed beside it."""
    if second == "opt_out" and first in REFUSALS:
        return _SURE_OF_NO
    return _SURE if second in NEEDS | {"complaint"} else _SURE_OF_WISH
