"""Operations on contacts and companies."""

from assistant.actions import people
from assistant.operations.applied import Applied, Apply, Args, needed, text
from assistant.work import Work
from storage.models import Company, Contact


def _create_contact(work: Work, args: Args) -> Applied:
    contact = people.create_contact(
        work,
        name=text(args, "name") or "",
        email=text(args, "email"),
        phone=text(args, "phone"),
        company=text(args, "company"),
        title=text(args, "title"),
    )
    return Applied(f"Created the contact {contact.name}.", "contact", contact.id, contact.name)


def _update_contact(work: Work, args: Args) -> Applied:
    contact = people.update_contact(
        work,
        work.uow.get_locked(Contact, needed(args, "contact_id")),
        email=text(args, "email"),
        phone=text(args, "phone"),
        company=text(args, "company"),
        title=text(args, "title"),
        tag=text(args, "tag"),
    )
    return Applied(f"Changed {contact.name}.", "contact", contact.id, contact.name)


def _merge(work: Work, args: Args) -> Applied:
    loser = work.uow.get_locked(Contact, needed(args, "contact_id"))
    winner = work.uow.get_locked(Contact, needed(args, "into_id"))
    people.merge(work, loser=loser, winner=winner)
    return Applied(f"Merged {loser.name} into {winner.name}.", "contact", winner.id, winner.name)


def _create_company(work: Work, args: Args) -> Applied:
    company = people.create_company(
        work, name=needed(args, "name"), domain=text(args, "domain"), phone=text(args, "phone")
    )
    return Applied(f"Created the company {company.name}.", "company", company.id, company.name)


def _update_company(work: Work, args: Args) -> Applied:
    company = work.uow.get_locked(Company, needed(args, "company_id"))
    people.update_company(work, company, domain=text(args, "domain"), owner_id=text(args, "owner_id"))
    if text(args, "tag"):
        people.add_tag(work, entity="company", record_id=company.id, name=needed(args, "tag"))
    return Applied(f"Changed {company.name}.", "company", company.id, company.name)


OPERATIONS: dict[str, Apply] = {
    "contact.create": _create_contact,
    "contact.update": _update_contact,
    "contact.merge": _merge,
    "company.create": _create_company,
    "company.update": _update_company,
}
