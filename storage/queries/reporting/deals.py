"""Deals as reports read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from storage.models import Company, Deal
from storage.queries.reporting.narrowing import Narrowing, narrowed
from storage.unit_of_work import UnitOfWork

Columns: TypeAlias = tuple[Any, ...]


class DealFact(NamedTuple):
    """What is counted of a deal."""

    id: str
    title: str
    company_id: str | None
    pipeline: str
    stage: str
    status: str
    amount_minor: int | None
    currency: str
    close_date: date | None
    probability: int | None
    owner_id: str | None
    source: str
    category: str
    lost_reason: str
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `start` up to `end`, and the moments they begin at where the reader is."""

    start: date
    end: date
    start_at: datetime
    end_at: datetime


def open_deals(
    uow: UnitOfWork,
    *,
    owner_ids: Sequence[str] = (),
    closing: Days | None = None,
    where: Sequence[Narrowing] = (),
) -> list[DealFact]:
    """Open deals, all or those expected to close in the days given."""
    query = _facts(owner_ids).where(col(Deal.status) == "open", *narrowed(Deal, where))
    if closing is not None:
        query = query.where(*_closing(closing))
    return read_facts(uow, query)


def closed_deals(
    uow: UnitOfWork,
    *,
    days: Days,
    statuses: Sequence[str] = ("won", "lost"),
    owner_ids: Sequence[str] = (),
    where: Sequence[Narrowing] = (),
) -> list[DealFact]:
    """Deals that ended in the days given: by the moment they were ended, else by their close date."""
    return read_facts(uow, facts_of(days, statuses).where(*_owned(owner_ids), *narrowed(Deal, where)))


def created_deals(
    uow: UnitOfWork, *, days: Days, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()
) -> list[DealFact]:
    """Deals that began in the days given, whatever became of them."""
    when = and_(col(Deal.created_at) >= days.start_at, col(Deal.created_at) < days.end_at)
    return read_facts(uow, _facts(owner_ids).where(when, *narrowed(Deal, where)))


class OpenSum(NamedTuple):
    """Open deals of one currency: what they are worth, what those due in some days are, and their ids."""

    currency: str
    amount_minor: int
    due_minor: int
    ids: tuple[str, ...]


def open_sums(
    uow: UnitOfWork, *, owner_ids: Sequence[str] = (), due_from: date, due_until: date
) -> list[OpenSum]:
    """What is open now, by currency, summed by the database."""
    amount = func.coalesce(col(Deal.amount_minor), 0)
    is_due = and_(col(Deal.close_date) >= due_from, col(Deal.close_date) < due_until)
    query = (
        select(
            col(Deal.currency),
            func.sum(amount),
            func.sum(case((is_due, amount), else_=0)),
            func.aggregate_strings(col(Deal.id), ","),
        )
        .where(col(Deal.status) == "open", *_owned(owner_ids))
        .group_by(col(Deal.currency))
    )
    return [
        OpenSum(row[0], int(row[1]), int(row[2]), tuple(row[3].split(",")))
        for row in uow.connection().execute(query)
    ]


class OpenGroup(NamedTuple):
    """Open deals that are alike in all that is counted by: how many, what they are worth, and their ids."""

    pipeline: str
    stage: str
    category: str
    probability: int | None
    currency: str
    key: str | None
    """The owner's id or the source, where it was asked for."""
    deals: int
    amount_minor: int
    ids: tuple[str, ...]


def open_groups(
    uow: UnitOfWork,
    *,
    by: Literal["owner_id", "source"] | None = None,
    owner_ids: Sequence[str] = (),
    closing: Days | None = None,
    where: Sequence[Narrowing] = (),
) -> list[OpenGroup]:
    """Open deals, all or those expected to close in the days given, summed by the database."""
    key = [getattr(Deal, by)] if by else []
    alike: Columns = (Deal.pipeline, Deal.stage, Deal.category, Deal.probability, Deal.currency, *key)
    sums = (
        func.count(),
        func.coalesce(func.sum(col(Deal.amount_minor)), 0),
        func.aggregate_strings(col(Deal.id), ","),
    )
    is_meant = (col(Deal.status) == "open", *_owned(owner_ids), *narrowed(Deal, where))
    query = select(*alike, *sums).where(*is_meant).group_by(*alike)
    if closing is not None:
        query = query.where(*_closing(closing))
    return [
        OpenGroup(*row[:5], row[5] if by else None, row[-3], int(row[-2]), tuple(row[-1].split(",")))
        for row in uow.connection().execute(query)
    ]


def open_deals_since(uow: UnitOfWork, since: datetime) -> list[DealFact]:
    """Open deals that began at a moment or later."""
    return read_facts(uow, _facts(()).where(col(Deal.status) == "open", col(Deal.created_at) >= since))


def count_undated(uow: UnitOfWork, *, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()) -> int:
    """How many open deals have no close date: no forecast can place them."""
    query = select(func.count()).select_from(Deal).where(*_owned(owner_ids))
    query = query.where(col(Deal.status) == "open", col(Deal.close_date).is_(None), *narrowed(Deal, where))
    return int(uow.connection().execute(query).scalar_one())


def deals_by_id(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, DealFact]:
    """Deals by id, in slices a database takes."""
    found: dict[str, DealFact] = {}
    for start in range(0, len(ids), 500):
        part = _facts(()).where(col(Deal.id).in_(ids[start : start + 500]))
        found.update({one.id: one for one in read_facts(uow, part)})
    return found


def countries_of(uow: UnitOfWork) -> dict[str, str]:
    """The country of each company that has one."""
    return _of_companies(uow, col(Company.country))


def industries_of(uow: UnitOfWork) -> dict[str, str]:
    """The industry of each company that has one."""
    return _of_companies(uow, col(Company.industry))


def regions_of(uow: UnitOfWork) -> dict[str, str]:
    """The region (else the country) of each company that has one."""
    return _of_companies(uow, func.coalesce(col(Company.region), col(Company.country)))


def _of_companies(uow: UnitOfWork, value: ColumnElement[Any] | Mapped[Any]) -> dict[str, str]:
    rows = uow.connection().execute(select(col(Company.id), value).where(value.is_not(None)))
    return {row[0]: row[1] for row in rows}


def facts_of(days: Days, statuses: Sequence[str]) -> Select[Columns]:
    """What `closed_deals` reads, for those who ask for a part of it."""
    when = or_(
        and_(col(Deal.closed_at) >= days.start_at, col(Deal.closed_at) < days.end_at),
        and_(
            col(Deal.closed_at).is_(None),
            col(Deal.close_date) >= days.start,
            col(Deal.close_date) < days.end,
        ),
    )
    return _facts(()).where(col(Deal.status).in_(statuses), when)


def read_facts(uow: UnitOfWork, query: Select[Columns]) -> list[DealFact]:
    """The rows of a query made by `facts_of`."""
    return [DealFact._make(row) for row in uow.connection().execute(query).all()]


def _facts(owner_ids: Sequence[str]) -> Select[Columns]:
    columns = [getattr(Deal, name) for name in DealFact._fields]
    return select(*columns).where(*_owned(owner_ids)).order_by(col(Deal.id))


def _closing(days: Days) -> tuple[ColumnElement[bool], ...]:
    return col(Deal.close_date) >= days.start, col(Deal.close_date) < days.end


def _owned(owner_ids: Sequence[str]) -> list[ColumnElement[bool]]:
    return [col(Deal.owner_id).in_(owner_ids)] if owner_ids else []
