"""The times a message speaks of."""

from nlp.customer.message import Message
from nlp.times import TimeMention, find_times


def times_in(message: Message) -> list[TimeMention]:
    """Every time in the writer's words, by the clock and the habits of who is written to."""
    said = message.utterance
    return find_times(message.body, now=said.now, tz=said.tz, country=said.country)
