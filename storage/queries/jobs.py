"""The job table of the embedded engine: put in, claimed, finished, tried again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select, text, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.among import among
from storage.models import Job
from storage.models.ledger import WAITING
from storage.prepared import Prepared
from storage.types import new_id
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert_if_new


class JobRow(NamedTuple):
    """A job to be left: `key` makes it exist once among its kind, jobs of one `lock` are worked in order."""

    kind: str
    key: str
    payload: Mapping[str, str]
    run_at: datetime
    lock: str = ""


def put_jobs(uow: UnitOfWork, new: Sequence[JobRow], *, are_held_elsewhere: bool = False) -> list[bool]:
    """Leave jobs in one statement; for each whether it is new, and none of its kind and key was left before.

    Of those another engine holds only the kind and key are noted.
    """
    state = "handed over" if are_held_elsewhere else "queued"
    rows = [_row(uow, one, state=state) for one in new]
    return insert_if_new(uow.connection(), Job, rows, unique=("kind", "key"))


def _row(uow: UnitOfWork, job: JobRow, *, state: str) -> dict[str, object]:
    return {
        **job._asdict(),
        "payload": dict(job.payload),
        "id": new_id(),
        "state": state,
        "attempts": 0,
        "worker": "",
        "error": "",
        "created_at": uow.now,
    }


def _due_and_free() -> SelectOfScalar[Job]:
    earlier = aliased(Job)
    held_back = (
        select(earlier.id)
        .where(
            col(earlier.lock) == col(Job.lock),
            or_(
                col(earlier.state) == "running",
                (col(earlier.state) == "queued")
                & (col(earlier.id) < col(Job.id))
                & or_(col(earlier.run_at) <= bindparam("now"), col(earlier.attempts) > 0),
            ),
        )
        .exists()
    )
    return (
        select(Job)
        .where(text(WAITING), col(Job.run_at) <= bindparam("now"), or_(Job.lock == "", ~held_back))
        .order_by(col(Job.run_at), Job.id)
        .limit(bindparam("at_most"))
        .with_for_update(skip_locked=True)
    )


_CLAIMABLE = Prepared(_due_and_free())
_TAKE = (
    update(Job)
    .where(among(Job.id, "ids"))
    .values(
        state="running",
        attempts=Job.attempts + 1,
        worker=bindparam("by"),
        lease_until=bindparam("until"),
    )
    .execution_options(synchronize_session=False)
)
_FINISH = (
    update(Job)
    .where(among(Job.id, "ids"))
    .values(state="done", lease_until=None, finished_at=bindparam("at"))
    .execution_options(synchronize_session=False)
)


def claim_jobs(uow: UnitOfWork, *, worker: str, limit: int, lease: timedelta) -> list[Job]:
    """Take due jobs in order: of each lock only the earliest, and none while one of it is being worked.

    A job that waits for another try still holds back the later ones of its lock, so order is kept. They are
    given as they stood before (`attempts` without this one).
    """
    due = _CLAIMABLE.all(uow, now=uow.now, at_most=limit)
    if due:
        ids = [job.id for job in due]
        uow.session.execute(_TAKE, {"ids": ids, "by": worker, "until": uow.now + lease})
    return due


def finish_jobs(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Jobs that were done."""
    uow.session.execute(_FINISH, {"ids": list(ids), "at": uow.now})


def put_back_job(uow: UnitOfWork, job_id: str, *, run_at: datetime, error: str) -> None:
    """A job that failed and is tried again."""
    job = uow.get(Job, job_id)
    job.state, job.run_at, job.lease_until, job.error = "queued", run_at, None, error


def give_up_job(uow: UnitOfWork, job_id: str, *, error: str) -> None:
    """A job that failed too often."""
    job = uow.get(Job, job_id)
    job.state, job.lease_until, job.error, job.finished_at = "failed", None, error, uow.now


def renew_leases(uow: UnitOfWork, ids: Sequence[str], *, lease: timedelta) -> None:
    """Jobs that are still being worked by who claimed them."""
    uow.session.exec(
        update(Job)
        .where(col(Job.id).in_(ids), col(Job.state) == "running")
        .values(lease_until=uow.now + lease)
        .execution_options(synchronize_session=False)
    )


def release_expired_jobs(uow: UnitOfWork) -> int:
    """Give back jobs whose worker's lease ran out."""
    result = uow.session.exec(
        update(Job)
        .where(col(Job.state) == "running", col(Job.lease_until) < uow.now)
        .values(state="queued", lease_until=None, run_at=uow.now)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)
