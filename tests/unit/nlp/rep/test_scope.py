"""What is hardly what it was taken for, and speaks of no record, asks for nothing a CRM does."""

import pytest

from nlp.classifier import Prediction
from nlp.rep.meaning.precedence import NOTHING, decide


def decided(text: str, *, label: str = "deal.show", probability: float, familiarity: float) -> str:
    prediction = Prediction(
        label=label,
        probability=probability,
        familiarity=familiarity,
        scope=0.0,
        alternatives=((label, probability), ("smalltalk", 0.02)),
    )
    return decide(text, prediction, masked=text)


@pytest.mark.parametrize(
    ("text", "probability", "familiarity", "meant"),
    [
        ("which stage of load shedding is it tonight", 0.12, 0.37, "deal.show"),
        ("how long is the line at the border", 0.3, 0.5, NOTHING),
        ("how long is the line at the border", 0.6, 0.5, "deal.show"),
        ("how is the Acme deal doing", 0.3, 0.5, "deal.show"),
        ("who holds 40231", 0.3, 0.5, "deal.show"),
        ("how long is the line at the border", 0.3, 0.0, "deal.show"),
    ],
)
def test_unsure_and_unfamiliar_without_a_word_of_work_is_nothing(
    text: str, probability: float, familiarity: float, meant: str
) -> None:
    assert decided(text, probability=probability, familiarity=familiarity) == meant


def test_a_correction_may_be_in_any_words() -> None:
    said = decided("no w8 not copperfield", label="correct", probability=0.3, familiarity=0.3)
    assert said == "correct"


def test_a_plain_tale_is_told_however_strange_its_words() -> None:
    assert (
        decided("called Jane at ten", label="deal.show", probability=0.2, familiarity=0.3) == "activity.log"
    )
