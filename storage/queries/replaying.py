"""What replaying rules over the past needs to know."""

from sqlmodel import select

from storage.models import Change, Deal, Member
from storage.unit_of_work import UnitOfWork


def changes_of_record(uow: UnitOfWork, *, entity: str, record_id: str, batch_id: str) -> list[Change]:
    """What one batch changed of one record, in order; its making left out."""
    return list(
        uow.session.exec(
            select(Change)
            .where(Change.batch_id == batch_id, Change.entity == entity, Change.record_id == record_id)
            .where(Change.field != "*")
            .order_by(Change.id)
        )
    )


def email_of_member(uow: UnitOfWork, member_id: str) -> str:
    """A colleague's mail address; empty where there is no such colleague."""
    found = uow.find(Member, member_id)
    return found.email if found else ""


def currency_of_deal(uow: UnitOfWork, deal_id: str) -> str:
    """The currency of a deal."""
    found = uow.find(Deal, deal_id)
    return found.currency if found else "USD"
