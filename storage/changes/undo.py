"""Undoing a batch: its inverse, applied in a batch of its own, wherever nobody has changed things since."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from storage.changes.outcome import Undoing, UndoOutcome
from storage.changes.reversal import BatchRecord, bring_back, put_back, report_needed, take_out
from storage.errors import AlreadyUndone
from storage.models import Batch, Change
from storage.unit_of_work import UnitOfWork


def undo_batch(uow: UnitOfWork, batch_id: str) -> UndoOutcome:
    """Take a batch of changes back, last first, in a new batch that `undoes` it.

    What somebody changed since is left and reported, with the fields that only make sense together with it;
    a record made in the batch goes again unless others refer to it or it was changed. Undoing an undo is a
    redo. Raises `RecordNotFound` for an unknown batch and `AlreadyUndone` for one that was undone before.
    """
    # Locked: of two undos at the same time the second sees the first.
    uow.get_locked(Batch, batch_id)
    if uow.session.exec(select(Batch.id).where(Batch.undoes_id == batch_id)).first() is not None:
        raise AlreadyUndone(batch_id)
    undo_id = uow.new_batch(undoes_id=batch_id)
    changes = uow.session.exec(select(Change).where(Change.batch_id == batch_id).order_by(col(Change.id)))
    try:
        return revert(uow, list(changes), batch_id=undo_id)
    except IntegrityError as error:
        if "undoes_id" in str(error.orig):
            raise AlreadyUndone(batch_id) from error
        raise


def revert(uow: UnitOfWork, changes: list[Change], *, batch_id: str) -> UndoOutcome:
    """Apply the inverse of `changes` (of one batch, in their order) in the transaction's present batch."""
    by_record: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        by_record.setdefault((change.entity, change.record_id), []).append(change)
    records = [BatchRecord(of_record) for of_record in reversed(by_record.values())]
    undoing = Undoing()
    for gone in (one for one in records if one.was_deleted and not one.was_made):
        bring_back(uow, gone, undoing)
    for changed in (one for one in records if not one.was_deleted and not one.was_made):
        put_back(uow, changed, undoing)
    _take_out_all(uow, [one for one in records if one.was_made and not one.was_deleted], undoing)
    uow.flush()
    return UndoOutcome(batch_id, tuple(undoing.undone), tuple(undoing.conflicts))


def _take_out_all(uow: UnitOfWork, made: list[BatchRecord], undoing: Undoing) -> None:
    # What the batch made may refer to each other in any order: go round while something gives way.
    while made:
        needed = [(one, take_out(uow, one, undoing)) for one in made]
        left = [(one, needed_by) for one, needed_by in needed if needed_by]
        if len(left) == len(made):
            for one, needed_by in left:
                report_needed(one, needed_by, undoing)
            return
        made = [one for one, _ in left]
