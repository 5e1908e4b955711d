"""The schedulers of the simulation: told a moment, each ticks, works and sends till nothing is left.

In one process they are two whole runtimes on one database; else each is a process of its own
(`python -m assistant.bench.quarter.schedulers`), told the time line by line.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from assistant.bench.quarter.language import ScriptedReader
from assistant.bootstrap import Runtime, build_runtime
from assistant.follow_ups.ticking import TICKS, Tick, leave_jobs
from assistant.parts import Waker, make_worker
from assistant.supervisor import close
from config.logging import configure_logging
from config.settings import Settings

MOST_ROUNDS = 2_000
AT_ONCE = 50
"""So many deliveries are claimed together."""
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
        worker, total = make_worker(self.runtime, Waker()), 0
        for _ in range(MOST_ROUNDS):
            worked = await worker.work_due()
            # What is left by one job for another is worked first: less to look for in the outbox.
            sent = 0 if worked else await self.runtime.deliverer.send_due(limit=AT_ONCE)
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

    process: asyncio.subprocess.Process

    @classmethod
    async def start(cls, settings: Settings, now: datetime, folder: Path) -> "Outside":
        """Start the process; the settings go by a file only we can read."""
        path = folder / "scheduler.json"
        path.touch(mode=0o600)
        path.write_text(settings.model_dump_json())
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "assistant.bench.quarter.schedulers",
            str(path),
            now.isoformat(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return cls(process)

    async def work_at(self, now: datetime, *, ticks: bool) -> int:
        """Tell it the time, and wait till it rests."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps([now.isoformat(), ticks])}\n".encode())
        answer = await self.process.stdout.readline()
        if not answer:
            raise RuntimeError("A scheduler died.")
        return int(json.loads(answer))

    async def stop(self) -> None:
        """Kill it: an outage does not say good-bye."""
        self.process.kill()
        await self.process.wait()


@dataclass
class Together:
    """Schedulers working side by side at one moment, until nothing is left for any of them.

    `has_news` returns once what the providers report of the work done has come in: whether anything did.
    """

    schedulers: Sequence[Scheduler]
    has_news: Callable[[], Awaitable[bool]]
    _busy: int = 0
    _rests: asyncio.Event = field(default_factory=asyncio.Event)

    async def work_at(self, now: datetime, *, ticks: bool) -> None:
        """Work until all rest."""
        places = range(len(self.schedulers))
        await asyncio.gather(*(self._drive(place, now, ticks=ticks) for place in places))

    async def _drive(self, place: int, now: datetime, *, ticks: bool) -> None:
        """Who found nothing more looks again while another is still at it, for what that one left.

        Each ends with a look that finds nothing: when the last of them is done, nothing is left.
        """
        while not self._rests.is_set():
            self._busy += 1
            done = await self.schedulers[place].work_at(now, ticks=ticks)
            has_news = bool(done) and await self.has_news()
            self._busy -= 1
            if has_news:
                continue
            if not self._busy:
                self._rests.set()
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKS_AGAIN_AFTER):
                    await self._rests.wait()


def _ticks_at(now: datetime) -> list[Tick]:
    return [tick for tick in TICKS if tick.kind in OFTEN or now.hour % 12 == 0]


async def _serve(settings: Settings, now: str) -> None:
    scheduler = await Inside.start(settings, datetime.fromisoformat(now))
    while line := await asyncio.to_thread(sys.stdin.readline):
        moment, ticks = json.loads(line)
        done = await scheduler.work_at(datetime.fromisoformat(moment), ticks=ticks)
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    configure_logging(level=logging.WARNING)
    asyncio.run(_serve(Settings.model_validate_json(Path(sys.argv[1]).read_text()), sys.argv[2]))
