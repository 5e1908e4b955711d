"""Interactions as reports count them: what colleagues did, and how much customers wrote."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from storage.models import Interaction, Member
from storage.queries.reporting.deals import Days
from storage.unit_of_work import UnitOfWork


class ActivitySum(NamedTuple):
    """What one colleague did of one kind: how often, how many minutes, and the interactions behind it."""

    member_id: str
    kind: str
    times: int
    minutes: int
    ids: tuple[str, ...]


def activities(uow: UnitOfWork, *, days: Days, member_ids: Sequence[str] = ()) -> list[ActivitySum]:
    """What was done in the days given, summed by the database; automatic messages are nobody's work."""
    member = col(Interaction.member_id)
    query = (
        select(
            member,
            col(Interaction.kind),
            func.count(),
            func.coalesce(func.sum(col(Interaction.minutes)), 0),
            func.aggregate_strings(col(Interaction.id), ","),
        )
        .where(*_by_people(days), col(Interaction.direction) != "in")
        # Named one by one (`ix_interaction_member`): most of what there is was written by customers.
        .where(member.in_(member_ids or select(col(Member.id))))
        .group_by(member, col(Interaction.kind))
    )
    return [
        ActivitySum(str(who), kind, times, int(minutes or 0), tuple(sorted(ids.split(","))))
        for who, kind, times, minutes, ids in uow.connection().execute(query)
    ]


def count_received(uow: UnitOfWork, *, days: Days) -> int:
    """How many messages customers wrote in the days given."""
    query = select(func.count()).where(*_by_people(days), col(Interaction.direction) == "in")
    return int(uow.connection().execute(query).scalar_one())


def _by_people(days: Days) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Interaction.at) >= days.start_at,
        col(Interaction.at) < days.end_at,
        col(Interaction.is_automatic).is_(False),
    )
