"""How soon a customer's message needs somebody."""

from collections.abc import Sequence

from nlp.classifier import Prediction
from nlp.customer.acts import Reading
from nlp.customer.message import Message
from nlp.understanding import Priority

_ALWAYS_LOW = frozenset(
    {
        "reply.decline",
        "thanks",
        "feedback",
        "opt_in",
        "help.request",
        "wrong_person",
        "spam",
        "auto.reply",
        "auto.bounce",
        "auto.out_of_office",
    }
)
_RANK: tuple[Priority, ...] = ("low", "normal", "high", "urgent")


def judge_priority(
    message: Message, readings: Sequence[Reading], predictions: Sequence[Prediction]
) -> Priority:
    """The highest priority over the acts."""
    intents = {reading.intent for reading in readings}
    if intents <= _ALWAYS_LOW:
        return "low"
    label = predictions[0].label
    return next(rank for rank in _RANK if rank == label)
