"""How soon a customer's message needs somebody: what the classifier says, bounded by what is written."""

import re
from collections.abc import Mapping, Sequence

from nlp.classifier import Prediction
from nlp.customer.cues import load_cues
from nlp.customer.message import Message
from nlp.customer.parts import Reading
from nlp.customer.text import fold
from nlp.understanding import Priority

_RANKS: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
_ALWAYS_LOW = frozenset(
    {
        *("reply.decline", "thanks", "feedback", "opt_in", "help.request", "wrong_person", "spam"),
        *("auto.reply", "auto.bounce", "auto.out_of_office"),
    }
)
_MATTERS = frozenset(
    {"support.request", "billing.question", "order.question", "account.request", "complaint", "sales.inquiry"}
)
_MAY_BE_LOW = _MATTERS - {"complaint"}
_SURE_URGENT = 0.5
_SURE_HIGH = 0.55
_SURE_LOW = 0.5
_CUES_OF_HIGH: Mapping[str, tuple[str, ...]] = {
    "support.request": ("high_repeat", "high_leaving", "high_blocked"),
    "billing.question": ("high_repeat", "high_money", "high_leaving"),
    "order.question": ("high_repeat", "high_leaving", "high_blocked"),
    "account.request": ("high_repeat", "high_leaving", "high_blocked"),
    "complaint": ("high_repeat", "high_leaving"),
    "sales.inquiry": (),
    "meeting.request": ("high_repeat",),
    "human.request": ("high_repeat", "high_leaving"),
}


def judge_priority(
    message: Message, readings: Sequence[Reading], predictions: Sequence[Prediction]
) -> Priority:
    """The highest priority over the acts.

    `predictions` are the classifier's, of the whole body first and then of each sentence.
    """
    text = fold(message.body)
    return max((_judge(reading.intent, text, predictions) for reading in readings), key=_RANKS.index)


def _judge(intent: str, text: str, predictions: Sequence[Prediction]) -> Priority:
    cues = load_cues("priority")
    if intent in _ALWAYS_LOW:
        return "low"
    if intent == "other":
        return "normal" if cues["other_deadline"].search(text) else "low"
    if intent == "cancel.request":
        return "normal" if cues["leaving_softer"].search(text) else "high"
    if intent == "sales.inquiry" or intent in ("demo.request", "reply.accept", "opt_out"):
        is_due = _has_deadline(text) and _sure(predictions, "high") >= _SURE_LOW
        return "high" if is_due else _low_or_normal(intent, text, predictions)
    if _is_urgent(intent, text, predictions):
        return "urgent"
    if _is_high(intent, text, predictions):
        return "high"
    return _low_or_normal(intent, text, predictions)


def _is_urgent(intent: str, text: str, predictions: Sequence[Prediction]) -> bool:
    has_cue = load_cues("priority")["urgent"].search(text) is not None
    sure = _sure(predictions, "urgent")
    if intent == "human.request":
        return has_cue and sure >= _SURE_LOW
    if _is_general_question(text) and not has_cue:
        return sure >= 0.9
    return sure >= _SURE_URGENT or (has_cue and sure >= 0.02)


def _is_high(intent: str, text: str, predictions: Sequence[Prediction]) -> bool:
    cues = load_cues("priority")
    has_cue = any(cues[name].search(text) for name in _CUES_OF_HIGH.get(intent, ()))
    sure = max(_sure(predictions, "high"), _sure(predictions, "urgent"))
    if has_cue or (_has_deadline(text) and intent != "meeting.request"):
        return sure >= 0.12
    return sure >= _SURE_HIGH and intent in _MATTERS and not _is_general_question(text)


def _has_deadline(text: str) -> bool:
    """A sentence that names today or tomorrow and something that has to happen then."""
    cues = load_cues("priority")
    return any(
        cues["deadline_today"].search(sentence) and cues["deadline_need"].search(sentence)
        for sentence in re.split(r"[.!?\n]+(?:\s|$)", text)
    )


def _low_or_normal(intent: str, text: str, predictions: Sequence[Prediction]) -> Priority:
    """Low is for how-tos, general questions, mere looks and what is said to have no hurry."""
    cues = load_cues("priority")
    if intent not in _MAY_BE_LOW:
        return "normal"
    if cues["hurry_none"].search(text) or cues["looks"].search(text):
        return "low"
    sure = predictions[0].alternatives
    low = dict(sure).get("low", 0.0)
    is_general = _is_general_question(text)
    if is_general and not cues["own_case"].search(text):
        return "low" if low >= 0.2 else "normal"
    return "low" if is_general and low >= _SURE_LOW else "normal"


def _is_general_question(text: str) -> bool:
    howto = load_cues("priority")["howto"]
    return any(howto.search(sentence) for sentence in re.split(r"(?<=[.!?\n])\s+", text))


def _sure(predictions: Sequence[Prediction], label: str) -> float:
    """How sure the classifier is of a label, of the message or of any of its sentences."""
    return max(dict(prediction.alternatives).get(label, 0.0) for prediction in predictions)
