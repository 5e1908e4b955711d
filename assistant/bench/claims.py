"""`rapport bench claims`: what sixteen workers claim of the outbox in a second, none of it twice.

Each worker is a process with its own connection and claims as the sender does: ten at a time, each batch a
transaction of its own. PostgreSQL by `DATABASE_URL`, whose database must be empty; else SQLite in a
temporary folder, where claims wait for one another.
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

from assistant.delivery import BATCH, LEASE
from storage.bulk import load
from storage.engine import make_engine
from storage.migrations import migrate
from storage.models import Delivery
from storage.queries import outgoing
from storage.types import new_id
from storage.unit_of_work import Database

WORKERS = 16
_DELIVERIES = 60_000
_STEP = 20_000
_CHANNELS = ("email", "sms", "slack")


@dataclass(frozen=True, slots=True)
class Claims:
    """What the workers came to."""

    workers: int
    batch: int
    claimed: int
    twice: int
    seconds: float
    per_second: float


def run(options: argparse.Namespace) -> int:
    """Fill, claim, print; exit code 1 where a delivery was claimed twice, or never."""
    deliveries = _DELIVERIES // 100 if getattr(options, "small", False) else _DELIVERIES
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/claims.db"
        database = _open(url)
        migrate(database.engine)
        fill(database, deliveries)
        name = database.engine.dialect.name
        # Forked workers must not share a connection.
        database.dispose()
        claims = measure(url)
    if not getattr(options, "json", False):
        sys.stdout.write(
            f"{claims.workers} workers on {name}, {claims.batch} at a time: {claims.claimed} claimed in "
            f"{claims.seconds} s, {claims.per_second:.0f} a second, {claims.twice} of them twice\n"
        )
    sys.stdout.write(json.dumps({"database": name, **asdict(claims)}) + "\n")
    return 0 if claims.twice == 0 and claims.claimed == deliveries else 1


def fill(database: Database, count: int) -> None:
    """Leave deliveries that are due."""
    due = datetime.now(UTC) - timedelta(minutes=1)
    columns = ("id", "key", "channel", "address", "content", "due_at", "created_at", "updated_at")
    for start in range(0, count, _STEP):
        rows = (
            (new_id(), f"bench:{n}", _CHANNELS[n % 3], f"a{n}@mail.example", {"text": "Hi"}, due, due, due)
            for n in range(start, min(start + _STEP, count))
        )
        with database.begin() as uow:
            load(uow.connection(), Delivery, columns, rows)


def measure(url: str, *, workers: int = WORKERS, batch: int = BATCH) -> Claims:
    """Let the workers begin together, and gather what each claimed, until nothing is left."""
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(workers + 1)
    with context.Pool(workers, initializer=_begin, initargs=(barrier,)) as pool:
        claiming = pool.map_async(_claim_all, [(url, batch)] * workers, chunksize=1)
        barrier.wait()
        started = time.perf_counter()
        found: list[Sequence[str]] = claiming.get()
        seconds = time.perf_counter() - started
    claimed = [one for ids in found for one in ids]
    return Claims(
        workers=workers,
        batch=batch,
        claimed=len(claimed),
        twice=len(claimed) - len(set(claimed)),
        seconds=round(seconds, 2),
        per_second=round(len(claimed) / seconds, 1),
    )


_together: list[Barrier] = []
"""The barrier of this worker process: a pool hands it over at the start and in no other way."""


def _begin(barrier: Barrier) -> None:
    _together.append(barrier)


def _claim_all(task: tuple[str, int]) -> Sequence[str]:
    url, batch = task
    database = _open(url)
    database.ping()
    _together[0].wait()
    claimed: list[str] = []
    while found := _claim(database, batch):
        claimed += found
    database.dispose()
    return claimed


def _claim(database: Database, batch: int) -> list[str]:
    with database.begin(cause="delivery.claim") as uow:
        outgoing.expire_claims(uow)
        claimed = outgoing.claim_deliveries(uow, limit=batch, lease=LEASE, channels=_CHANNELS)
        return [one.id for one in claimed]


def _open(url: str) -> Database:
    return Database(make_engine(url), clock=lambda: datetime.now(UTC))
