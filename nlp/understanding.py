"""The border of the language layer: an utterance in, an understanding out.

Everything behind it (classifier, extractors, language data) may change; these values do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from nlp.values import SlotValue

Persona = Literal["rep", "customer"]
Priority = Literal["low", "normal", "high", "urgent"]
Sentiment = Literal["negative", "neutral", "positive"]


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody wrote, with all that is needed to read it.

    `now` is zone-aware; `tz` an IANA zone in which every relative time is resolved. `text` is the new
    text only (quoted history already cut off by the channel); `country` an ISO 3166 code for national
    phone numbers.
    """

    text: str
    persona: Persona
    now: datetime
    tz: str = "UTC"
    channel: str = "slack"
    subject: str | None = None
    country: str = "US"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing asked or told: an intent of the ontology, how sure (0-1), and what was said about it."""

    intent: str
    confidence: float
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    text: str = ""
    """The clause the act was read from, for "I did not understand this part"."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What an utterance means. `priority` and `sentiment` are set for customers only.

    `suggestions` are the two nearest intents where the layer abstained (`out_of_scope`, `other`).
    """

    acts: tuple[Act, ...]
    language: str = "en"
    priority: Priority | None = None
    sentiment: Sentiment | None = None
    suggestions: tuple[str, ...] = ()


class Understander(Protocol):
    """Reads utterances. Implementations are thread-safe and hold no state between calls."""

    def understand(self, utterance: Utterance) -> Understanding:
        """Read one utterance; never raises for any text."""
        ...

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read many at once (cheaper per utterance); same results as one by one."""
        ...
