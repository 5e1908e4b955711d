"""Messages made for the tests of the customer reader."""

from datetime import datetime

from nlp.customer.message import Message, read_message
from nlp.understanding import Utterance

NOW = datetime.fromisoformat("2026-03-04T10:00:00-05:00")
"""A Wednesday."""


def utterance(text: str, *, subject: str | None = None, channel: str = "email") -> Utterance:
    """A customer's utterance in New York."""
    return Utterance(
        text=text, persona="customer", now=NOW, tz="America/New_York", channel=channel, subject=subject
    )


def message(text: str, *, subject: str | None = None) -> Message:
    """The message read from a text."""
    return read_message(utterance(text, subject=subject))
