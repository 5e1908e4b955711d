"""What a customer's words show of the writer's mood."""

from collections.abc import Sequence

from nlp.classifier import Prediction
from nlp.customer.cues import load_cues
from nlp.customer.message import Message
from nlp.customer.parts import Reading
from nlp.customer.text import fold
from nlp.understanding import Sentiment

_NEUTRAL = frozenset({"spam", "opt_in", "help.request", "auto.reply", "auto.bounce", "auto.out_of_office"})


def judge_sentiment(
    message: Message, readings: Sequence[Reading], predictions: Sequence[Prediction]
) -> Sentiment:
    """The mood of a message: every complaint is negative, every thanks positive, machines have none."""
    intents = {reading.intent for reading in readings}
    if "complaint" in intents:
        return "negative"
    if intents == {"thanks"}:
        return "positive"
    if intents <= _NEUTRAL:
        return "neutral"
    label = predictions[0].label
    text = fold(message.body)
    if label == "negative" or _shows("negative", text):
        return "negative"
    return "positive" if label == "positive" or _shows("positive", text) else "neutral"


def _shows(mood: str, text: str) -> bool:
    return load_cues("sentiment")[mood].search(text) is not None
