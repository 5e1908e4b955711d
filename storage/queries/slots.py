"""The slots of the clock's ticks: one job each, forgotten when nobody can ask for it again."""

from sqlmodel import col, delete

from storage.models import Job
from storage.unit_of_work import UnitOfWork


def forget_slots(uow: UnitOfWork, kind: str, *, before: int) -> int:
    """Take out the done jobs of a kind of tick whose slot is past; how many.

    Slots are whole numbers of as many digits for centuries, so their text sorts as they do (unique index).
    """
    result = uow.session.exec(
        delete(Job)
        .where(
            col(Job.kind) == kind,
            col(Job.key) < str(before),
            col(Job.state).in_(("done", "handed over", "failed")),
        )
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)
