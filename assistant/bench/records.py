"""`rapport bench records`: what is asked of the records all day, at a million contacts and deals.

Generates an invented company (`--small`: a hundredth of it), asks every question many times with ever new
values, and prints how long they took, by the clock and in processor time (on a busy machine the clock
measures the others). PostgreSQL by `DATABASE_URL`, whose database must be empty; else SQLite in a
temporary folder.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from assistant.bench.typing_errors import misspelt
from storage.database import Database
from storage.engine import make_engine
from storage.migrations import migrate
from storage.queries import conversations, people, sales
from storage.search import search
from storage.synthetic import Filled, Sizes, address_of, fill
from storage.unit_of_work import UnitOfWork

_TIMES = 1_000
_SEARCHES = 500
_PAGE = 20
_SEED = 7


@dataclass(frozen=True)
class Timing:
    """How long one question took, in milliseconds: by the clock, and of this thread's processor time."""

    question: str
    times: int
    p50: float
    p99: float
    cpu_p99: float
    right: float | None = None
    """The share of searches whose first answer was meant."""


class Stopwatch:
    """Gathers how long things take."""

    def __init__(self) -> None:
        self._clock: list[float] = []
        self._cpu: list[float] = []

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure the block."""
        clock, cpu = time.perf_counter(), time.thread_time()
        yield
        self._clock.append((time.perf_counter() - clock) * 1000)
        self._cpu.append((time.thread_time() - cpu) * 1000)

    def timing(self, question: str, right: float | None = None) -> Timing:
        """What was gathered."""
        clock, cpu = sorted(self._clock), sorted(self._cpu)
        last = len(clock) - 1
        middle, late = round(clock[last // 2], 2), round(clock[last * 99 // 100], 2)
        return Timing(question, len(clock), middle, late, round(cpu[last * 99 // 100], 2), right)


def run(options: argparse.Namespace) -> int:
    """Generate, measure, print; exit code 0."""
    sizes = Sizes(10_000, 50_000, 10_000) if getattr(options, "small", False) else Sizes()
    with _database() as database:
        generator = random.Random(_SEED)
        started = time.perf_counter()
        filled = fill(database, sizes, generator=generator)
        seconds = time.perf_counter() - started
        timings = list(measure(database, filled, generator))
    result = {
        "database": database.engine.dialect.name,
        "sizes": asdict(sizes),
        "generated_in_seconds": round(seconds, 1),
        "questions": [asdict(timing) for timing in timings],
    }
    if not getattr(options, "json", False):
        _print_table(result, timings)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


def measure(database: Database, filled: Filled, generator: random.Random) -> Iterator[Timing]:
    """Ask each question many times, each in a transaction of its own."""

    def anyone() -> tuple[str, str]:
        return generator.choice(filled.contacts)

    def by_address(uow: UnitOfWork) -> None:
        identity = people.find_identity(uow, kind="email", address=address_of(anyone()[1]))
        assert identity is not None

    def page(uow: UnitOfWork) -> None:
        assert conversations.timeline(uow, contact_id=anyone()[0], limit=_PAGE)

    def pipeline(uow: UnitOfWork) -> None:
        assert sales.rollup(uow, pipeline="sales")

    yield _timed(database, "contact by address", by_address)
    yield _timed(database, "timeline page", page)
    yield _timed(database, "pipeline summary", pipeline)
    for typos, question in enumerate(("search, as written", "search, one typo", "search, two typos")):
        yield _searched(database, question, [_asked(anyone(), typos, generator) for _ in range(_SEARCHES)])


def _asked(contact: tuple[str, str], typos: int, generator: random.Random) -> tuple[str, str]:
    record_id, name = contact
    return record_id, misspelt(name.lower(), typos, generator)


def _timed(database: Database, question: str, ask: Callable[[UnitOfWork], None]) -> Timing:
    stopwatch = Stopwatch()
    for _ in range(_TIMES):
        with stopwatch.measured(), database.read() as uow:
            ask(uow)
    return stopwatch.timing(question)


def _searched(database: Database, question: str, asked: list[tuple[str, str]]) -> Timing:
    stopwatch, right = Stopwatch(), 0
    for record_id, text in asked:
        with stopwatch.measured(), database.read() as uow:
            matches = search(uow, text, entities=["contact"])
        right += bool(matches) and matches[0].record_id == record_id
    return stopwatch.timing(question, right=right / len(asked))


@contextmanager
def _database() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/records.db")
        migrate(engine)
        database = Database(engine, clock=lambda: datetime.now(UTC))
        try:
            yield database
        finally:
            database.dispose()


def _print_table(result: dict[str, object], timings: list[Timing]) -> None:
    sys.stdout.write(f"Records on {result['database']}, made in {result['generated_in_seconds']} s\n")
    sys.stdout.write(f"{'question':<22}{'times':>7}{'p50 ms':>9}{'p99 ms':>9}{'p99 cpu':>9}{'right':>8}\n")
    for timing in timings:
        right = "" if timing.right is None else f"{timing.right:.1%}"
        times = f"{timing.times:>7}{timing.p50:>9}{timing.p99:>9}{timing.cpu_p99:>9}"
        row = f"{timing.question:<22}{times}{right:>8}\n"
        sys.stdout.write(row)
