"""Short talks with corrections, second thoughts and undo, played without Slack on the trained model."""

import shutil
from pathlib import Path

import pytest

from assistant.jobs.leased import LeasedJobs
from assistant.maintenance.seeding import ensure_ready
from assistant.work import SYSTEM, Company, Work
from config.crm import load_crm
from config.paths import CONFIG_DIR
from config.settings import Settings
from nlp.understanding import Understander
from storage.database import Database
from storage.engine import make_engine
from tests.fixtures.clock import FrozenClock
from tests.scenario.company import found_company
from tests.scenario.parlour import Parlour
from tests.scenario.script import Dialogue, dialogues_of
from tests.scenario.theatre import NOW, ZONE

DIALOGUES = [
    pytest.param(dialogue, id=f"{path.stem}: {dialogue.title}")
    for path in sorted(Path(__file__).with_name("turns").glob("*.txt"))
    for dialogue in dialogues_of(path)
]
HOUSE = Company(load_crm(CONFIG_DIR / "crm.yaml"), time_zone=ZONE, base_url="http://rapport.test")


@pytest.fixture(scope="module")
def first_day(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company of the dialogues on its first day, as a file to copy."""
    path = tmp_path_factory.mktemp("turns") / "first.db"
    shutil.copyfile(sqlite_template, path)
    clock = FrozenClock()
    clock.now = NOW
    database = Database(make_engine(f"sqlite:///{path}"), clock=clock)
    ensure_ready(database, Settings(_env_file=None))
    with database.begin(actor="system") as uow:
        found_company(Work(uow, SYSTEM, HOUSE, LeasedJobs(database)))
    database.dispose()
    return path


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_turns(dialogue: Dialogue, first_day: Path, tmp_path: Path, understander: Understander) -> None:
    path = tmp_path / "rapport.db"
    shutil.copyfile(first_day, path)
    clock = FrozenClock()
    clock.now = NOW
    database = Database(make_engine(f"sqlite:///{path}"), clock=clock)
    Parlour(database, clock, HOUSE, understander).play(dialogue)
    database.dispose()
