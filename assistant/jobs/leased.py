"""The embedded engine: a leased table in Rapport's own database, for one machine."""

import asyncio
import os
import socket
from collections.abc import Sequence
from datetime import timedelta

from assistant.bursts import Bursts
from assistant.jobs.port import ClaimedJob, JobEngine, Retry, retry_after
from assistant.work import NewJob
from storage.database import Database
from storage.models import Job
from storage.queries import jobs
from storage.queries.jobs import JobRow
from storage.unit_of_work import UnitOfWork

LEASE = timedelta(minutes=5)


class LeasedJobs(JobEngine):
    """Jobs in the `job` table. Waking is by an event inside the process, and by looking outside of it."""

    def __init__(self, database: Database, *, lease: timedelta = LEASE) -> None:
        self._database = database
        self._lease = lease
        self._worker = f"{socket.gethostname()}:{os.getpid()}"
        self._doing: set[str] = set()
        self._finished: Bursts[str, None] = Bursts(self._finish)
        self._awake: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def enqueue_many(self, uow: UnitOfWork, new: Sequence[NewJob]) -> list[bool]:
        """Leave jobs in the caller's transaction, in one statement."""
        rows = [JobRow(one.kind, one.key, one.payload, one.run_at or uow.now, one.lock) for one in new]
        are_new = jobs.put_jobs(uow, rows)
        if any(are_new):
            uow.after_commit(self.wake)
        return are_new

    def wake(self) -> None:
        """There may be something to claim; safe from any thread."""
        if self._loop is not None and self._awake is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._awake.set)

    async def claim(self, *, limit: int) -> list[ClaimedJob]:
        """Take due jobs, at most `limit`, earliest of each lock first."""
        claimed = await asyncio.to_thread(self._claim, limit)
        self._doing.update(job.id for job in claimed)
        return claimed

    async def finish(self, job: ClaimedJob) -> None:
        """A job was done; those that end together are written down together."""
        self._doing.discard(job.id)
        await self._finished.hand_in(job.id)
        self.wake()

    async def fail(self, job: ClaimedJob, error: str) -> Retry:
        """A job failed: back in the queue with a growing pause, or given up."""
        self._doing.discard(job.id)
        return await asyncio.to_thread(self._fail, job, error)

    async def wait(self, seconds: float) -> None:
        """Return when woken, or after `seconds`."""
        if self._awake is None:
            await self.start()
        assert self._awake is not None
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return
        finally:
            self._awake.clear()

    async def recover(self) -> int:
        """Give back jobs whose worker died; those this one is still at stay its own, however long."""
        return await asyncio.to_thread(self._recover, list(self._doing))

    async def start(self) -> None:
        """Bind the wake-up to the running loop."""
        self._loop = asyncio.get_running_loop()
        self._awake = asyncio.Event()

    async def stop(self) -> None:
        """Forget the loop."""
        self._loop = self._awake = None

    def _claim(self, limit: int) -> list[ClaimedJob]:
        with self._database.begin(cause="jobs.claim") as uow:
            return [
                _claimed(job)
                for job in jobs.claim_jobs(uow, worker=self._worker, limit=limit, lease=self._lease)
            ]

    def _finish(self, job_ids: Sequence[str]) -> list[Exception | None]:
        with self._database.begin(cause="jobs.finish") as uow:
            jobs.finish_jobs(uow, job_ids)
        return [None for _ in job_ids]

    def _fail(self, job: ClaimedJob, error: str) -> Retry:
        with self._database.begin(cause="jobs.fail") as uow:
            retry = retry_after(job.attempt, uow.now)
            if retry.at is None:
                jobs.give_up_job(uow, job.id, error=error)
            else:
                jobs.put_back_job(uow, job.id, run_at=retry.at, error=error)
            return retry

    def _recover(self, doing: Sequence[str]) -> int:
        with self._database.begin(cause="jobs.recover") as uow:
            jobs.renew_leases(uow, doing, lease=self._lease)
            return jobs.release_expired_jobs(uow)


def _claimed(job: Job) -> ClaimedJob:
    return ClaimedJob(
        id=job.id,
        kind=job.kind,
        key=job.key,
        payload=dict(job.payload),
        attempt=job.attempts + 1,
        lock=job.lock,
    )
