"""What narrows a report to some records: a region, a source, a size; of deals, tickets and leads alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlmodel import col

from storage.models import Company, Deal, Lead, Ticket
from storage.unit_of_work import UnitOfWork

Field = Literal[
    "region", "company", "source", "stage", "title", "amount", "owner", "priority", "category", "channel"
]
Narrowed: TypeAlias = type[Deal] | type[Ticket] | type[Lead]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Only records whose `field` is one of `values`; with `is_excluded` only those where it is none of them.

    Companies and owners are ids, `title` holds words a title must contain. An amount has no values but
    `bounds`: for each currency the least and the greatest amount in minor units, either of them open.
    """

    field: Field
    values: tuple[str, ...] = ()
    is_excluded: bool = False
    bounds: tuple[tuple[str, int | None, int | None], ...] = ()
    said: str = ""
    """How it is told in the filter of an answer."""


def narrowed(model: Narrowed, where: Sequence[Narrowing]) -> list[ColumnElement[bool]]:
    """Conditions on a record; a field the record has not is a mistake of the caller (KeyError)."""
    return [_condition(model, one) for one in where]


def regions(uow: UnitOfWork) -> list[str]:
    """Every region and every country a company is in."""
    both = select(col(Company.region)).union(select(col(Company.country)))
    return [row[0] for row in uow.connection().execute(both) if row[0]]


def sources(uow: UnitOfWork) -> list[str]:
    """Every source of a deal or a lead, as it is written."""
    both = select(col(Deal.source)).union(select(col(Lead.source)))
    return [row[0] for row in uow.connection().execute(both) if row[0]]


def has_title_with(uow: UnitOfWork, word: str) -> bool:
    """Whether any deal's title holds a word."""
    query = select(col(Deal.id)).where(_holds(word)).limit(1)
    return uow.connection().execute(query).first() is not None


def _condition(model: Narrowed, one: Narrowing) -> ColumnElement[bool]:
    found = _amounts(one) if one.field == "amount" else _fits(model, one)
    return not_(found) if one.is_excluded else found


def _fits(model: Narrowed, one: Narrowing) -> ColumnElement[bool]:
    """True or false, never unknown: what has no value is no other value either."""
    if one.field == "title":
        return or_(*(_holds(word) for word in one.values))
    if one.field == "region":
        is_there = or_(col(Company.region).in_(one.values), col(Company.country).in_(one.values))
        within = select(col(Company.id)).where(is_there)
        return func.coalesce(col(model.company_id), "").in_(within)
    column = {"company": "company_id", "owner": "owner_id"}.get(one.field, one.field)
    if column not in model.model_fields:
        raise KeyError(column)
    value = func.coalesce(getattr(model, column), "")
    if one.field == "source":
        return func.lower(value).in_([each.lower() for each in one.values])
    return value.in_(one.values)


def _holds(word: str) -> ColumnElement[bool]:
    return func.lower(col(Deal.title)).contains(word.lower(), autoescape=True)


def _amounts(one: Narrowing) -> ColumnElement[bool]:
    amount, found = col(Deal.amount_minor), list[ColumnElement[bool]]([false()])
    for currency, least, greatest in one.bounds:
        parts: list[ColumnElement[bool]] = [col(Deal.currency) == currency, amount.is_not(None)]
        parts += [amount >= least] if least is not None else []
        parts += [amount <= greatest] if greatest is not None else []
        found.append(and_(*parts))
    return or_(*found)
