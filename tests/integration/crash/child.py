"""Rapport's inbox, worker and sender in a process that kills itself at the N-th step.

It carries out its first order (one JSON object a line) itself, and then forks for each further one, with all
imported and compiled already: so hundreds of deaths cost little. The answer to an order is one JSON object:
`label` names the step at which the process died, and is empty where it came to rest.
"""

import asyncio
import base64
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, TypeVar

import structlog

from assistant.bootstrap import Runtime, build_runtime
from assistant.jobs.port import ClaimedJob
from assistant.jobs.procrastinated import ProcrastinateJobs
from assistant.parts import Waker, make_worker
from assistant.supervisor import close
from channels.contract import OutboundMessage, Received, Sent
from config.settings import Settings
from storage.unit_of_work import Database, UnitOfWork
from tests.fixtures.clock import FrozenClock
from tests.fixtures.understanding import KeywordUnderstander

Result = TypeVar("Result")


class Steps:
    """Counts the steps, and dies at one of them."""

    def __init__(self, die_at: int) -> None:
        self._die_at = die_at
        self._count = 0

    def passed(self, label: str) -> None:
        """One step further, perhaps not: SIGKILL leaves no time for anything."""
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
    # One process at a time here: whoever was there before is dead.
    jobs._stalled_seconds = 0.05


def step_through_sends(runtime: Runtime, steps: Steps) -> None:
    """A step just before and just after a provider was handed a message."""
    for adapter in runtime.channels.adapters():
        send: Callable[[OutboundMessage], Awaitable[Sent]] = adapter.send
        adapter.send = steps.around(f"send {adapter.name}", send)  # type: ignore[method-assign,assignment]


async def work(order: Mapping[str, Any], runtime: Runtime, clock: FrozenClock) -> None:
    """Take in what the providers hand over, work and send until there is rest."""
    clock.now = datetime.fromisoformat(order["now"])
    steps = Steps(order["die_at"])
    step_through_commits(runtime.database, steps)
    step_through_sends(runtime, steps)
    if isinstance(runtime.jobs, ProcrastinateJobs):
        step_through_jobs(runtime.jobs, steps)
    async with running(runtime):
        for one in order["received"]:
            received_at = datetime.fromisoformat(one["received_at"])
            await runtime.inbox.receive(
                Received(**{**one, "raw": base64.b64decode(one["raw"]), "received_at": received_at})
            )
        worker = make_worker(runtime, Waker())
        await worker.engine.recover()
        busy = True
        while busy:
            worked = await worker.work_due()
            busy = bool(worked + await runtime.deliverer.send_due(limit=order["batch"]))


@asynccontextmanager
async def running(runtime: Runtime) -> AsyncIterator[None]:
    """The job engine started, everything closed at the end."""
    await runtime.jobs.start()
    yield
    await close(runtime)


def live(line: str, runtime: Runtime, clock: FrozenClock) -> None:
    """Carry out one order."""
    try:
        asyncio.run(work(json.loads(line), runtime, clock))
        answer("")
    except Exception as error:  # noqa: BLE001 - said to the test, which fails by it
        answer(f"error: {type(error).__name__}: {error}")


def main() -> None:
    """Make Rapport by the first line's settings, then live once for each order."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    clock = FrozenClock()
    settings = Settings.model_validate_json(sys.stdin.readline())
    runtime = build_runtime(settings, understander=KeywordUnderstander(), clock=clock)
    live(sys.stdin.readline(), runtime, clock)
    for line in sys.stdin:
        fork = os.fork()
        if fork == 0:
            live(line, runtime, clock)
            os._exit(0)
        os.waitpid(fork, 0)


if __name__ == "__main__":
    main()
