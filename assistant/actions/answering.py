"""What words to a contact answer: where the customer wrote from, and their place in a thread of mail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.work import Work
from channels.contract import InboundMessage
from storage.models import Conversation, Identity, Interaction
from storage.queries import stepping

_MOST_REFERENCES = 10
_GREETING = 3
"""A line of so few words (“Hello Jane,”) says nothing yet."""
_LONGEST_SUBJECT = 60
_SENTENCE = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class Answered:
    """The customer's message that is answered: its channel, its address, its place in a thread of mail."""

    channel: str = ""
    address: str = ""
    identity: Identity | None = None
    """Whose address it is, where that is known already."""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


def message_at_hand(message: InboundMessage, identity: Identity) -> Answered:
    """A message just taken in."""
    ids = (*message.references, message.external_id) if message.channel == "email" else ()
    references = tuple(one for one in dict.fromkeys(ids) if one.startswith("<"))
    return Answered(
        channel=message.channel,
        address=identity.address,
        identity=identity,
        in_reply_to=message.external_id,
        references=references[-_MOST_REFERENCES:],
    )


def last_of_conversation(work: Work, conversation: Conversation | None) -> Answered:
    """The newest message the customer wrote in a conversation."""
    if conversation is None:
        return Answered()
    lately = stepping.latest_of_conversation(work.uow, conversation.id)
    last = next((one for one in lately if one.direction == "in"), None)
    if last is None:
        return Answered()
    return Answered(
        channel=last.channel,
        address=str(last.details.get("address") or ""),
        in_reply_to=last.external_id,
        references=_references(lately),
    )


def answer_subject(conversation: Conversation | None) -> str:
    """The subject of an answer in a conversation: its own, marked as an answer once."""
    subject = conversation.subject if conversation else ""
    return subject if not subject or subject.lower().startswith("re:") else f"Re: {subject}"


def opening_of(words: str) -> str:
    """What words are about, for a mail that has no subject: their first line that says something."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    line = next((one for one in lines if len(one.split()) > _GREETING), lines[0] if lines else "")
    first = _SENTENCE.split(line, maxsplit=1)[0].rstrip(".,;:!")
    return first if len(first) <= _LONGEST_SUBJECT else f"{first[:_LONGEST_SUBJECT].rpartition(' ')[0]} …"


def _references(lately: Sequence[Interaction]) -> tuple[str, ...]:
    ids = [one.external_id for one in lately if one.kind == "message" and one.external_id.startswith("<")]
    return tuple(reversed(ids[:_MOST_REFERENCES]))


def switched(conversation: Conversation | None, channel: str) -> dict[str, str]:
    """For the timeline: which channel a conversation is held on, where words come or go on another.

    A form has no way back, so an answer to one is no change.
    """
    if conversation is None or conversation.channel in (channel, "form") or channel == "form":
        return {}
    return {"instead_of": conversation.channel}
