"""The invented company, living once per seed in an SQLite database nobody writes to afterwards."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.work import Work
from storage.database import Database
from storage.engine import make_engine
from tests.fixtures.clock import FrozenClock
from tests.unit.assistant.reports.books import Books
from tests.unit.assistant.reports.company import live, rules, work_on

SEEDS = (1, 2)


@pytest.fixture(scope="session", params=SEEDS)
def lived(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, Books]]:
    """The company after its days, with the test's own account of them."""
    path = tmp_path_factory.mktemp("company") / "rapport.db"
    shutil.copyfile(sqlite_template, path)
    clock = FrozenClock()
    database = Database(make_engine(f"sqlite:///{path}"), clock=clock)
    yield database, live(database, clock, seed=int(request.param))
    database.dispose()


@pytest.fixture
def books(lived: tuple[Database, Books]) -> Books:
    """What happened, by the test's own account."""
    return lived[1]


@pytest.fixture
def work(lived: tuple[Database, Books]) -> Iterator[Work]:
    """A report's work at the end of the last day, with a rate for euros."""
    with lived[0].read() as uow:
        yield work_on(uow, crm=rules(rates={"EUR": "1.10"}))
