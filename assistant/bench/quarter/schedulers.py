"""The schedulers of the simulation: told a moment, each ticks, works and sends till nothing is left.

In one process they are two whole runtimes on one database; else each is a process of its own
(`python -m assistant.bench.quarter.schedulers`), told the time line by line.
"""

import asyncio
import json
import logging
import sys
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

    async def work_at(self, now: datetime) -> int:
        """Tick if the moment is a new one, then work and send till nothing is left; how much there was."""
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

    async def work_at(self, now: datetime) -> int:
        """Tick, work, send."""
        if now != self.dial.now:
            self.dial.now = now
            await asyncio.to_thread(leave_jobs, self.runtime, _ticks_at(now))
        worker, total = make_worker(self.runtime, Waker()), 0
        for _ in range(MOST_ROUNDS):
            done = await worker.work_due() + await self.runtime.deliverer.send_due(limit=50)
            total += done
            if not done:
                return total
        raise RuntimeError("Rapport never comes to rest.")

    async def stop(self) -> None:
        """Close its connections."""
        await close(self.runtime)


@dataclass
class Outside:
    """A scheduler in a process of its own."""

    process: asyncio.subprocess.Process
    orders: list[str] = field(default_factory=list)

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

    async def work_at(self, now: datetime) -> int:
        """Tell it the time, and wait till it rests."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{now.isoformat()}\n".encode())
        answer = await self.process.stdout.readline()
        if not answer:
            raise RuntimeError("A scheduler died.")
        return int(json.loads(answer))

    async def stop(self) -> None:
        """Kill it: an outage does not say good-bye."""
        self.process.kill()
        await self.process.wait()


def _ticks_at(now: datetime) -> list[Tick]:
    return [tick for tick in TICKS if tick.kind in OFTEN or now.hour % 12 == 0]


async def _serve(settings: Settings, now: str) -> None:
    scheduler = await Inside.start(settings, datetime.fromisoformat(now))
    while line := await asyncio.to_thread(sys.stdin.readline):
        done = await scheduler.work_at(datetime.fromisoformat(line.strip()))
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    configure_logging(level=logging.WARNING)
    asyncio.run(_serve(Settings.model_validate_json(Path(sys.argv[1]).read_text()), sys.argv[2]))
