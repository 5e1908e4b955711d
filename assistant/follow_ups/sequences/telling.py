"""Telling whoever looks after a contact what became of what goes out by itself."""

from assistant.actions.colleagues import notify_member
from assistant.work import Work
from channels.reply import Reply
from storage.models import Contact, Enrolment, Member


def tell_owner(
    work: Work, contact: Contact, said: str, *, key: str, enrolment: Enrolment | None = None
) -> bool:
    """Tell the contact's owner, else who started the enrolment; once per key. False where there is nobody."""
    started_by = enrolment.started_by_id if enrolment is not None else None
    candidates = (work.uow.find(Member, one) for one in (contact.owner_id, started_by) if one)
    member = next((one for one in candidates if one is not None and one.is_active), None)
    return member is not None and notify_member(work, member, Reply(text=said), key=key) is not None
