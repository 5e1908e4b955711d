"""Colleagues who write to a mailbox of ours: what they forward, what they say in a conversation.

A forward is read as its first sender's mail, with a note of who sent it on. In a known conversation a
colleague's words are an answer where the customer got them too, else a note. Anything else is a request like
anybody's. Mail shown to be forged is never a colleague's.
"""

from dataclasses import replace

from assistant.actions import tickets
from assistant.pipeline import linking
from assistant.pipeline.case import Case, Outcome
from assistant.pipeline.filing import file_colleagues_words
from assistant.stores.files import FileStore
from assistant.work import Work
from channels.contract import InboundMessage, Kind
from channels.email.parsing import parse_message
from channels.email.reply.forwarded import Forwarded, find_forwarded, is_forward, without_forward_prefix
from storage.database import Database
from storage.models import Contact, Interaction, Member, MessageId, Ticket
from storage.queries import people, team

_ATTACHED = "message/rfc822"


def may_be_one(case: Case) -> bool:
    """Whether to ask who wrote a mail: it is from our own domain, or sent on."""
    message = case.message
    if message.channel != "email" or message.kind is not Kind.MESSAGE:
        return False
    if case.screening.disposition is not None or message.is_authentic is False:
        return False
    own = str(message.payload.get("own_address") or message.account.partition("/")[0])
    return _domain(message.sender.address) == _domain(own) or is_forward(message.subject or "")


def recognise_by_mail(case: Case, database: Database) -> Case:
    """Name the colleague a mail is from; what they forward becomes its first sender's message."""
    with database.read() as uow:
        member = team.find_member_by_email(uow, case.message.sender.address)
    if member is None or not member.is_active:
        return case
    found = _forwarded(case.message)
    if found is None or _is_ours(found.sender.address, case.message, member):
        return replace(case, member_id=member.id)
    return replace(case, message=_seen_through(case.message, found, member))


def word_in_conversation(case: Case, work: Work, files: FileStore) -> Outcome | None:
    """File a colleague's mail in the customer's conversation it belongs to; None for any other message."""
    message = case.message
    if case.member_id is None or message.channel != "email":
        return None
    conversation = next(linking.named_conversations(message, work), None)
    contact = work.uow.find(Contact, conversation.contact_id) if conversation is not None else None
    if conversation is None or contact is None:
        return None
    ticket = work.uow.find(Ticket, conversation.ticket_id)
    ticket = tickets.surviving_ticket(work, ticket) if ticket is not None else None
    is_answer = _reaches(contact, message, work)
    case = replace(case, conversation=conversation, contact=contact)
    filed = file_colleagues_words(
        case, work, files, ticket=ticket, direction="out" if is_answer else "internal"
    )
    work.uow.add(MessageId(message_id=message.external_id, conversation_id=conversation.id))
    if is_answer and ticket is not None:
        tickets.note_answered(work, ticket)
    said = "A colleague answered by mail." if is_answer else "A colleague's note by mail."
    return Outcome("filed", said, filed.id)


def note_forward(case: Case, work: Work) -> None:
    """Leave word of who sent a mail on, and what they said about it, where the team sees it."""
    member_id = str(case.message.payload.get("forwarded_by", ""))
    member = work.uow.find(Member, member_id) if member_id else None
    if member is None or case.contact is None:
        return
    comment = str(case.message.payload.get("comment", ""))
    said = f"{member.name} forwarded this mail; {case.message.sender.address} wrote it first."
    conversation = case.conversation
    text = f"{said}\n\n{comment}".strip()
    work.uow.add(
        Interaction(
            contact_id=case.contact.id,
            company_id=case.contact.company_id,
            conversation_id=conversation.id if conversation else None,
            ticket_id=conversation.ticket_id if conversation else None,
            member_id=member.id,
            kind="note",
            direction="internal",
            text=text,
            new_text=text,
            at=work.now,
        )
    )


def _forwarded(message: InboundMessage) -> Forwarded | None:
    subject = message.subject or ""
    found = find_forwarded(message.text, subject=subject)
    attached = [file for file in message.files if file.content_type == _ATTACHED]
    if found is not None or not (is_forward(subject) and len(attached) == 1):
        return found
    inner = parse_message(attached[0].content)
    if "@" not in inner.sender.address:
        return None
    about = inner.subject or without_forward_prefix(subject)
    return Forwarded(inner.sender, about, inner.reply or inner.text, message.new_text.strip())


def _seen_through(message: InboundMessage, found: Forwarded, member: Member) -> InboundMessage:
    """The first sender's message. Nobody answers it by itself: its writer wrote to a colleague, not to us."""
    return replace(
        message,
        sender=found.sender,
        subject=found.subject,
        new_text=found.text or message.new_text,
        may_auto_respond=False,
        is_authentic=None,
        payload={**message.payload, "forwarded_by": member.id, "comment": found.comment},
    )


def _is_ours(address: str, message: InboundMessage, member: Member) -> bool:
    own = {member.email.lower(), str(message.payload.get("own_address", "")).lower()}
    return address.lower() in own


def _reaches(contact: Contact, message: InboundMessage, work: Work) -> bool:
    addresses = {one.address for one in people.identities_of(work.uow, contact.id) if one.kind == "email"}
    return any(one.address.lower() in addresses for one in message.recipients)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
