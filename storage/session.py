"""The session of a unit of work: as it flushes it fills in times, writes Changes and keeps the rollup."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction, UOWTransaction
from sqlmodel import Session, SQLModel

from storage.audit.capture import capture
from storage.entities import stamped_fields
from storage.errors import ReadOnlyTransaction
from storage.rollup import follow_deals, follow_stages
from storage.sentences import READ_ONLY

if TYPE_CHECKING:
    from storage.unit_of_work import UnitOfWork

UPDATED_AT = "updated_at"


class RecordSession(Session):
    """A session that belongs to one `UnitOfWork`."""

    def __init__(self, bind: Any, *, uow: "UnitOfWork") -> None:
        super().__init__(bind, expire_on_commit=False)
        self.uow = uow


def fill_in_times(record: SQLModel, uow: "UnitOfWork") -> None:
    """Set every required point in time that is still None to the transaction's time."""
    for field in stamped_fields(type(record)):
        if getattr(record, field) is None:
            setattr(record, field, uow.now)


@event.listens_for(RecordSession, "before_flush")
def _before_flush(session: RecordSession, _context: UOWTransaction, _instances: object) -> None:
    uow = session.uow
    if uow.is_read_only:
        raise ReadOnlyTransaction(READ_ONLY)
    record: SQLModel
    for record in session.new:
        fill_in_times(record, uow)
    for record in session.dirty:
        if UPDATED_AT in stamped_fields(type(record)) and session.is_modified(record):
            setattr(record, UPDATED_AT, uow.now)
    uow.read_ahead.forget([*session.new, *session.dirty, *session.deleted])
    capture(uow)
    follow_deals(uow)


@event.listens_for(RecordSession, "after_flush")
def _after_flush(session: RecordSession, _context: UOWTransaction) -> None:
    session.uow.forget_added()
    follow_stages(session.uow)


@event.listens_for(RecordSession, "after_soft_rollback")
def _after_soft_rollback(session: RecordSession, _previous: SessionTransaction) -> None:
    # A savepoint may have taken the batch's row with it, and what was added inside.
    session.uow.forget_batch()
    session.uow.forget_added()
