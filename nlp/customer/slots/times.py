"""The times a message speaks of."""

from nlp.customer.examples import CONTEXT
from nlp.customer.message import Message
from nlp.customer.parts import Part, Reading
from nlp.customer.sentences import Sentence
from nlp.times import TimeMention, find_times


def times_in(message: Message) -> list[TimeMention]:
    """Every time in the writer's words, by the clock and the habits of who is written to."""
    said = message.utterance
    return find_times(message.body, now=said.now, tz=said.tz, country=said.country)


def lies_in(mention: TimeMention, sentence: Sentence) -> bool:
    """Whether a time is said in a sentence."""
    return sentence.start <= mention.start < sentence.end


_PLAINLY = 0.5


def says_else(part: Part, reading: Reading) -> bool:
    """Whether a part plainly says something else than what is read: its times are not of that."""
    return part.label not in (reading.intent, CONTEXT) and part.share(part.label) >= _PLAINLY
