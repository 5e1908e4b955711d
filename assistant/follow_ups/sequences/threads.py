"""The conversation the steps of one enrolment stand in, so that an answer to any of them is found."""

from assistant.work import Work
from storage.models import Contact, Conversation, Enrolment
from storage.queries import stepping


def thread_of(
    work: Work, enrolment: Enrolment, contact: Contact, *, channel: str, subject: str
) -> Conversation | None:
    """By mail a thread of the enrolment's own; elsewhere what runs with the contact on that channel."""
    if channel != "email":
        known = stepping.conversations_of_contact(work.uow, contact.id)
        return next((one for one in known if one.channel == channel), None)
    found = work.uow.find(Conversation, enrolment.conversation_id)
    if found is not None:
        return found
    made = work.uow.add(
        Conversation(contact_id=contact.id, channel="email", subject=subject[:200], last_at=work.now)
    )
    enrolment.conversation_id = made.id
    return made
