"""The mood a message shows: what the classifier says, and what words and signs leave no doubt about."""

import pytest

from nlp.classifier import Prediction
from nlp.customer.message import read_message
from nlp.customer.parts import Part, Reading
from nlp.customer.sentences import Sentence
from nlp.customer.sentiment import judge_sentiment
from tests.unit.nlp.customer.support import utterance


def mood(text: str, *, intent: str = "order.question", seen: str = "neutral") -> str:
    prediction = Prediction(seen, 0.6, 0.0, 0.0, ((seen, 0.6),))
    reading = Reading(intent, 0.9, Part(Sentence(0, len(text), text), {intent: 0.9}))
    return judge_sentiment(read_message(utterance(text)), [reading], [prediction])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("four weeks and no bed 😡", "negative"),
        ("We are really disappointed, where is the lamp", "negative"),
        ("great job losing my bike, where is it", "negative"),
        ("I love my new lamp, do you have a second one", "positive"),
        ("Where is order 4711", "neutral"),
        ("Would you love to tell me where order 4711 is", "neutral"),
    ],
)
def test_plain_words_of_mood_decide(text: str, shown: str) -> None:
    assert mood(text) == shown


def test_anger_outweighs_a_kind_word() -> None:
    assert mood("I love your shop but this is ridiculous", seen="positive") == "negative"


@pytest.mark.parametrize(("intent", "shown"), [("complaint", "negative"), ("thanks", "positive")])
def test_some_acts_have_a_mood_of_their_own(intent: str, shown: str) -> None:
    assert mood("the man came at nine", intent=intent) == shown
