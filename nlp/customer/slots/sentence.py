"""The one sentence that says an act, verbatim."""

from collections.abc import Sequence

from nlp.customer.message import Message
from nlp.customer.parts import Part, Reading


def choose_sentence(message: Message, reading: Reading, parts: Sequence[Part]) -> str:
    """The sentence an act was read from, as it stands in the text."""
    return reading.part.sentence.text
