"""Channels that stand for a record."""

from sqlmodel import and_, col, or_, select

from storage.models import Thread
from storage.unit_of_work import UnitOfWork


def rooms_of(uow: UnitOfWork, *, deal_id: str, company_id: str | None) -> list[Thread]:
    """The channels that stand for a deal or for its company."""
    bound = and_(Thread.bound_entity == "deal", Thread.bound_id == deal_id)
    if company_id is not None:
        bound = or_(bound, and_(Thread.bound_entity == "company", Thread.bound_id == company_id))
    # The key of a whole channel ends with a colon, that of a thread in it with the thread.
    query = select(Thread).where(bound, col(Thread.key).like("slack:%:"))
    return list(uow.session.exec(query.order_by(Thread.id)))
