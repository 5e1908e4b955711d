"""How far deals got, counted by the database: one row a stage, whatever the number of deals."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, case, cast, func, select
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
    before = cast(col(Change.before), String)
    passed = (
        select(
            col(Change.record_id).label("deal_id"),
            func.max(case({f'"{key}"': place for key, place in places.items()}, value=before, else_=0)).label(
                "place"
            ),
        )
        .where(col(Change.entity) == "deal", col(Change.field) == "stage")
        .where(col(Change.record_id).in_(select(col(Deal.id)).where(*begun)))
        .group_by(col(Change.record_id))
        .subquery()
    )
    now = case(places, value=col(Deal.stage), else_=0)
    once = func.coalesce(passed.c.place, 0)
    furthest: ColumnElement[int] = case(
        (col(Deal.status) == "won", len(places)), (once > now, once), else_=now
    )
    counted = (
        select(
            furthest.label("place"),
            col(Deal.id).label("id"),
            case((col(Deal.status) == "lost", 1), else_=0).label("lost"),
        )
        .outerjoin(passed, passed.c.deal_id == col(Deal.id))
        .where(*begun)
        .subquery()
    )
    query = select(
        counted.c.place, func.sum(counted.c.lost), func.aggregate_strings(counted.c.id, ",")
    ).group_by(counted.c.place)
    return [
        Reached(int(place), int(lost), tuple(ids.split(",")))
        for place, lost, ids in uow.connection().execute(query)
    ]
