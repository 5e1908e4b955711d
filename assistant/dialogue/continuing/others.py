"""“No, the other one”: what else could have been meant where one of a customer's records was."""

from collections.abc import Mapping, Sequence

from assistant.dialogue.resolve import ENOUGH
from assistant.work import Work
from nlp.understanding import Act
from storage.models import Company, Contact, Deal
from storage.queries import people
from storage.queries.sales import DealFilter, list_deals
from storage.search import search

_MOST = 5


def other_than(work: Work, focus: Mapping[str, str]) -> str:
    """The name of the one other deal (or person) of the same company; of several, what asks which.

    Empty where there is no other.
    """
    deal = work.uow.find(Deal, focus.get("deal", ""))
    if deal is not None and deal.company_id is not None:
        found = list_deals(work.uow, DealFilter(company_id=deal.company_id, status="open"), limit=_MOST)
        names = [one.title for one in found if one.id != deal.id]
        return names[0] if len(names) == 1 else _company_of(work, deal.company_id) if names else ""
    contact = work.uow.find(Contact, focus.get("contact", ""))
    if contact is not None and contact.company_id is not None:
        colleagues = people.list_contacts(work.uow, company_id=contact.company_id, limit=_MOST)
        names = [one.name for one in colleagues if one.id != contact.id]
        return names[0] if len(names) == 1 else ""
    return ""


def namesake(work: Work, acts: Sequence[Act], focus: Mapping[str, str]) -> str:
    """The name of the one other contact or deal that what was said fits, too; empty where there is none."""
    for act in acts:
        for slot in ("contact", "deal", "about"):
            said = act.slots.get(slot)
            if not isinstance(said, str) or said.startswith("@"):
                continue
            kinds = ("contact", "deal") if slot == "about" else (slot,)
            known = {focus.get(kind) for kind in kinds}
            found = [
                one for one in search(work.uow, said, entities=kinds, limit=_MOST) if one.score >= ENOUGH
            ]
            rest = [one.name for one in found if one.record_id not in known]
            if len(rest) == 1 and len(found) > 1:
                return rest[0]
    return ""


def _company_of(work: Work, company_id: str) -> str:
    """A name several deals answer to: “Which deal do you mean?” follows."""
    company = work.uow.find(Company, company_id)
    return company.name if company is not None else ""
