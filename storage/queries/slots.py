"""The slots of the clock's ticks: one job each, forgotten when nobody can ask for it again."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, delete, false, func, literal, or_, select, union_all

from storage.models import Job
from storage.unit_of_work import UnitOfWork


def forget_slots(uow: UnitOfWork, before: Mapping[str, int]) -> int:
    """Take out the done jobs of each kind of tick whose slot is past; how many.

    Slots are whole numbers of as many digits for centuries, so their text sorts as they do (unique index).
    """
    past = ((col(Job.kind) == kind) & (col(Job.key) < str(slot)) for kind, slot in before.items())
    result = uow.session.exec(
        delete(Job)
        .where(or_(false(), *past), col(Job.state).in_(("done", "handed over", "failed")))
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)


def newest_slots(uow: UnitOfWork, kinds: Sequence[str]) -> Mapping[str, int]:
    """The newest slot of each kind of tick any clock has left a job for; 0 where none has."""
    if not kinds:
        return {}
    # Asked one by one, each is the end of the unique index; asked in groups, every slot kept would be read.
    newest = (select(literal(kind), func.max(Job.key)).where(Job.kind == kind) for kind in kinds)
    return {kind: int(slot or 0) for kind, slot in uow.connection().execute(union_all(*newest))}


def forget_ahead(uow: UnitOfWork, kind: str, *, begin: int) -> None:
    """Take out the ticks of a kind from a slot on that nobody works at: their time comes once more."""
    uow.session.exec(
        delete(Job)
        .where(col(Job.kind) == kind, col(Job.key) >= str(begin), col(Job.lease_until).is_(None))
        .execution_options(synchronize_session=False)
    )
