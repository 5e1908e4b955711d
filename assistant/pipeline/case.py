"""One message on its way through the pipeline: a frozen value each step hands on, richer by what it found."""

from dataclasses import dataclass, replace
from typing import Literal

from channels.contract import InboundMessage
from nlp.understanding import Understanding
from storage.models import Contact, Conversation, Identity, Lead, Ticket

Disposition = Literal[
    "filed", "duplicate", "loop", "bounce", "auto_reply", "spam", "opt_out", "ignored", "parked"
]
Keyword = Literal["stop", "start", "help", "yes"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a message ended: its one disposition, the reason in a sentence, and where it was filed."""

    disposition: Disposition
    reason: str = ""
    interaction_id: str | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """What can be said of a message before reading its meaning."""

    disposition: Disposition | None = None
    """Set where the message is no person's word; it is still filed, but nothing answers it."""
    reason: str = ""
    keyword: Keyword | None = None
    """A carrier's keyword (STOP, START, HELP) that stands alone on a phone channel."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about a customer's message. Decided by a pure function, done by `act`."""

    disposition: Disposition = "filed"
    reason: str = ""
    opens: Literal["ticket", "lead", None] = None
    follow_up_of: Ticket | None = None
    reopens: bool = False
    joins: Ticket | None = None
    category: str = ""
    priority: str = "normal"
    notice: str = ""
    consent: Literal["refused", "granted", None] = None


@dataclass(frozen=True, slots=True)
class Case:
    """A message and what is known of it so far. `outcome` ends the walk."""

    entry_id: str
    message: InboundMessage
    screening: Screening = Screening()
    member_id: str | None = None
    understanding: Understanding | None = None
    contact: Contact | None = None
    identity: Identity | None = None
    conversation: Conversation | None = None
    ticket: Ticket | None = None
    follows: Ticket | None = None
    """The ticket of an earlier conversation this message refers to, but does not go on with."""
    lead: Lead | None = None
    plan: Plan | None = None
    outcome: Outcome | None = None

    @property
    def cause(self) -> str:
        """How changes name this message as their cause."""
        return f"inbox:{self.entry_id}"

    @property
    def intents(self) -> tuple[str, ...]:
        """What the message asks for, in order."""
        return tuple(act.intent for act in self.understanding.acts) if self.understanding else ()

    def ending(self, outcome: Outcome) -> "Case":
        """The same case, ended."""
        return replace(self, outcome=outcome)
