"""A record as one choice among several: its name, and what tells it apart."""

from assistant.actions.access import has_right
from assistant.presenting.money import say_money
from assistant.presenting.times import say_moment
from assistant.work import Work
from channels.reply import Option
from storage.models import Company, Contact, Deal, Lead, Member, Task, Ticket
from storage.queries import people


def option_of(work: Work, record: Deal | Contact | Company | Lead | Ticket | Task) -> Option:
    """A button for the record."""
    match record:
        case Deal():
            owner = work.uow.find(Member, record.owner_id)
            hint = f"{record.stage}, {owner.name if owner else 'no owner'}"
            if has_right(work, "deals.amounts"):
                hint = f"{say_money(record.amount_minor, record.currency)}, {hint}"
            return Option(record.id, record.title, hint)
        case Contact():
            company = work.uow.find(Company, record.company_id)
            address = next((one.address for one in people.identities_of(work.uow, record.id)), "")
            hint = ", ".join(part for part in (company.name if company else "", address) if part)
            return Option(record.id, record.name, hint)
        case Company():
            return Option(record.id, record.name, record.domain or "")
        case Lead():
            return Option(record.id, record.name, f"{record.status}, {record.source or 'no source'}")
        case Ticket():
            return Option(
                record.id, f"#{record.number} {record.subject}", f"{record.status}, {record.priority}"
            )
        case Task():
            return Option(record.id, record.text, say_moment(work, record.due_at))
