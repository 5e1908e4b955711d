"""`rapport bench sweep`: how quickly the few things that are due are found among a million that wait.

What every tick of the clock asks, each question many times in a transaction of its own. PostgreSQL by
`DATABASE_URL`, whose database must be empty; else SQLite in a temporary folder.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta

from assistant.bench.records import Stopwatch, Timing
from storage.database import Database
from storage.engine import make_engine
from storage.migrations import migrate
from storage.queries import outgoing, sequencing, service, service_levels
from storage.synthetic_dues import NOW, fill_dues
from storage.unit_of_work import UnitOfWork

_ROWS, _DUE, _TIMES, _BATCH = 1_000_000, 200, 500, 200


def run(options: argparse.Namespace) -> int:
    """Generate, measure, print; exit code 0."""
    rows = _ROWS // 100 if getattr(options, "small", False) else _ROWS
    with _database() as database:
        started = time.perf_counter()
        fill_dues(database, rows=rows, due=_DUE)
        seconds = round(time.perf_counter() - started, 1)
        timings = list(measure(database))
        result = {
            "database": database.engine.dialect.name,
            "rows_of_each_kind": rows,
            "due": _DUE,
            "generated_in_seconds": seconds,
            "questions": [asdict(timing) for timing in timings],
        }
    if not getattr(options, "json", False):
        _print_table(result, timings)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


def measure(database: Database) -> Iterator[Timing]:
    """Ask each question many times."""

    def steps(uow: UnitOfWork) -> int:
        return len(sequencing.due_enrolment_ids(uow, limit=_BATCH))

    def rested(uow: UnitOfWork) -> int:
        return len(sequencing.rested_enrolment_ids(uow, limit=_BATCH))

    def reminders(uow: UnitOfWork) -> int:
        return len(service.tasks_to_remind(uow, limit=_BATCH))

    def alarms(uow: UnitOfWork) -> int:
        return len(service_levels.tickets_due(uow, "alarm_at", limit=_BATCH))

    yield _asked(database, "steps of sequences", steps)
    yield _asked(database, "pauses that are over", rested)
    yield _asked(database, "reminders", reminders)
    yield _asked(database, "tickets' clocks", alarms)
    yield _claimed(database)


def _asked(database: Database, question: str, ask: Callable[[UnitOfWork], int]) -> Timing:
    stopwatch, found = Stopwatch(), 0
    for _ in range(_TIMES):
        with stopwatch.measured(), database.read() as uow:
            found = ask(uow)
    if found != _DUE:
        raise RuntimeError(f"{question}: {found} of {_DUE} were found")
    return stopwatch.timing(question)


def _claimed(database: Database) -> Timing:
    """Deliveries are taken ten at a time, and given back, so that the next claim finds as many."""
    stopwatch, lease = Stopwatch(), timedelta(minutes=10)
    for _ in range(_TIMES):
        with database.begin() as uow, uow.savepoint() as part:
            with stopwatch.measured():
                claimed = outgoing.claim_deliveries(uow, limit=10, lease=lease, channels=("email",))
            part.rollback()
        if len(claimed) != 10:
            raise RuntimeError(f"only {len(claimed)} deliveries were claimed")
    return stopwatch.timing("deliveries, ten claimed")


@contextmanager
def _database() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/sweep.db")
        migrate(engine)
        database = Database(engine, clock=lambda: NOW)
        try:
            yield database
        finally:
            database.dispose()


def _print_table(result: dict[str, object], timings: list[Timing]) -> None:
    head = f"{result['rows_of_each_kind']} rows of each kind on {result['database']}"
    sys.stdout.write(f"{head}, made in {result['generated_in_seconds']} s\n")
    sys.stdout.write(f"{'due':<26}{'times':>7}{'p50 ms':>9}{'p99 ms':>9}{'p99 cpu':>9}\n")
    for timing in timings:
        figures = f"{timing.times:>7}{timing.p50:>9}{timing.p99:>9}{timing.cpu_p99:>9}"
        sys.stdout.write(f"{timing.question:<26}{figures}\n")
