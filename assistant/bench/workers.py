"""`rapport bench workers`: mails that wait in the inbox, worked to their end by 1, 2 and 4 processes.

Each process is a worker as `rapport worker` runs it, claims and events included, without the sending;
language is a stub, as in `rapport bench path`. PostgreSQL by `DATABASE_URL`, whose database must be empty;
else SQLite in a temporary folder, where writers wait for one another.
"""

import argparse
import asyncio
import json
import logging
import multiprocessing
import random
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import Barrier, Event

from assistant.bench.path import MAILBOX, StubUnderstander, bench_runtime, make_mail
from assistant.bootstrap import Runtime, build_runtime
from assistant.parts import Waker, make_worker
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from config.logging import configure_logging
from config.settings import Settings
from storage.queries.ledger import count_inbox

WORKERS = (1, 2, 4)
_MAILS = 600
_SEED = 11
_LOOK_EVERY = 0.05
_PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Worked:
    """What some workers came to; `cpu_ms` is their processor time a mail, without the database's own."""

    workers: int
    mails: int
    filed: int
    seconds: float
    per_second: float
    cpu_ms: float


def run(options: argparse.Namespace) -> int:
    """Fill the inbox, let them work, print; exit code 1 where a mail was not filed."""
    mails = 10 if getattr(options, "small", False) else _MAILS
    counts = (1,) if getattr(options, "small", False) else WORKERS
    generator = random.Random(_SEED)
    with bench_runtime() as runtime:
        name = runtime.database.engine.dialect.name
        worked = [measure(runtime, workers, mails=mails, generator=generator) for workers in counts]
    if not getattr(options, "json", False):
        _print_table(name, worked)
    sys.stdout.write(json.dumps({"database": name, "workers": [asdict(one) for one in worked]}) + "\n")
    return 0 if all(one.filed == one.mails for one in worked) else 1


def measure(runtime: Runtime, workers: int, *, mails: int, generator: random.Random) -> Worked:
    """Take mails in, then have `workers` processes begin together."""
    asyncio.run(_take_in(runtime, [make_mail(f"k{workers}-{one}", generator) for one in range(mails)]))
    filed_before = _count(runtime, "filed")
    context = multiprocessing.get_context("spawn")
    ready, stop, spent = context.Barrier(workers + 1), context.Event(), context.Queue()
    with ExitStack() as stack:
        for _ in range(workers):
            stack.callback(_start(context, (runtime.settings.model_dump_json(), ready, stop, spent)).join)
        ready.wait(_PATIENCE)
        started = time.perf_counter()
        _wait_until_worked(runtime)
        stop.set()
        cpu = sum(spent.get(timeout=_PATIENCE) for _ in range(workers))
        seconds = time.perf_counter() - started
    return Worked(
        workers=workers,
        mails=mails,
        filed=_count(runtime, "filed") - filed_before,
        seconds=round(seconds, 2),
        per_second=round(mails / seconds, 1),
        cpu_ms=round(cpu * 1000 / mails, 2),
    )


def _start(context: SpawnContext, task: tuple[object, ...]) -> SpawnProcess:
    process = context.Process(target=_work, args=task)
    process.start()
    return process


def _work(settings: str, ready: Barrier, stop: Event, spent: "multiprocessing.Queue[float]") -> None:
    """A worker in a process of its own, until it is told to stop; puts down the processor time it took."""
    configure_logging(level=logging.WARNING)
    runtime = build_runtime(Settings.model_validate_json(settings), understander=StubUnderstander())
    spent.put(asyncio.run(_work_until(runtime, ready, stop)))
    runtime.database.dispose()


async def _work_until(runtime: Runtime, ready: Barrier, stop: Event) -> float:
    await runtime.jobs.start()
    worker = make_worker(runtime, Waker())
    await asyncio.to_thread(ready.wait, _PATIENCE)
    started = time.process_time()
    # What the mails leave behind (assignment, rules) is their work too: each stops when nothing is left.
    while (busy := await worker.work_due()) or not stop.is_set():
        if not busy:
            await runtime.jobs.wait(_LOOK_EVERY)
    taken = time.process_time() - started
    await runtime.jobs.stop()
    return taken


async def _take_in(runtime: Runtime, raws: Sequence[bytes]) -> None:
    now = runtime.clock()
    arrived = [Received("email", MAILBOX, external_id_of(raw), sender_of(raw), raw, now) for raw in raws]
    await runtime.jobs.start()
    assert all(await asyncio.gather(*map(runtime.inbox.receive, arrived)))
    await runtime.jobs.stop()


def _wait_until_worked(runtime: Runtime) -> None:
    deadline = time.monotonic() + _PATIENCE
    while _count(runtime, "pending"):
        if time.monotonic() > deadline:
            raise TimeoutError("the workers did not come to an end")
        time.sleep(_LOOK_EVERY)


def _count(runtime: Runtime, disposition: str) -> int:
    with runtime.database.read() as uow:
        return count_inbox(uow).get(("email", disposition), 0)


def _print_table(name: str, worked: Sequence[Worked]) -> None:
    sys.stdout.write(f"Mails worked on {name}\n{'workers':<10}{'filed':>7}{'a second':>10}{'cpu ms':>8}\n")
    for one in worked:
        sys.stdout.write(f"{one.workers:<10}{one.filed:>7}{one.per_second:>10}{one.cpu_ms:>8}\n")
