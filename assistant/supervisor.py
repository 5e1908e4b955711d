"""Running parts together: started at once, stopped gracefully on the first signal, loud when one dies."""

import asyncio
import signal
from collections.abc import Sequence

import structlog

from assistant.bootstrap import Runtime
from assistant.parts import PARTS

log = structlog.get_logger()


async def run_parts(runtime: Runtime, names: Sequence[str], *, ready: asyncio.Event | None = None) -> None:
    """Run parts until SIGINT or SIGTERM, or until one fails (its error is raised)."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    tasks = [asyncio.create_task(_run(runtime, name), name=name) for name in names]
    stopping = asyncio.create_task(_wait(stop), name="signal")
    if ready is not None:
        ready.set()
    try:
        done, _ = await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if task is not stopping and not stop.is_set():
                task.result()
    finally:
        await _stop([*tasks, stopping])
        await close(runtime)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def close(runtime: Runtime) -> None:
    """Give back every connection."""
    for adapter in runtime.channels.adapters():
        await adapter.close()
    await runtime.jobs.stop()
    runtime.database.dispose()


async def _run(runtime: Runtime, name: str) -> None:
    log.info("part.started", part=name)
    await PARTS[name](runtime)


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    log.info("parts.stopped")


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()
