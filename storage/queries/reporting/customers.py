"""Customers as the report of churn reads them: who bought, what was said in anger, who fell silent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select, text
from sqlmodel import col

from storage.models import Company, Contact, Deal, Interaction
from storage.models.conversations import ALARMING
from storage.queries.reporting.deals import Days, DealFact, facts_of, read_facts
from storage.queries.reporting.narrowing import Narrowing, narrowed
from storage.unit_of_work import UnitOfWork

_FEW = 500


class Customer(NamedTuple):
    """A company that won a deal, and when it last did."""

    id: str
    name: str
    bought_at: datetime


class SaidFact(NamedTuple):
    """What a customer wrote, with the company it speaks for."""

    id: str
    company_id: str
    contact_id: str | None
    channel: str
    at: datetime
    intents: list[str]
    sentiment: str | None
    subject: str
    new_text: str


def customers(
    uow: UnitOfWork, *, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()
) -> list[Customer]:
    """Every company that bought; of these owners where it is theirs, or a deal it won is."""
    when = func.coalesce(col(Deal.closed_at), col(Deal.created_at))
    query = (
        select(col(Company.id), col(Company.name), func.max(when))
        .join(Deal, col(Deal.company_id) == col(Company.id))
        .where(col(Deal.status) == "won", *narrowed(Deal, where))
        .group_by(col(Company.id), col(Company.name))
    )
    if owner_ids:
        is_theirs = or_(col(Deal.owner_id).in_(owner_ids), col(Company.owner_id).in_(owner_ids))
        query = query.having(func.max(case((is_theirs, 1), else_=0)) == 1)
    return [Customer._make(row) for row in uow.connection().execute(query).all()]


def companies_with_open_deals(uow: UnitOfWork) -> set[str]:
    """The companies something is still to be sold to."""
    query = select(col(Deal.company_id)).where(col(Deal.status) == "open", col(Deal.company_id).is_not(None))
    return {str(one) for one in uow.connection().execute(query.distinct()).scalars()}


def lost_deals(uow: UnitOfWork, company_ids: Collection[str], *, days: Days) -> list[DealFact]:
    """Deals of these companies that were lost in the days given."""
    return read_facts(uow, facts_of(days, ("lost",)).where(_among(col(Deal.company_id), company_ids)))


def alarming_words(
    uow: UnitOfWork,
    company_ids: Collection[str],
    *,
    intent: str = "",
    since: datetime,
    until: datetime | None = None,
) -> list[SaidFact]:
    """What these companies' people wrote to cancel, complain or in anger (or of one intent), newest first."""
    company = func.coalesce(col(Interaction.company_id), col(Contact.company_id))
    columns: list[Any] = [
        company.label("company_id") if name == "company_id" else getattr(Interaction, name)
        for name in SaidFact._fields
    ]
    query = (
        select(*columns)
        .outerjoin(Contact, col(Contact.id) == col(Interaction.contact_id))
        .where(text(ALARMING), col(Interaction.at) >= since, _speaks_for(company, company_ids))
        .order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
    )
    if intent:
        said = cast(col(Interaction.intents), String)
        query = query.where(said.contains(f'"{intent}"', autoescape=True))
    if until is not None:
        query = query.where(col(Interaction.at) < until)
    return [SaidFact._make(row) for row in uow.connection().execute(query).all()]


def silent_since(uow: UnitOfWork, company_ids: Collection[str], *, since: datetime) -> dict[str, datetime]:
    """The last contact either way of each of these companies that had none since a moment."""
    own, theirs = _in_touch(), _in_touch_by_contact()
    query = select(
        col(Company.id),
        own.with_only_columns(func.max(col(Interaction.at))).scalar_subquery(),
        theirs.with_only_columns(func.max(col(Interaction.at))).scalar_subquery(),
    ).where(
        _among(col(Company.id), company_ids),
        *(~one.where(col(Interaction.at) >= since).exists() for one in (own, theirs)),
    )
    found: dict[str, datetime] = {}
    for company_id, *moments in uow.connection().execute(query).all():
        known = [one for one in moments if one is not None]
        if known and company_id in company_ids:
            found[company_id] = max(known)
    return found


def _in_touch() -> Select[Any]:
    return (
        select(col(Interaction.id))
        .where(col(Interaction.company_id) == col(Company.id), col(Interaction.is_automatic).is_(False))
        .correlate(Company)
    )


def _in_touch_by_contact() -> Select[Any]:
    return (
        select(col(Interaction.id))
        .join(Contact, col(Contact.id) == col(Interaction.contact_id))
        .where(
            col(Contact.company_id) == col(Company.id),
            # An expression: by the index of companies SQLite would read all that have none, for each one.
            func.coalesce(col(Interaction.company_id), "") == "",
            col(Interaction.is_automatic).is_(False),
        )
        .correlate(Company)
    )


def _speaks_for(company: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    if len(ids) > _FEW:
        return _among(company, ids)
    # Two indexed conditions; an expression over both columns would read every interaction.
    return or_(
        col(Interaction.company_id).in_(ids),
        and_(col(Interaction.company_id).is_(None), col(Contact.company_id).in_(ids)),
    )


def _among(column: Any, ids: Collection[str]) -> ColumnElement[bool]:
    """One of a few companies; of many, every customer there is: the caller leaves out the others."""
    if len(ids) <= _FEW:
        return column.in_(ids)  # type: ignore[no-any-return]
    bought = select(col(Deal.company_id)).where(col(Deal.status) == "won", col(Deal.company_id).is_not(None))
    return column.in_(bought)  # type: ignore[no-any-return]
