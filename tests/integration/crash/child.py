"""Rapport's doors, inbox, worker and sender in a process that kills itself at the N-th step.

It carries out its first order (one JSON object a line) itself, and then forks for each further one, with all
imported and compiled already: so hundreds of deaths cost little. The answer to an order is one JSON object:
`label` names the step at which the process died, and is empty where it came to rest.
"""

import asyncio
import gc
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

import httpx
import structlog
from sqlalchemy import event

from assistant.bootstrap import Runtime, build_runtime
from assistant.jobs.port import ClaimedJob
from assistant.jobs.procrastinated import ProcrastinateJobs
from assistant.supervisor import close
from assistant.web.app import make_app
from channels.contract import OutboundMessage, Sent
from config.settings import Settings
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock
from tests.fixtures.databases import stop_beating
from tests.fixtures.understanding import KeywordUnderstander
from tests.integration.crash.scenes import SCENES, Place

LONG_AGO = timedelta(hours=1)

Result = TypeVar("Result")


EVERY_TIME = ("after send email", "after send slack", "after send sms")
"""What differs from one time to the next; any other step is died at when it is passed first."""


class Steps:
    """Counts the steps that count, and dies at one of them."""

    def __init__(self, die_at: int, counts: Callable[[str], bool]) -> None:
        self._die_at = die_at
        self._counts = counts
        self._count = 0
        self._passed: set[str] = set()

    def passed(self, label: str) -> None:
        """One step further, perhaps not: SIGKILL leaves no time for anything."""
        if not self._counts(label) or label in self._passed:
            return
        if label not in EVERY_TIME:
            self._passed.add(label)
        self._count += 1
        if self._count == self._die_at:
            answer(label)
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, label: str, call: Callable[..., Awaitable[Result]]) -> Callable[..., Awaitable[Result]]:
        """The same call with a step before and one after it."""

        async def stepped(*arguments: Any, **named: Any) -> Result:
            self.passed(f"before {label}")
            result = await call(*arguments, **named)
            self.passed(f"after {label}")
            return result

        return stepped


def answer(label: str) -> None:
    """Say how it ended."""
    os.write(sys.stdout.fileno(), json.dumps({"label": label}).encode() + b"\n")


def step_through_commits(database: Database, steps: Steps) -> None:
    """A step just before and just after each commit."""
    begin = database.begin

    @contextmanager
    def stepped(*, actor: str = "system", cause: str = "") -> Iterator[UnitOfWork]:
        name = cause.partition(":")[0]
        with begin(actor=actor, cause=cause) as uow:
            yield uow
            uow.flush()
            steps.passed(f"before commit {name}")
        steps.passed(f"after commit {name}")

    database.begin = stepped  # type: ignore[method-assign]


def step_through_jobs(jobs: ProcrastinateJobs, steps: Steps) -> None:
    """Procrastinate commits by itself; its answers are steps too."""
    claim, finish = jobs.claim, jobs.finish

    async def claimed(*, limit: int) -> list[ClaimedJob]:
        found = await claim(limit=limit)
        if found:
            steps.passed("after jobs.claim")
        return found

    async def finished(job: ClaimedJob) -> None:
        await finish(job)
        steps.passed("after jobs.finish")

    jobs.claim = claimed  # type: ignore[method-assign]
    jobs.finish = finished  # type: ignore[method-assign]


def step_through_sends(runtime: Runtime, steps: Steps) -> None:
    """A step just before and just after a provider was handed a message."""
    for adapter in runtime.channels.adapters():
        send: Callable[[OutboundMessage], Awaitable[Sent]] = adapter.send
        adapter.send = steps.around(f"send {adapter.name}", send)  # type: ignore[method-assign,assignment]


async def work(order: Mapping[str, Any], place: Place, clock: FrozenClock) -> None:
    """Prepare, then take in what the outside hands over, and work and send until there is rest."""
    clock.now = datetime.fromisoformat(order["now"])
    scene, runtime = SCENES[order["scene"]], place.runtime
    # One process at a time here: whoever was there before is dead, and has been for long.
    stop_beating(runtime.database)
    async with running(runtime):
        if order["prepares"]:
            clock.advance(-LONG_AGO)
            await scene.prepare(place)
            clock.advance(LONG_AGO)
        steps = Steps(order["die_at"], scene.counts)
        step_through_commits(runtime.database, steps)
        step_through_sends(runtime, steps)
        if isinstance(runtime.jobs, ProcrastinateJobs):
            step_through_jobs(runtime.jobs, steps)
        await scene.hand_over(place)
        # One delivery after the other, so that the n-th step is the same in every life.
        await place.rest(batch=1)


@asynccontextmanager
async def running(runtime: Runtime) -> AsyncIterator[None]:
    """The job engine started, everything closed at the end."""
    await runtime.jobs.start()
    yield
    await close(runtime)


def live(line: str, place: Place, clock: FrozenClock) -> None:
    """Carry out one order."""
    try:
        asyncio.run(work(json.loads(line), place, clock))
        answer("")
    except Exception as error:  # noqa: BLE001 - said to the test, which fails by it
        answer(f"error: {type(error).__name__}: {error}")


def spare_the_disk(connection: Any, _record: object) -> None:
    """A process that dies takes no page of the system's with it: only a power cut needs the disk."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


def main() -> None:
    """Make Rapport by the first line's settings, then live once for each order."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    clock = FrozenClock()
    settings = Settings.model_validate_json(sys.stdin.readline())
    runtime = build_runtime(settings, understander=KeywordUnderstander(), clock=clock)
    event.listen(runtime.database.engine, "connect", spare_the_disk)
    place = Place(runtime, httpx.AsyncClient(transport=httpx.ASGITransport(make_app(runtime))))
    fork_for_each(place, clock)


def fork_for_each(place: Place, clock: FrozenClock) -> None:
    """The first order in this process, each further one in a fork of it."""
    live(sys.stdin.readline(), place, clock)
    # What the forks share is left alone, or each would copy it page by page.
    gc.collect()
    gc.freeze()
    gc.disable()
    for line in sys.stdin:
        fork = os.fork()
        if fork == 0:
            live(line, place, clock)
            os._exit(0)
        os.waitpid(fork, 0)
