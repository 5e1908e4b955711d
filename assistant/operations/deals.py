"""Operations on deals."""

from assistant.actions import deals, people
from assistant.actions.deals import DealFields
from assistant.operations.applied import Applied, Apply, Args, day, needed, text, whole
from assistant.presenting.money import say_money
from assistant.work import Work
from storage.models import Company, Contact, Deal


def fields_of(args: Args) -> DealFields:
    """The deal fields among an operation's arguments."""
    return DealFields(
        title=text(args, "title"),
        stage=text(args, "stage"),
        amount_minor=whole(args, "amount_minor"),
        currency=text(args, "currency"),
        close_date=day(args, "close_date"),
        probability=whole(args, "probability"),
        next_step=text(args, "next_step"),
        owner_id=text(args, "owner_id"),
        source=text(args, "source"),
    )


def _applied(deal: Deal, sentence: str) -> Applied:
    return Applied(sentence, "deal", deal.id, deal.title)


def _stage_name(work: Work, deal: Deal) -> str:
    stage = work.crm.pipeline(deal.pipeline).stage(deal.stage)
    return stage.name if stage else deal.stage


def _create(work: Work, args: Args) -> Applied:
    company = work.uow.find(Company, text(args, "company_id"))
    if company is None and text(args, "company_name"):
        company = people.ensure_company(work, needed(args, "company_name"))
        work.uow.flush()
    contact = work.uow.find(Contact, text(args, "contact_id"))
    deal = deals.create_deal(work, fields_of(args), company=company, contact=contact)
    amount = f", {say_money(deal.amount_minor, deal.currency)}" if deal.amount_minor is not None else ""
    closing = f", closing {deal.close_date}" if deal.close_date else ""
    return _applied(deal, f"Created the deal {deal.title}{amount}, in {_stage_name(work, deal)}{closing}.")


def _update(work: Work, args: Args) -> Applied:
    deal = deals.update_deal(work, work.uow.get_locked(Deal, needed(args, "deal_id")), fields_of(args))
    return _applied(deal, f"Changed {deal.title}.")


def _move(work: Work, args: Args) -> Applied:
    deal = deals.move_deal(work, work.uow.get_locked(Deal, needed(args, "deal_id")), needed(args, "stage"))
    return _applied(deal, f"Moved {deal.title} to {_stage_name(work, deal)}.")


def _win(work: Work, args: Args) -> Applied:
    deal = work.uow.get_locked(Deal, needed(args, "deal_id"))
    deals.end_deal(work, deal, "won", fields=fields_of(args))
    return _applied(deal, f"Won {deal.title}, {say_money(deal.amount_minor, deal.currency)}. Well done!")


def _lose(work: Work, args: Args) -> Applied:
    deal = work.uow.get_locked(Deal, needed(args, "deal_id"))
    deals.end_deal(work, deal, "lost", reason=text(args, "reason") or "")
    because = f" ({deal.lost_reason})" if deal.lost_reason else ""
    return _applied(deal, f"Marked {deal.title} as lost{because}.")


def _reopen(work: Work, args: Args) -> Applied:
    deal = work.uow.get_locked(Deal, needed(args, "deal_id"))
    deals.reopen_deal(work, deal, stage_key=text(args, "stage"))
    return _applied(deal, f"Opened {deal.title} again, in {_stage_name(work, deal)}.")


def _split(work: Work, args: Args) -> Applied:
    deal = work.uow.get_locked(Deal, needed(args, "deal_id"))
    parts = args.get("parts")
    fields = [fields_of(part) for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    made = deals.split_deal(work, deal, fields)
    amounts = ", ".join(say_money(one.amount_minor, one.currency) for one in made)
    return _applied(deal, f"Split {deal.title} into {len(made)} parts: {amounts}.")


def _add_contact(work: Work, args: Args) -> Applied:
    deal = work.uow.get(Deal, needed(args, "deal_id"))
    contact = work.uow.get(Contact, needed(args, "contact_id"))
    role = text(args, "role") or ""
    deals.add_contact(work, deal, contact, role=role)
    return _applied(deal, f"Added {contact.name} to {deal.title}{f' as {role}' if role else ''}.")


OPERATIONS: dict[str, Apply] = {
    "deal.create": _create,
    "deal.update": _update,
    "deal.move": _move,
    "deal.win": _win,
    "deal.lose": _lose,
    "deal.reopen": _reopen,
    "deal.split": _split,
    "deal.add_contact": _add_contact,
}
