"""Deals and leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Deal, DealContact, Lead, PipelineRollup
from storage.prepared import Prepared
from storage.queries.reporting.narrowing import Narrowing, narrowed
from storage.queries.traits import NO_TRAITS, Traits, fitting, ordering
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DealFilter:
    """Which deals: every given condition must hold. Spans are end-exclusive."""

    owner_ids: tuple[str, ...] = ()
    company_id: str | None = None
    contact_id: str | None = None
    stages: tuple[str, ...] = ()
    status: str | None = None
    source: str | None = None
    min_amount_minor: int | None = None
    max_amount_minor: int | None = None
    currency: str | None = None
    closing_from: date | None = None
    closing_to: date | None = None
    closed_from: datetime | None = None
    closed_to: datetime | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    narrowed_to: tuple[Narrowing, ...] = ()
    traits: Traits = NO_TRAITS


def list_deals(uow: UnitOfWork, where: DealFilter, *, limit: int | None = None) -> list[Deal]:
    """Deals by filter, largest first where no other order is said."""
    query = _filtered(select(Deal), where)
    ordered = query.order_by(
        *ordering(Deal, where.traits), func.coalesce(Deal.amount_minor, 0).desc(), Deal.id
    )
    return list(uow.session.exec(ordered.limit(limit) if limit is not None else ordered))


def count_deals(uow: UnitOfWork, where: DealFilter) -> int:
    """How many deals a filter matches."""
    inner = _filtered(select(Deal), where).subquery()
    return uow.session.exec(select(func.count()).select_from(inner)).one()


def _filtered(query: SelectOfScalar[Deal], where: DealFilter) -> SelectOfScalar[Deal]:
    if where.owner_ids:
        query = query.where(col(Deal.owner_id).in_(where.owner_ids))
    if where.company_id is not None:
        query = query.where(Deal.company_id == where.company_id)
    if where.contact_id is not None:
        of_contact = select(DealContact.deal_id).where(DealContact.contact_id == where.contact_id)
        query = query.where(col(Deal.id).in_(of_contact))
    if where.stages:
        query = query.where(col(Deal.stage).in_(where.stages))
    for column, value in (
        (Deal.status, where.status),
        (Deal.source, where.source),
        (Deal.currency, where.currency),
    ):
        if value is not None:
            query = query.where(column == value)
    conditions = (*narrowed(Deal, where.narrowed_to), *fitting(Deal, where.traits))
    return _within(query.where(*conditions), where)


def _within(query: SelectOfScalar[Deal], where: DealFilter) -> SelectOfScalar[Deal]:
    if where.min_amount_minor is not None:
        query = query.where(col(Deal.amount_minor) >= where.min_amount_minor)
    if where.max_amount_minor is not None:
        query = query.where(col(Deal.amount_minor) <= where.max_amount_minor)
    for column, start, end in (
        (col(Deal.close_date), where.closing_from, where.closing_to),
        (col(Deal.closed_at), where.closed_from, where.closed_to),
        (col(Deal.created_at), where.created_from, where.created_to),
    ):
        if start is not None:
            query = query.where(column >= start)
        if end is not None:
            query = query.where(column < end)
    return query


def contacts_of_deal(uow: UnitOfWork, deal_id: str) -> list[DealContact]:
    """The people of a deal, the main one first."""
    return list(
        uow.session.exec(
            select(DealContact)
            .where(DealContact.deal_id == deal_id)
            .order_by(col(DealContact.is_primary).desc(), DealContact.id)
        )
    )


def deal_contact(uow: UnitOfWork, *, deal_id: str, contact_id: str) -> DealContact | None:
    """One person's part in one deal."""
    return uow.session.exec(
        select(DealContact).where(DealContact.deal_id == deal_id, DealContact.contact_id == contact_id)
    ).one_or_none()


_OPEN_LEAD = Prepared(
    select(Lead)
    .where(Lead.contact_id == bindparam("contact_id"), col(Lead.status).in_(("new", "working", "qualified")))
    .order_by(col(Lead.id).desc())
    .limit(1)
)


def open_lead_of_contact(uow: UnitOfWork, contact_id: str) -> Lead | None:
    """A contact's newest lead that is neither converted nor turned down."""
    return _OPEN_LEAD.first(uow, contact_id=contact_id)


def leads_named(uow: UnitOfWork, name: str, *, limit: int = 5) -> list[Lead]:
    """Leads whose own or company's name is what was said, newest first."""
    said = name.lower()
    return list(
        uow.session.exec(
            select(Lead)
            .where(or_(func.lower(Lead.name) == said, func.lower(Lead.company_name) == said))
            .order_by(col(Lead.id).desc())
            .limit(limit)
        )
    )


def list_leads(
    uow: UnitOfWork,
    *,
    owner_ids: Sequence[str] = (),
    statuses: Sequence[str] = (),
    source: str | None = None,
    created_from: datetime | None = None,
    created_to: datetime | None = None,
    narrowed_to: Sequence[Narrowing] = (),
    traits: Traits = NO_TRAITS,
    limit: int | None = None,
) -> list[Lead]:
    """Leads by filter, newest first where no other order is said."""
    query = select(Lead).where(*narrowed(Lead, narrowed_to), *fitting(Lead, traits))
    if owner_ids:
        query = query.where(col(Lead.owner_id).in_(owner_ids))
    if statuses:
        query = query.where(col(Lead.status).in_(statuses))
    if source is not None:
        query = query.where(func.lower(Lead.source) == source.lower())
    if created_from is not None:
        query = query.where(col(Lead.created_at) >= created_from)
    if created_to is not None:
        query = query.where(col(Lead.created_at) < created_to)
    ordered = query.order_by(*ordering(Lead, traits), col(Lead.created_at).desc(), col(Lead.id).desc())
    return list(uow.session.exec(ordered.limit(limit) if limit is not None else ordered))


@dataclass(frozen=True, slots=True)
class StageSum:
    """The deals of one stage and currency. `weighted_minor` counts hundredths of the smallest unit."""

    stage: str
    currency: str
    deals: int
    amount_minor: int
    weighted_minor: int


def rollup(uow: UnitOfWork, *, pipeline: str, owner_ids: Sequence[str] = ()) -> list[StageSum]:
    """The pipeline's sums by stage and currency, from a row per stage and owner: quick at any size."""
    query = (
        select_columns(
            col(PipelineRollup.stage),
            col(PipelineRollup.currency),
            func.sum(PipelineRollup.deals),
            func.sum(PipelineRollup.amount_minor),
            func.sum(PipelineRollup.weighted_minor),
        )
        .where(col(PipelineRollup.pipeline) == pipeline, col(PipelineRollup.deals) != 0)
        .group_by(col(PipelineRollup.stage), col(PipelineRollup.currency))
    )
    if owner_ids:
        query = query.where(col(PipelineRollup.owner_id).in_(owner_ids))
    uow.flush()
    return [
        StageSum(stage, currency, int(deals), int(amount), int(weighted))
        for stage, currency, deals, amount, weighted in uow.connection().execute(query)
    ]
