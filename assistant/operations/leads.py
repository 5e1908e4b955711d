"""Operations on leads."""

from assistant.actions import leads
from assistant.operations.applied import Applied, Apply, Args, needed, text
from assistant.operations.deals import fields_of
from assistant.presenting.money import say_money
from assistant.work import Work
from storage.models import Lead, Member


def _applied(lead: Lead, sentence: str) -> Applied:
    return Applied(sentence, "lead", lead.id, lead.name)


def _create(work: Work, args: Args) -> Applied:
    fields = leads.LeadFields(
        name=text(args, "name") or "",
        company=text(args, "company") or "",
        email=text(args, "email"),
        phone=text(args, "phone"),
        title=text(args, "title"),
        source=text(args, "source") or "",
        owner_id=text(args, "owner_id"),
    )
    lead = leads.create_lead(work, fields)
    return _applied(lead, f"Created the lead {lead.name}.")


def _convert(work: Work, args: Args) -> Applied:
    lead = work.uow.get_locked(Lead, needed(args, "lead_id"))
    deal = leads.convert_lead(work, lead, fields_of(args))
    amount = f", {say_money(deal.amount_minor, deal.currency)}" if deal.amount_minor is not None else ""
    return Applied(f"Converted {lead.name} to the deal {deal.title}{amount}.", "deal", deal.id, deal.title)


def _qualify(work: Work, args: Args) -> Applied:
    lead = leads.qualify_lead(work, work.uow.get_locked(Lead, needed(args, "lead_id")))
    return _applied(lead, f"Qualified {lead.name}.")


def _disqualify(work: Work, args: Args) -> Applied:
    reason = text(args, "reason") or ""
    lead = leads.disqualify_lead(work, work.uow.get_locked(Lead, needed(args, "lead_id")), reason=reason)
    return _applied(lead, f"Marked {lead.name} as not for us{f' ({reason})' if reason else ''}.")


def _assign(work: Work, args: Args) -> Applied:
    owner = work.uow.get(Member, needed(args, "owner_id"))
    lead = leads.assign_lead(work, work.uow.get_locked(Lead, needed(args, "lead_id")), owner.id)
    return _applied(lead, f"Gave {lead.name} to {owner.name}.")


OPERATIONS: dict[str, Apply] = {
    "lead.create": _create,
    "lead.convert": _convert,
    "lead.qualify": _qualify,
    "lead.disqualify": _disqualify,
    "lead.assign": _assign,
}
