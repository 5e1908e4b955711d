"""The schedulers of the simulation: told a moment, each ticks, works and sends till nothing is left.

In one process they are two whole runtimes on one database; else each is a process of its own, told the time.
"""

import asyncio
import logging
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any, Protocol

from assistant import interpreter
from assistant.bench.quarter.language import ScriptedReader
from assistant.bootstrap import Runtime, build_runtime
from assistant.cli.runtime import run_async
from assistant.follow_ups.ticking import TICKS, Tick, leave_jobs
from assistant.parts import Waker, make_worker
from assistant.supervisor import close
from config.logging import configure_logging
from config.settings import Settings

SCHEDULERS = 2
MOST_ROUNDS = 2_000
JOBS_AT_ONCE, MESSAGES_AT_ONCE = 2, 20
"""So many are claimed together: few enough that the other finds some too."""
OURS = frozenset({"assistant", "channels", "storage", "nlp", "config"})
LOOKS_AGAIN_AFTER = 0.03
"""Seconds after which who has nothing to do looks whether the other left something."""
OFTEN = ("sweep.sequences", "sweep.reminders")
"""What is judged comes round at every moment; the other sweeps twice a day, to be in its way."""


@dataclass
class Dial:
    """A clock that shows what it was set to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class Scheduler(Protocol):
    """One of several that may run."""

    processor_seconds: float
    """Spent in a process of its own."""

    async def work_at(self, now: datetime, *, ticks: bool) -> int:
        """Tick if asked to and the moment is a new one, then work and send what is there; how much it was."""
        ...

    async def stop(self) -> None:
        """End it as a crash would, or in order."""
        ...


@dataclass
class Inside:
    """A scheduler in this process, with a runtime of its own."""

    runtime: Runtime
    dial: Dial
    processor_seconds: float = 0.0

    @classmethod
    async def start(cls, settings: Settings, now: datetime) -> "Inside":
        """Build its runtime."""
        dial = Dial(now)
        runtime = await asyncio.to_thread(build_runtime, settings, understander=ScriptedReader(), clock=dial)
        await runtime.jobs.start()
        return cls(runtime, dial)

    async def work_at(self, now: datetime, *, ticks: bool) -> int:
        """Tick, work, send."""
        is_new, self.dial.now = now != self.dial.now, now
        if ticks and is_new:
            await asyncio.to_thread(leave_jobs, self.runtime, _ticks_at(now))
        worker, total = replace(make_worker(self.runtime, Waker()), concurrency=JOBS_AT_ONCE), 0
        for _ in range(MOST_ROUNDS):
            worked = await worker.work_due()
            # What is left by one job for another is worked first: less to look for in the outbox.
            sent = 0 if worked else await self.runtime.deliverer.send_due(limit=MESSAGES_AT_ONCE)
            total += worked + sent
            if not worked and not sent:
                return total
        raise RuntimeError("Rapport never comes to rest.")

    async def stop(self) -> None:
        """Close its connections."""
        await close(self.runtime)


@dataclass
class Outside:
    """A scheduler in a process of its own."""

    process: ForkServerProcess
    line: "Connection[Any, Any]"
    processor_seconds: float = 0.0

    @classmethod
    async def start(cls, settings: Settings, now: datetime) -> "Outside":
        """Start the process; it works from when it is first told the time."""
        return await asyncio.to_thread(cls._start, settings, now)

    @classmethod
    def _start(cls, settings: Settings, now: datetime) -> "Outside":
        context = multiprocessing.get_context("forkserver")
        # A process forked from one that has imported everything is there at once. Others import meanwhile.
        loaded = list(sys.modules)
        context.set_forkserver_preload([name for name in loaded if name.partition(".")[0] in OURS])
        line, its_line = context.Pipe()
        process = context.Process(
            target=_serve, args=(its_line, settings.model_dump_json(), now), daemon=True
        )
        process.start()
        its_line.close()
        return cls(process, line)

    async def work_at(self, now: datetime, *, ticks: bool) -> int:
        """Tell it the time, and wait till it rests."""
        return await asyncio.to_thread(self._work_at, now, ticks)

    def _work_at(self, now: datetime, ticks: bool) -> int:
        try:
            self.line.send((now, ticks))
            done, self.processor_seconds = self.line.recv()
        except (EOFError, OSError) as error:
            raise RuntimeError("A scheduler died.") from error
        return int(done)

    async def stop(self) -> None:
        """Kill it: an outage does not say good-bye."""
        self.process.kill()
        await asyncio.to_thread(self.process.join)
        self.line.close()


class Schedulers:
    """Two of them, working side by side at one moment until nothing is left for either.

    `reported` returns once what the providers report of the work done has come in: how much it is in all.
    """

    def __init__(self, settings: Settings, reported: Callable[[], Awaitable[int]]) -> None:
        self.processor_seconds = 0.0
        """Spent by those in processes of their own that have ended."""
        self._settings, self._reported = settings, reported
        self._all: Sequence[Scheduler] = ()
        self._busy = 0
        self._goes_on = self._rests = False
        self._roused = asyncio.Event()

    async def start(self, now: datetime, *, processes: bool) -> None:
        """Start them, in this process or each in its own."""
        kind = Outside if processes else Inside
        self._all = await asyncio.gather(*(kind.start(self._settings, now) for _ in range(SCHEDULERS)))

    async def work_at(
        self, now: datetime, *, ticks: bool, meanwhile: Coroutine[None, None, None] | None = None
    ) -> None:
        """Work until all rest and what goes on meanwhile, which rouses them, has ended."""
        self._rests, self._goes_on = False, meanwhile is not None
        going_on = [] if meanwhile is None else [self._let_end(meanwhile)]
        await asyncio.gather(*going_on, *(self._drive(one, now, ticks=ticks) for one in self._all))

    def rouse(self) -> None:
        """Whoever waits looks whether there is anything, or whether all is done."""
        self._roused.set()
        self._roused = asyncio.Event()

    async def _let_end(self, going_on: Coroutine[None, None, None]) -> None:
        """While it goes on, and till somebody looked after it, nobody's rest is the end."""
        await going_on
        self._goes_on = False
        self.rouse()

    async def fall_out(self, *, back_at: datetime) -> None:
        """Those in processes of their own are killed, and started anew when all is over."""
        if any(isinstance(one, Outside) for one in self._all):
            await self.stop()
            await self.start(back_at, processes=True)

    async def stop(self) -> None:
        """End them."""
        for one in self._all:
            await one.stop()
            self.processor_seconds += one.processor_seconds
        self._all = ()

    async def _drive(self, scheduler: Scheduler, now: datetime, *, ticks: bool) -> None:
        """Who found nothing more looks again while another is still at it, for what that one left.

        Each ends with a look that finds nothing: when the last of them is done, nothing is left.
        """
        if self._goes_on:
            await self._roused.wait()
        while not self._rests:
            is_last_look = not self._goes_on
            self._busy += 1
            reported = await self._reported()
            done = await scheduler.work_at(now, ticks=ticks)
            has_news = bool(done) and await self._reported() > reported
            self._busy -= 1
            if has_news:
                continue
            if is_last_look and not self._busy:
                self._rests = True
                self.rouse()
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKS_AGAIN_AFTER):
                    await self._roused.wait()


def _ticks_at(now: datetime) -> list[Tick]:
    return [tick for tick in TICKS if tick.kind in OFTEN or now.hour % 12 == 0]


def _serve(line: "Connection[Any, Any]", settings: str, now: datetime) -> None:
    interpreter.tune()
    configure_logging(level=logging.WARNING)
    run_async(_answer(line, Settings.model_validate_json(settings), now))


async def _answer(line: "Connection[Any, Any]", settings: Settings, now: datetime) -> None:
    """Work at each moment told, until nobody is there to tell."""
    scheduler = await Inside.start(settings, now)
    while True:
        try:
            moment, ticks = await asyncio.to_thread(line.recv)
        except EOFError:
            return
        done = await scheduler.work_at(moment, ticks=ticks)
        line.send((done, time.process_time()))
