"""How far deals got, counted by the database: one row a stage, whatever the number of deals."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, Subquery, case, cast, func, select
from sqlmodel import col

from storage.models import Change, Deal
from storage.queries.reporting.deals import Days
from storage.queries.reporting.narrowing import Narrowing, narrowed
from storage.unit_of_work import UnitOfWork


class Reached(NamedTuple):
    """Deals whose furthest stage this was, by its place among the stages, and how many are lost."""

    place: int
    lost: int
    ids: tuple[str, ...]


def furthest_stages(
    uow: UnitOfWork,
    *,
    days: Days,
    stages: Sequence[str],
    owner_ids: Sequence[str] = (),
    where: Sequence[Narrowing] = (),
) -> list[Reached]:
    """Deals begun in the days given by the furthest of `stages` they ever stood in; the last is the won one.

    Who stood in none of them counts at the first. A won deal is at the last; one that was won once and
    reopened is judged by the other stages it saw (`ix_deal_created`, `ix_change_record`).
    """
    places = {stage: place for place, stage in enumerate(stages[:-1])}
    begun = [
        col(Deal.created_at) >= days.start_at,
        col(Deal.created_at) < days.end_at,
        *narrowed(Deal, where),
    ]
    if owner_ids:
        begun.append(col(Deal.owner_id).in_(owner_ids))
    deals = _furthest_of_each(places, begun)
    query = select(deals.c.place, func.sum(deals.c.lost), func.aggregate_strings(deals.c.id, ",")).group_by(
        deals.c.place
    )
    return [
        Reached(int(place), int(lost), tuple(ids.split(",")))
        for place, lost, ids in uow.connection().execute(query)
    ]


def _furthest_of_each(places: Mapping[str, int], begun: Sequence[ColumnElement[bool]]) -> Subquery:
    """For each deal the place of its furthest stage, and 1 where it is lost."""
    passed = _furthest_left(places, begun)
    now = case(places, value=col(Deal.stage), else_=0)
    once = func.coalesce(passed.c.place, 0)
    furthest: ColumnElement[int] = case(
        (col(Deal.status) == "won", len(places)), (once > now, once), else_=now
    )
    return (
        select(
            furthest.label("place"),
            col(Deal.id).label("id"),
            case((col(Deal.status) == "lost", 1), else_=0).label("lost"),
        )
        .outerjoin(passed, passed.c.deal_id == col(Deal.id))
        .where(*begun)
        .subquery()
    )


def _furthest_left(places: Mapping[str, int], begun: Sequence[ColumnElement[bool]]) -> Subquery:
    """For each deal that ever changed its stage, that of the furthest it left (`Change.before` is JSON)."""
    place = case(
        {f'"{stage}"': place for stage, place in places.items()},
        value=cast(col(Change.before), String),
        else_=0,
    )
    return (
        select(col(Change.record_id).label("deal_id"), func.max(place).label("place"))
        .where(col(Change.entity) == "deal", col(Change.field) == "stage")
        .where(col(Change.record_id).in_(select(col(Deal.id)).where(*begun)))
        .group_by(col(Change.record_id))
        .subquery()
    )
