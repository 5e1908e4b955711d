"""`rapport bench slack`: from a signed Slack event to the posted answer, and acknowledgements under load.

The whole of Rapport runs between the emulators as it does in production: events come signed over HTTP, are
kept, understood by the trained model, worked and answered by the Web API. SQLite in a temporary folder with
100,000 contacts and 20,000 deals (`--small`: a hundredth), PostgreSQL by an empty `DATABASE_URL`.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from assistant.actions.members import save_member
from assistant.bootstrap import Runtime, build_runtime
from assistant.demo.sandbox import Sandbox, make_sandbox
from assistant.maintenance.seeding import ensure_ready
from assistant.parts import worker_part
from assistant.supervisor import close
from assistant.web.app import make_app
from channels.sandbox.loopback import LateApp, LoopbackServer
from channels.sandbox.slack import SandboxUser
from config.clock import system_clock
from config.settings import Settings
from storage.database import Database
from storage.migrations import migrate
from storage.queries.sales import DealFilter, list_deals
from storage.synthetic import Filled, Sizes, fill

ADMIN = "admin@rapport.example"
TURNS, EVENTS, PER_SECOND = 60, 200, 20
PATIENCE = 120.0
_SEED = 7


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds by the clock; `cpu_ms`: the whole process's mean."""

    what: str
    times: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    cpu_ms: float


def run(options: argparse.Namespace) -> int:
    """Generate, measure, print; exit code 0."""
    is_small = bool(getattr(options, "small", False))
    logs = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    try:
        spreads = asyncio.run(_measure(is_small=is_small))
    finally:
        structlog.configure(**logs)
    if not getattr(options, "json", False):
        _print_table(spreads)
    sys.stdout.write(json.dumps({"slack": [asdict(one) for one in spreads]}) + "\n")
    return 0


async def _measure(*, is_small: bool) -> list[Spread]:
    sizes = Sizes(1_000, 5_000, 200) if is_small else Sizes(100_000, 200_000, 20_000)
    turns, events = (8, 20) if is_small else (TURNS, EVENTS)
    async with _office(sizes) as (sandbox, deals):
        generator = random.Random(_SEED)
        await _answered(sandbox, "help")  # the model is read with the first words
        spreads = [
            await _spread(sandbox, name, [template.format(generator.choice(deals)) for _ in range(turns)])
            for name, template in (
                ("a deal shown", "show me the {} deal"),
                ("a deal moved", "move the {} deal to negotiation"),
                ("a number changed", "set the amount of the {} deal to 12k"),
                ("the pipeline", "pipeline summary"),
            )
        ]
        return [*spreads, await _acknowledged(sandbox, events)]


async def _spread(sandbox: Sandbox, name: str, said: list[str]) -> Spread:
    times: list[float] = []
    cpu = time.process_time()
    for words in said:
        times.append(await _answered(sandbox, words))
    return _of(f"event to posted answer: {name}", times, (time.process_time() - cpu) / len(said))


async def _answered(sandbox: Sandbox, words: str) -> float:
    """Milliseconds from the signed event to the answer that stands in Slack."""
    slack = sandbox.slack
    seen = len(slack.answers("", user=ADMIN))
    started = time.perf_counter()
    await slack.say(ADMIN, "", words)
    await slack.wait_for(lambda: len(slack.answers("", user=ADMIN)) > seen or None, PATIENCE)
    return (time.perf_counter() - started) * 1000


async def _acknowledged(sandbox: Sandbox, events: int) -> Spread:
    """Talk in a channel at a steady rate, whatever is being worked meanwhile; how long each 200 took."""
    slack, cpu, started = sandbox.slack, time.process_time(), time.perf_counter()
    known = len(slack.deliveries)
    tasks: list[asyncio.Task[object]] = []
    for number in range(events):
        await asyncio.sleep(max(0.0, started + number / PER_SECOND - time.perf_counter()))
        tasks.append(asyncio.create_task(slack.say(ADMIN, "general", f"just talking, {number}")))
    await asyncio.gather(*tasks)
    times = [one.seconds * 1000 for one in slack.deliveries[known:] if one.status == 200]
    assert len(times) >= events, "some events were refused"
    return _of(f"acknowledged, at {PER_SECOND} a second", times, (time.process_time() - cpu) / events)


def _of(what: str, times: list[float], cpu_seconds: float) -> Spread:
    ordered = sorted(times)
    middle, late = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    figures = [round(one, 1) for one in (middle, late, ordered[-1], cpu_seconds * 1000)]
    return Spread(what, len(times), *figures)


@asynccontextmanager
async def _office(sizes: Sizes) -> AsyncIterator[tuple[Sandbox, list[str]]]:
    """Rapport at work on an invented company, and the titles of its deals."""
    sandbox = make_sandbox(system_clock(), users=(SandboxUser("U001", ADMIN, "Admin"),))
    later = LateApp()
    server = LoopbackServer(later)
    await sandbox.start()
    await server.start()
    with tempfile.TemporaryDirectory() as folder:
        settings = sandbox.settings_for(_settings(Path(folder), server.url))
        runtime = build_runtime(settings)
        deals = await asyncio.to_thread(_found, runtime, sizes)
        later.app = make_app(runtime)
        working = asyncio.create_task(worker_part(runtime))
        try:
            yield sandbox, deals
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            await close(runtime)
            await server.stop()
            await sandbox.stop()


def _settings(folder: Path, url: str) -> Settings:
    return Settings(
        _env_file=None,
        database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/slack.db",
        secret_key="bench",
        public_url=url,
        files_dir=folder / "files",
    )


def _found(runtime: Runtime, sizes: Sizes) -> list[str]:
    """Fill the database; the titles of some deals."""
    _fill(runtime.database, sizes)
    ensure_ready(runtime.database, runtime.settings)
    with runtime.database.begin() as uow:
        save_member(runtime.work(uow), email=ADMIN, name="Admin", role="admin", team_name="")
        return [one.title for one in list_deals(uow, DealFilter(status="open"), limit=500)]


def _fill(database: Database, sizes: Sizes) -> Filled:
    migrate(database.engine)
    return fill(database, sizes, generator=random.Random(_SEED))


def _print_table(spreads: list[Spread]) -> None:
    sys.stdout.write(f"{'':<44}{'times':>7}{'p50 ms':>9}{'p99 ms':>9}{'worst':>9}{'cpu ms':>9}\n")
    for one in spreads:
        figures = f"{one.times:>7}{one.p50_ms:>9}{one.p99_ms:>9}{one.worst_ms:>9}{one.cpu_ms:>9}"
        sys.stdout.write(f"{one.what:<44}{figures}\n")
