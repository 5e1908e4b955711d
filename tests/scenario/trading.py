"""The generated market in a database nobody writes to, for questions that are only asked."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.jobs.leased import LeasedJobs
from assistant.work import Company, Work, member_actor
from config.crm import load_crm
from config.paths import CONFIG_DIR
from storage.database import Database
from storage.engine import make_engine
from storage.queries import team
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock
from tests.scenario.market import TODAY, settle_market


@pytest.fixture(scope="session")
def market(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The market as it stands on its day."""
    path = tmp_path_factory.mktemp("market") / "rapport.db"
    shutil.copyfile(sqlite_template, path)
    clock = FrozenClock()
    clock.now = TODAY
    database = Database(make_engine(f"sqlite:///{path}"), clock=clock)
    with database.begin(actor="system") as uow:
        settle_market(uow, house())
    yield database
    database.dispose()


def house() -> Company:
    """The shipped rules."""
    return Company(load_crm(CONFIG_DIR / "crm.yaml"), base_url="https://crm.example")


def at_work(uow: UnitOfWork, database: Database, *, who: str = "ada") -> Work:
    """A colleague's work in the market; the admin's if nobody else's."""
    member = team.find_member_by_email(uow, f"{who}@rapport.test")
    assert member is not None
    return Work(uow, member_actor(member), house(), LeasedJobs(database))
