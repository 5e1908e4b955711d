"""What is told again and again: posted reports and digests."""

from datetime import datetime

from sqlmodel import col, select, text

from storage.models import Schedule
from storage.unit_of_work import UnitOfWork


def due_schedules(uow: UnitOfWork, *, limit: int = 100) -> list[str]:
    """Ids of active schedules whose next time has come (`ix_schedule_due`)."""
    return list(
        uow.session.exec(
            select(Schedule.id)
            .where(text("is_active AND next_at IS NOT NULL"), col(Schedule.next_at) <= uow.now)
            .order_by(col(Schedule.next_at))
            .limit(limit)
        )
    )


def far_schedules(uow: UnitOfWork, *, after: datetime) -> list[Schedule]:
    """Active schedules whose next time is later than a moment (`ix_schedule_due`)."""
    query = select(Schedule).where(text("is_active AND next_at IS NOT NULL"), col(Schedule.next_at) > after)
    return list(uow.session.exec(query))


def digests(uow: UnitOfWork) -> list[Schedule]:
    """Every colleague's digests, those switched off too."""
    return list(uow.session.exec(select(Schedule).where(Schedule.kind == "digest")))


def schedules_of(uow: UnitOfWork, *, member_id: str | None = None) -> list[Schedule]:
    """What is active, of one colleague or of all, newest first; others' digests are left out."""
    query = select(Schedule).where(Schedule.is_active)
    query = (
        query.where(Schedule.member_id == member_id)
        if member_id is not None
        else query.where(Schedule.kind == "report")
    )
    return list(uow.session.exec(query.order_by(col(Schedule.id).desc())))


def stopped_digests_of(uow: UnitOfWork, *, member_id: str) -> list[Schedule]:
    """A colleague's digests that were switched off."""
    query = select(Schedule).where(
        Schedule.member_id == member_id, Schedule.kind == "digest", col(Schedule.is_active).is_(False)
    )
    return list(uow.session.exec(query))
