"""What follows every flush: times filled in, Changes written, the rollup kept."""

from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction, UOWTransaction
from sqlmodel import SQLModel

from storage.audit.capture import capture
from storage.entities import fill_in_times, stamped_fields
from storage.errors import ReadOnlyTransaction
from storage.rollup import follow_deals, follow_stages
from storage.sentences import READ_ONLY
from storage.unit_of_work import RecordSession

UPDATED_AT = "updated_at"


class FollowedSession(RecordSession):
    """A session with all that belongs to writing records."""


@event.listens_for(FollowedSession, "before_flush")
def _before_flush(session: FollowedSession, _context: UOWTransaction, _instances: object) -> None:
    uow = session.uow
    if uow.is_read_only:
        raise ReadOnlyTransaction(READ_ONLY)
    record: SQLModel
    for record in session.new:
        fill_in_times(record, uow.now)
    for record in session.dirty:
        if UPDATED_AT in stamped_fields(type(record)) and session.is_modified(record):
            setattr(record, UPDATED_AT, uow.now)
    uow.read_ahead.forget([*session.new, *session.dirty, *session.deleted])
    capture(uow)
    follow_deals(uow)


@event.listens_for(FollowedSession, "after_flush")
def _after_flush(session: FollowedSession, _context: UOWTransaction) -> None:
    session.uow.forget_added()
    follow_stages(session.uow)


@event.listens_for(FollowedSession, "after_soft_rollback")
def _after_soft_rollback(session: FollowedSession, _previous: SessionTransaction) -> None:
    # A savepoint may have taken the batch's row with it, and what was added inside.
    session.uow.forget_batch()
    session.uow.forget_added()
