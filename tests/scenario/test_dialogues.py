"""Every dialogue of `tests/scenario/dialogues/`, played on real records with the trained language model."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.bootstrap import Runtime, build_runtime
from assistant.seeding import ensure_ready
from config.settings import Settings
from nlp.model import load_understander, model_is_current
from nlp.understanding import Understander
from storage.unit_of_work import Database
from tests.fixtures.clock import FrozenClock
from tests.scenario.company import found_company
from tests.scenario.script import Dialogue, dialogues_of
from tests.scenario.stage import Stage

DIALOGUES = [
    pytest.param(dialogue, id=f"{path.stem}: {dialogue.title}")
    for path in sorted(Path(__file__).with_name("dialogues").glob("*.txt"))
    for dialogue in dialogues_of(path)
]
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""A Wednesday."""


@pytest.fixture(scope="session")
def understander() -> Understander:
    """The language model `make install` built."""
    settings = Settings()
    assert model_is_current(settings.model_dir), "build the language model first: rapport train"
    return load_understander(settings.model_dir)


@pytest.fixture
def runtime(
    sqlite_database: Database, clock: FrozenClock, understander: Understander, tmp_path: Path
) -> Runtime:
    """A company with records, on the test's clock."""
    clock.now = NOW
    settings = Settings(
        database_url=str(sqlite_database.engine.url),
        files_dir=tmp_path / "files",
        time_zone="America/New_York",
    )
    ensure_ready(sqlite_database, settings)
    made = build_runtime(settings, understander=understander, clock=clock)
    with made.database.begin(actor="system", cause="scene") as uow:
        found_company(made.work(uow))
    return made


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_dialogue(dialogue: Dialogue, runtime: Runtime) -> None:
    Stage(runtime).play(dialogue)
