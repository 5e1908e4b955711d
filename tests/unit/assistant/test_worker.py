"""The worker outlives a database that is away for a moment, and a job that lasts holds up no other."""

import asyncio
from collections.abc import Sequence

import pytest

from assistant.jobs.port import ClaimedJob, JobEngine, Retry
from assistant.work import NewJob
from assistant.worker import Worker
from storage.unit_of_work import UnitOfWork


class FlakyEngine(JobEngine):
    """Fails its first claim, hands out one job at the second, then has nothing."""

    def __init__(self) -> None:
        self.claims = 0
        self.finished: list[str] = []
        self.idle = asyncio.Event()

    def enqueue_many(self, uow: UnitOfWork, jobs: Sequence[NewJob]) -> list[bool]:
        """Not asked here."""
        raise AssertionError

    async def claim(self, *, limit: int) -> list[ClaimedJob]:
        """See the class."""
        self.claims += 1
        if self.claims == 1:
            raise ConnectionError("the database is away")
        return [ClaimedJob(id="1", kind="greet", key="a")] if self.claims == 2 else []

    async def finish(self, job: ClaimedJob) -> None:
        """Noted."""
        self.finished.append(job.id)

    async def fail(self, job: ClaimedJob, error: str) -> Retry:
        """Not asked here."""
        raise AssertionError(error)

    async def wait(self, seconds: float) -> None:
        """Nothing is left to do: says so and waits for ever."""
        self.idle.set()
        await asyncio.Event().wait()

    async def recover(self) -> int:
        """Nothing to give back."""
        return 0

    async def start(self) -> None:
        """Nothing to do."""

    async def stop(self) -> None:
        """Nothing to do."""


async def test_a_failed_claim_costs_a_pause_not_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.worker.IDLE_SECONDS", 0.0)
    engine = FlakyEngine()
    greeted: list[str] = []

    async def greet(job: ClaimedJob) -> None:
        greeted.append(job.key)

    worker = Worker(engine, {"greet": greet}, lambda job, error: None, lambda: None)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(60):
        await engine.idle.wait()
    running.cancel()
    assert greeted == ["a"]
    assert engine.finished == ["1"]


class Queue(FlakyEngine):
    """Hands out the jobs that are left here, at most as many as are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.left: asyncio.Queue[ClaimedJob] = asyncio.Queue()

    async def claim(self, *, limit: int) -> list[ClaimedJob]:
        """See the class."""
        return [self.left.get_nowait() for _ in range(min(limit, self.left.qsize()))]

    async def wait(self, seconds: float) -> None:
        """Until there is a job."""
        while self.left.empty():
            await asyncio.sleep(0)


async def test_a_job_that_lasts_holds_up_no_other() -> None:
    engine, ended, worked = Queue(), asyncio.Event(), asyncio.Event()

    async def last(job: ClaimedJob) -> None:
        await ended.wait()

    async def be_short(job: ClaimedJob) -> None:
        worked.set()

    handlers = {"long": last, "short": be_short}
    worker = Worker(engine, handlers, lambda job, error: None, lambda: None, concurrency=2)
    running = asyncio.create_task(worker.run())
    await engine.left.put(ClaimedJob(id="1", kind="long", key="a"))
    async with asyncio.timeout(60):
        while not engine.left.empty():
            await asyncio.sleep(0)
        await engine.left.put(ClaimedJob(id="2", kind="short", key="b"))
        await worked.wait()
        ended.set()
        while len(engine.finished) < 2:
            await asyncio.sleep(0)
    running.cancel()
    assert engine.finished == ["2", "1"]
