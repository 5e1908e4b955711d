"""When a mail that names a known conversation begins a new one, linked to the old.

An answer under a changed subject, and the answer of somebody who takes no part in the conversation, begin a
matter of their own; its ticket names the one it follows.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from assistant.pipeline.case import Case
from assistant.pipeline.decide import QUIET_INTENTS
from assistant.work import Work
from channels.contract import InboundMessage
from channels.email.tokens import read_token
from storage.models import Conversation, Ticket
from storage.queries import conversations, ledger

_PREFIX = re.compile(r"^\s*(?:[^\W\d_]{1,6}\s*(?:\[\d+\])?\s*[:：]\s*)+")
_TAG = re.compile(r"\[[^\]]{1,40}\]")
_NUMBER = re.compile(r"#(\d+)")
_WORD = re.compile(r"[^\W_]{3,}")
_LATELY = 20
_SHORT = ("sms", "whatsapp")
_ANSWERED_WITHIN = timedelta(days=7)


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


def answered_elsewhere(case: Case, work: Work, found: Conversation | None) -> Conversation | None:
    """The conversation our last word on this channel belongs to, where that began on another one.

    A mail may be answered by text; what the customer texts back goes on with the mail's conversation. `found`
    is the channel's own running conversation, which stays where it is the newer one.
    """
    if case.message.channel not in _SHORT or case.identity is None or case.contact is None:
        return found
    last = ledger.latest_delivery_to(
        work.uow,
        channel=case.message.channel,
        address=case.identity.address,
        since=work.now - _ANSWERED_WITHIN,
    )
    conversation = work.uow.find(Conversation, last.conversation_id) if last is not None else None
    if last is None or conversation is None or conversation.contact_id != case.contact.id:
        return found
    is_newer = found is None or last.sent_at is None or found.last_at <= last.sent_at
    return conversation if conversation.channel != case.message.channel and is_newer else found


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
