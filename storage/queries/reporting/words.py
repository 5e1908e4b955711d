"""Interactions as reports read them: who spoke with whom, and what customers let know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import col

from storage.models import Contact, Deal, Interaction
from storage.queries.reporting.deals import Days
from storage.unit_of_work import UnitOfWork


class ActivityFact(NamedTuple):
    """One thing a colleague did, or a customer wrote."""

    id: str
    kind: str
    channel: str
    direction: str
    member_id: str | None
    minutes: int | None


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


class Purchase(NamedTuple):
    """A deal a company won."""

    deal_id: str
    company_id: str
    owner_id: str | None
    at: datetime


def activities(uow: UnitOfWork, *, days: Days, member_ids: Sequence[str] = ()) -> list[ActivityFact]:
    """What was done in the days given; automatic messages are nobody's work."""
    columns = [getattr(Interaction, name) for name in ActivityFact._fields]
    query = select(*columns).where(
        col(Interaction.at) >= days.start_at,
        col(Interaction.at) < days.end_at,
        col(Interaction.is_automatic).is_(False),
    )
    if member_ids:
        query = query.where(col(Interaction.member_id).in_(member_ids))
    return [ActivityFact(*row) for row in uow.connection().execute(query.order_by(col(Interaction.id)))]


def purchases(uow: UnitOfWork) -> list[Purchase]:
    """Every deal a company won, oldest first: who has one is a customer."""
    when = func.coalesce(col(Deal.closed_at), col(Deal.created_at))
    query = (
        select(col(Deal.id), col(Deal.company_id), col(Deal.owner_id), when)
        .where(col(Deal.status) == "won", col(Deal.company_id).is_not(None))
        .order_by(when, col(Deal.id))
    )
    return [Purchase._make(row) for row in uow.connection().execute(query)]


def said_by_customers(uow: UnitOfWork, company_ids: Sequence[str], *, since: datetime) -> list[SaidFact]:
    """What these companies' people wrote since a moment, newest first."""
    company = func.coalesce(col(Interaction.company_id), col(Contact.company_id))
    columns: list[Any] = [
        company.label("company_id") if name == "company_id" else getattr(Interaction, name)
        for name in SaidFact._fields
    ]
    found: list[SaidFact] = []
    for part in _parts(company_ids):
        query = (
            select(*columns)
            .outerjoin(Contact, col(Contact.id) == col(Interaction.contact_id))
            .where(_of(part), col(Interaction.direction) == "in", col(Interaction.at) >= since)
            .order_by(col(Interaction.at).desc(), col(Interaction.id).desc())
        )
        found += [SaidFact(*row) for row in uow.connection().execute(query)]
    return found


def last_contact(uow: UnitOfWork, company_ids: Sequence[str]) -> dict[str, datetime]:
    """When each company was last in touch with us, either way."""
    company = func.coalesce(col(Interaction.company_id), col(Contact.company_id))
    found: dict[str, datetime] = {}
    for part in _parts(company_ids):
        query = (
            select(company, func.max(col(Interaction.at)))
            .select_from(Interaction)
            .outerjoin(Contact, col(Contact.id) == col(Interaction.contact_id))
            .where(_of(part), col(Interaction.is_automatic).is_(False))
            .group_by(company)
        )
        found.update({row[0]: row[1] for row in uow.connection().execute(query)})
    return found


def _of(company_ids: Sequence[str]) -> Any:
    # Two indexed conditions; an expression over both columns would read every interaction.
    unnamed = col(Interaction.company_id).is_(None)
    return or_(
        col(Interaction.company_id).in_(company_ids),
        unnamed & col(Contact.company_id).in_(company_ids),
    )


def _parts(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]
