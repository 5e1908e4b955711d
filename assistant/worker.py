"""The worker: claims jobs and works them, each by its handler; one that fails or lasts stops no other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from itertools import count

import structlog

from assistant.jobs.port import ClaimedJob, JobEngine

log = structlog.get_logger()

Handler = Callable[[ClaimedJob], Awaitable[object]]
GivenUp = Callable[[ClaimedJob, str], None]

IDLE_SECONDS = 1.0
RECOVER_EVERY = 30
TOGETHER_SECONDS = 0.05
"""Jobs claimed together are waited for this long, so that the next are claimed together too."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Works jobs until cancelled. `given_up` is told of a job after its last try."""

    engine: JobEngine
    handlers: Mapping[str, Handler]
    given_up: GivenUp
    after_job: Callable[[], None]
    concurrency: int = 8

    async def run(self) -> None:
        """Claim, work, wait; forever. A database that is away for a moment costs a pause, not the worker."""
        doing: set[asyncio.Task[None]] = set()
        try:
            for number in count():
                try:
                    await self._round(number, doing)
                except Exception as error:
                    log.warning("worker.round_failed", exc_info=error)
                    await asyncio.sleep(IDLE_SECONDS)
        finally:
            for task in doing:
                task.cancel()
            await asyncio.gather(*doing, return_exceptions=True)

    async def _round(self, number: int, doing: set["asyncio.Task[None]"]) -> None:
        if number % RECOVER_EVERY == 0:
            await self.engine.recover()
        free = self.concurrency - len(doing)
        jobs = await self.engine.claim(limit=free) if free else []
        doing.update(asyncio.create_task(self._work(job)) for job in jobs)
        if free and not jobs:
            await self.engine.wait(IDLE_SECONDS)
        if doing:
            done, _ = await asyncio.wait(doing, timeout=TOGETHER_SECONDS)
            doing -= done
            await asyncio.gather(*done)

    async def work_due(self) -> int:
        """Work what is due now; how many jobs were taken."""
        jobs = await self.engine.claim(limit=self.concurrency)
        await asyncio.gather(*(self._work(job) for job in jobs))
        return len(jobs)

    async def _work(self, job: ClaimedJob) -> None:
        handler = self.handlers.get(job.kind)
        try:
            if handler is None:
                raise LookupError(f"no handler for jobs of kind {job.kind!r}")
            await handler(job)
        except Exception as error:  # noqa: BLE001 - the one place where any failure becomes a retry or a parked row
            await self._failed(job, error)
        else:
            await self.engine.finish(job)
        self.after_job()

    async def _failed(self, job: ClaimedJob, error: Exception) -> None:
        said = f"{type(error).__name__}: {error}"
        log.warning("job.failed", job_id=job.id, kind=job.kind, attempt=job.attempt, exc_info=error)
        retry = await self.engine.fail(job, said)
        if retry.at is None:
            await asyncio.to_thread(self.given_up, job, said)
