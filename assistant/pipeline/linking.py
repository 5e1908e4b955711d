"""When a mail that names a known conversation begins a new one, linked to the old.

An answer under a changed subject, and the answer of somebody who takes no part in the conversation, begin a
matter of their own; its ticket names the one it follows.
"""

import re
from collections.abc import Iterator

from assistant.pipeline.case import Case
from assistant.pipeline.decide import QUIET_INTENTS
from assistant.work import Work
from channels.contract import InboundMessage
from channels.email.tokens import read_token
from storage.models import Conversation, Ticket
from storage.queries import conversations

_PREFIX = re.compile(r"^\s*(?:[^\W\d_]{1,6}\s*(?:\[\d+\])?\s*[:：]\s*)+")
_TAG = re.compile(r"\[[^\]]{1,40}\]")
_NUMBER = re.compile(r"#(\d+)")
_WORD = re.compile(r"[^\W_]{3,}")
_LATELY = 20


def named_conversations(message: InboundMessage, work: Work) -> Iterator[Conversation]:
    """Every conversation a mail names by our token or by an ancestor's id, the likeliest first."""
    named = [str(one) for one in (message.payload.get("conversation_id"),) if one]
    places = [one.address for one in message.recipients] + list(reversed(message.references))
    named += [token for place in places if (token := read_token(place, work.company.secret))]
    known = conversations.conversation_ids_of(work.uow, message.references)
    named += [known[one] for one in reversed(message.references) if one in known]
    for conversation_id in dict.fromkeys(named):
        conversation = work.uow.find(Conversation, conversation_id)
        if conversation is not None:
            yield conversation


def is_other_matter(case: Case, work: Work, conversation: Conversation) -> bool:
    """Whether an answer was given a subject that has nothing to do with anything said in the conversation.

    Words that ask for nothing ("thanks") stay where they were said, whatever stands above them.
    """
    subject = case.message.subject or ""
    is_quiet = bool(case.intents) and all(intent in QUIET_INTENTS for intent in case.intents)
    if is_quiet or case.screening.disposition is not None:
        return False
    if _is_about(subject, conversation.subject):
        return False
    said = conversations.timeline(work.uow, conversation_id=conversation.id, limit=_LATELY)
    return not any(_is_about(subject, one.subject) for one in said if one.subject)


def ticket_before(message: InboundMessage, work: Work) -> Ticket | None:
    """The ticket of the conversation a mail names, though it does not go on with it."""
    for conversation in named_conversations(message, work):
        ticket = work.uow.find(Ticket, conversation.ticket_id)
        if ticket is not None:
            return ticket
    return None


def _is_about(subject: str, other: str) -> bool:
    """True where two subjects share a ticket's number or a word; where one says nothing, nothing changed."""
    ours, theirs = _words(subject), _words(other)
    if not ours or not theirs or set(_NUMBER.findall(subject)) & set(_NUMBER.findall(other)):
        return True
    return bool(ours & theirs)


def _words(subject: str) -> set[str]:
    return set(_WORD.findall(_TAG.sub(" ", _PREFIX.sub("", subject)).lower()))
