"""`rapport bench claims`: what sixteen workers claim of the outbox in a second, none of it twice.

Each worker is a process with its own connection and claims as the sender does: ten at a time (and then
fifty), each batch a transaction of its own. PostgreSQL by `DATABASE_URL`, whose database must be empty; else
SQLite in a temporary folder, where claims wait for one another.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier

from assistant.outgoing.delivery import BATCH, LEASE
from storage.bulk import load
from storage.database import Database
from storage.engine import make_engine
from storage.migrations import migrate
from storage.models import Delivery
from storage.queries import outgoing
from storage.types import new_id

WORKERS = 16
BATCHES = (BATCH, 50)
_DELIVERIES = 40_000
_STEP = 20_000
_STAMPS = ("created_at", "updated_at")
_CHANNELS = ("email", "sms", "slack")


@dataclass(frozen=True, slots=True)
class Claims:
    """What the workers came to."""

    batch: int
    claimed: int
    twice: int
    seconds: float
    per_second: float
    cpu_ms: float
    """Processor time of a worker for one claim, without the database's own."""


def run(options: argparse.Namespace) -> int:
    """Fill, claim, print; exit code 1 where a delivery was claimed twice, or never."""
    is_small = bool(getattr(options, "small", False))
    deliveries, workers = (200, 2) if is_small else (_DELIVERIES, WORKERS)
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/claims.db"
        database = _open(url)
        migrate(database.engine)
        measured = []
        for batch in BATCHES:
            fill(database, deliveries, name=f"{batch}")
            # Forked workers must not share a connection.
            database.dispose()
            measured.append(measure(url, workers=workers, batch=batch))
    name = database.engine.dialect.name
    if not getattr(options, "json", False):
        _print_table(name, measured)
    told = {"database": name, "workers": workers, "claims": [asdict(one) for one in measured]}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if all(one.twice == 0 and one.claimed == deliveries for one in measured) else 1


def fill(database: Database, count: int, *, name: str) -> None:
    """Leave deliveries that are due."""
    due = datetime.now(UTC) - timedelta(minutes=1)
    columns = ("id", "key", "channel", "address", "content", "due_at", "first_due_at", *_STAMPS)
    for start in range(0, count, _STEP):
        rows = (
            (new_id(), f"{name}:{n}", _CHANNELS[n % 3], f"a{n}@mail.example", {"text": "Hi"}, *[due] * 4)
            for n in range(start, min(start + _STEP, count))
        )
        with database.begin() as uow:
            load(uow.connection(), Delivery, columns, rows)


def measure(url: str, *, workers: int, batch: int) -> Claims:
    """Let the workers begin together, and gather what each claimed, until nothing is left."""
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(workers + 1)
    with context.Pool(workers, initializer=_begin, initargs=(barrier,)) as pool:
        claiming = pool.map_async(_claim_all, [(url, batch)] * workers, chunksize=1)
        barrier.wait()
        started = time.perf_counter()
        found = claiming.get()
        seconds = time.perf_counter() - started
    claimed = [one for ids, _ in found for one in ids]
    return Claims(
        batch=batch,
        claimed=len(claimed),
        twice=len(claimed) - len(set(claimed)),
        seconds=round(seconds, 2),
        per_second=round(len(claimed) / seconds, 1),
        cpu_ms=round(sum(cpu for _, cpu in found) * 1000 / max(1, len(claimed)), 3),
    )


_together: list[Barrier] = []
"""The barrier of this worker process: a pool hands it over at the start and in no other way."""


def _begin(barrier: Barrier) -> None:
    _together.append(barrier)


def _claim_all(task: tuple[str, int]) -> tuple[Sequence[str], float]:
    url, batch = task
    database = _open(url)
    database.ping()
    _together[0].wait()
    claimed: list[str] = []
    started = time.process_time()
    while found := _claim(database, batch):
        claimed += found
    spent = time.process_time() - started
    database.dispose()
    return claimed, spent


def _claim(database: Database, batch: int) -> list[str]:
    with database.begin(cause="delivery.claim") as uow:
        outgoing.expire_claims(uow)
        claimed = outgoing.claim_deliveries(uow, limit=batch, lease=LEASE, channels=_CHANNELS)
        return [one.id for one in claimed]


def _open(url: str) -> Database:
    return Database(make_engine(url), clock=lambda: datetime.now(UTC))


def _print_table(name: str, measured: Sequence[Claims]) -> None:
    sys.stdout.write(
        f"Outbox on {name}\n{'at a time':<10}{'claimed':>9}{'twice':>7}{'a second':>10}{'cpu ms':>8}\n"
    )
    for one in measured:
        row = f"{one.batch:<10}{one.claimed:>9}{one.twice:>7}{one.per_second:>10}{one.cpu_ms:>8}\n"
        sys.stdout.write(row)
