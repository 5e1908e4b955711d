"""The port of the job engines: what a job is, how it is left, claimed, finished and tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from assistant.work import JobQueue

MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job somebody works on now; nobody else gets it until its lease ends. `attempt` counts from 1."""

    id: str
    kind: str
    key: str
    payload: Mapping[str, str] = field(default_factory=dict)
    attempt: int = 1
    lock: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """A failed job is tried again at `at`; None means it was given up and parked."""

    at: datetime | None


def retry_after(attempt: int, now: datetime) -> Retry:
    """When a job that failed for the `attempt`-th time is tried again: 2, 8, 32, 128 seconds, then never."""
    if attempt >= MAX_ATTEMPTS:
        return Retry(None)
    return Retry(now + timedelta(seconds=2 * 4 ** (attempt - 1)))


class JobEngine(JobQueue, Protocol):
    """An engine. Jobs of one `lock` are worked one at a time, in the order they were left."""

    async def claim(self, *, limit: int) -> list[ClaimedJob]:
        """Take due jobs, at most `limit`; never two of one lock, never one another worker holds."""
        ...

    async def finish(self, job: ClaimedJob) -> None:
        """A job was done; it is not worked again."""
        ...

    async def fail(self, job: ClaimedJob, error: str) -> Retry:
        """A job failed: it comes back later, or is given up after MAX_ATTEMPTS."""
        ...

    async def wait(self, seconds: float) -> None:
        """Return when there may be something to claim, or after `seconds`."""
        ...

    async def recover(self) -> int:
        """Give back jobs whose worker died; how many."""
        ...

    async def start(self) -> None:
        """Connect."""
        ...

    async def stop(self) -> None:
        """Give back connections."""
        ...
