"""Step 4, in the transaction: which conversation a message belongs to, and the ticket or lead it is about.

Mail is matched by every id it names and by our own signed token; a match counts only where the sender takes
part in the conversation or belongs to the same company. Other channels have one running conversation per
provider thread.
"""

from dataclasses import replace

from assistant.actions.tickets import surviving_ticket
from assistant.pipeline import linking
from assistant.pipeline.case import Case
from assistant.work import Work
from channels.contract import InboundMessage
from storage.models import Contact, Conversation, Lead, MessageId, Ticket
from storage.queries import conversations, sales


def thread(case: Case, work: Work) -> Case:
    """Find or open the conversation; machines never open one."""
    message = case.message
    if message.channel == "email":
        found = _by_ids(case, work)
    else:
        found = linking.answered_elsewhere(case, work, _by_key(case, work))
    if found is None:
        if case.screening.disposition is not None:
            return case
        if message.channel == "email":
            case = replace(case, follows=linking.ticket_before(message, work))
        found = _open(case, work)
    _remember_ids(work, message, found)
    ticket = work.uow.find(Ticket, found.ticket_id)
    if ticket is not None:
        ticket = surviving_ticket(work, ticket)
    return replace(case, conversation=found, ticket=ticket, lead=_open_lead(case, work))


def _open_lead(case: Case, work: Work) -> Lead | None:
    if case.contact is None or work.uow.is_added(Contact, case.contact.id):
        return None
    return sales.open_lead_of_contact(work.uow, case.contact.id)


def _by_ids(case: Case, work: Work) -> Conversation | None:
    """The conversation a mail goes on with; None where it begins one, though it may follow another."""
    for conversation in linking.named_conversations(case.message, work):
        if _takes_part(case, work, conversation):
            return None if linking.is_other_matter(case, work, conversation) else conversation
    return None


def _takes_part(case: Case, work: Work, conversation: Conversation) -> bool:
    if case.screening.disposition is not None:
        return True  # a bounce or auto-reply comes from anywhere, and changes nothing
    if case.contact is None or conversation.contact_id is None:
        return False
    if conversation.contact_id == case.contact.id:
        return True
    other = work.uow.find(Contact, conversation.contact_id)
    if other is None:
        return False
    if other.merged_into_id == case.contact.id:
        return True
    return other.company_id is not None and other.company_id == case.contact.company_id


def _by_key(case: Case, work: Work) -> Conversation | None:
    message = case.message
    found = conversations.find_conversation_by_key(
        work.uow, channel=message.channel, account=message.account, provider_key=message.conversation_key
    )
    if found is None or case.contact is None or found.contact_id == case.contact.id:
        return found
    # A number that changed hands, or a contact that was merged since: only the latter goes on.
    former = work.uow.find(Contact, found.contact_id)
    return found if former is not None and former.merged_into_id == case.contact.id else None


def _open(case: Case, work: Work) -> Conversation:
    message = case.message
    conversation = Conversation(
        contact_id=case.contact.id if case.contact else None,
        channel=message.channel,
        account=message.account,
        provider_key=message.conversation_key,
        subject=(message.subject or "")[:200],
        last_at=work.now,
    )
    return work.uow.add(conversation)


def _remember_ids(work: Work, message: InboundMessage, conversation: Conversation) -> None:
    """Index the message's own id and its ancestors', also of those that never reached us."""
    if message.channel != "email":
        return
    ids = [one for one in dict.fromkeys((message.external_id, *message.references)) if one.startswith("<")]
    known = conversations.conversation_ids_of(work.uow, ids)
    for one in ids:
        if one not in known:
            work.uow.add(
                MessageId(
                    message_id=one, conversation_id=conversation.id, is_received=one == message.external_id
                )
            )
