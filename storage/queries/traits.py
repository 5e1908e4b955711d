"""What a list is narrowed to beside its filter: what records lack, when they began, whose they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlmodel import col

from storage.models import Contact, Deal, DealContact, Identity, Lead, Task, Ticket

Lacking = Literal[
    "owner",
    "email",
    "phone",
    "title",
    "company",
    "contact",
    "amount",
    "close_date",
    "due",
    "next_step",
    "source",
    "answer",
]
Order = Literal["", "newest", "oldest", "smallest", "largest", "soonest"]
Listed: TypeAlias = type[Deal] | type[Ticket] | type[Lead] | type[Contact] | type[Task]


@dataclass(frozen=True, slots=True)
class Traits:
    """Every given condition must hold. The span is end-exclusive; `words` stand in the record's own name."""

    lacking: tuple[Lacking, ...] = ()
    created_from: datetime | None = None
    created_to: datetime | None = None
    contact_id: str | None = None
    deal_id: str | None = None
    role: str = ""
    words: str = ""
    is_escalated: bool = False
    order: Order = ""


NO_TRAITS = Traits()
_COLUMNS: dict[Lacking, str] = {
    "owner": "owner_id",
    "company": "company_id",
    "contact": "contact_id",
    "amount": "amount_minor",
    "due": "due_at",
    "answer": "first_response_at",
}
_TEXTS: tuple[Lacking, ...] = ("email", "phone", "title", "next_step", "source")
"""What is lacking where it is empty, too."""
_NAMES: dict[Listed, str] = {Deal: "title", Ticket: "subject", Lead: "name", Contact: "name", Task: "text"}
_SOONEST: dict[Listed, str] = {Deal: "close_date", Ticket: "resolution_due_at", Task: "due_at"}


def has_trait(model: Listed, lacking: Lacking) -> bool:
    """Whether records of this kind can lack that at all."""
    if lacking == "contact" and model is Deal:
        return True
    if model is Contact and lacking in ("email", "phone"):
        return True
    return _COLUMNS.get(lacking, lacking) in model.model_fields


def fitting(model: Listed, traits: Traits) -> list[ColumnElement[bool]]:
    """Conditions on a record; what its kind has not is a mistake of the caller (AttributeError)."""
    found = [_lacks(model, one) for one in traits.lacking]
    created = col(model.created_at)
    found += [created >= traits.created_from] if traits.created_from is not None else []
    found += [created < traits.created_to] if traits.created_to is not None else []
    if traits.contact_id is not None:
        found.append(_of_contact(model, traits.contact_id))
    if traits.words:
        named: Any = getattr(model, _NAMES[model])
        found.append(func.lower(named).contains(traits.words.lower(), autoescape=True))
    if traits.is_escalated and model is Ticket:
        found.append(col(Ticket.is_escalated).is_(True))
    if model is Contact and (traits.deal_id or traits.role):
        found.append(_with_part(traits))
    return found


def ordering(model: Listed, traits: Traits) -> tuple[Any, ...]:
    """By what a list is ordered before anything else; empty where nothing was said."""
    if traits.order in ("newest", "oldest"):
        created = col(model.created_at)
        return (created.desc() if traits.order == "newest" else created.asc(),)
    if traits.order in ("smallest", "largest") and model is Deal:
        amount = func.coalesce(Deal.amount_minor, 0)
        return (amount.asc() if traits.order == "smallest" else amount.desc(),)
    if traits.order == "soonest" and model in _SOONEST:
        column = col(getattr(model, _SOONEST[model]))
        return (column.is_(None), column.asc())
    return ()


def _lacks(model: Listed, lacking: Lacking) -> ColumnElement[bool]:
    if lacking == "contact" and model is Deal:
        return ~exists(select(col(DealContact.id)).where(col(DealContact.deal_id) == col(Deal.id)))
    if model is Contact and lacking in ("email", "phone"):
        of_kind = (col(Identity.contact_id) == col(Contact.id), col(Identity.kind) == lacking)
        return ~exists(select(col(Identity.id)).where(*of_kind))
    if lacking == "company" and model is Lead:
        return col(Lead.company_name) == ""
    column: ColumnElement[Any] = getattr(model, _COLUMNS.get(lacking, lacking))
    return func.coalesce(column, "") == "" if lacking in _TEXTS else column.is_(None)


def _of_contact(model: Listed, contact_id: str) -> ColumnElement[bool]:
    if model is Deal:
        of_contact = select(col(DealContact.deal_id)).where(col(DealContact.contact_id) == contact_id)
        return col(Deal.id).in_(of_contact)
    if model is Contact:
        return col(Contact.id) == contact_id
    column: ColumnElement[Any] = getattr(model, _COLUMNS["contact"])
    return column == contact_id


def _with_part(traits: Traits) -> ColumnElement[bool]:
    """Contacts with a part in a deal, or in any as `role`; who has that title has the role, too."""
    role = traits.role.lower()
    parts = select(col(DealContact.contact_id))
    if traits.deal_id:
        parts = parts.where(col(DealContact.deal_id) == traits.deal_id)
    if not role:
        return col(Contact.id).in_(parts)
    as_role = parts.where(func.lower(col(DealContact.role)).contains(role, autoescape=True))
    titled = func.lower(func.coalesce(Contact.title, "")).contains(role, autoescape=True)
    if not traits.deal_id:
        return or_(col(Contact.id).in_(as_role), titled)
    return or_(col(Contact.id).in_(as_role), titled & col(Contact.id).in_(parts))
