"""A customer's words that open nothing (“yes please”, “Tuesday works”): whom they are for is told of them.

A question goes to the desk as a ticket; an answer belongs to whoever wrote before, or looks after them.
"""

from datetime import timedelta

from assistant.actions.colleagues import notify_member
from assistant.follow_ups.assigning.presence import muted_until, stand_in_of
from assistant.outgoing.ways import name_of
from assistant.pipeline.case import Case, Plan
from assistant.work import Work
from channels.reply import Reply
from storage.models import Company, Interaction, Member, Ticket
from storage.queries import conversations

WROTE_WITHIN = timedelta(days=30)
NEWS_FOR = timedelta(days=3)
"""Older mail, found in a mailbox read for the first time or imported, is no news."""
MOST = 2500


def tell_addressee(
    case: Case, work: Work, plan: Plan, interaction: Interaction, *, ticket: Ticket | None
) -> None:
    """Tell a colleague what a customer wrote, where nothing else shows it to anybody."""
    if ticket is not None or case.contact is None or not _is_an_answer(case, plan):
        return
    if work.now - case.message.sent_at > NEWS_FOR:
        return
    member = _addressee(case, work)
    if member is None:
        return
    told = stand_in_of(work, member)
    way = name_of(case.message.channel)
    reply = Reply(
        title=f"{case.contact.name or 'A customer'} wrote by {way}",
        text=interaction.new_text.strip()[:MOST],
        footnote=f"“reply to {case.contact.name}: …” answers." if case.contact.name else "",
    )
    key = f"words:{interaction.id}:{told.id}"
    notify_member(work, told, reply, key=key, due_at=muted_until(work, told))


def _is_an_answer(case: Case, plan: Plan) -> bool:
    """Whether it was filed and no more; who only says thanks needs nobody."""
    is_only_filed = plan.disposition == "filed" and plan.opens is None and not plan.notice
    is_word = case.screening.disposition is None and plan.consent is None
    return is_only_filed and is_word and set(case.intents) != {"thanks"}


def _addressee(case: Case, work: Work) -> Member | None:
    """Who wrote to them last, else whose lead, contact or company it is."""
    contact = case.contact
    if contact is None:
        return None
    company = work.uow.find(Company, contact.company_id)
    wrote = conversations.last_writer(work.uow, contact.id, since=work.now - WROTE_WITHIN)
    owners = (
        case.lead.owner_id if case.lead is not None else None,
        contact.owner_id,
        company.owner_id if company is not None else None,
    )
    candidates = (work.uow.find(Member, one) for one in (wrote, *owners) if one)
    return next((one for one in candidates if one is not None and one.is_active), None)
