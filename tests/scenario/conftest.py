"""The language model and the theatre, made once for each worker of the test run."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from config.settings import Settings
from nlp.model import load_understander, model_is_current
from nlp.understanding import Understander
from tests.scenario.theatre import Theatre, open_theatre


@pytest.fixture(scope="session")
def understander() -> Understander:
    """The language model `make install` built."""
    settings = Settings()
    assert model_is_current(settings.model_dir), "build the language model first: rapport train"
    return load_understander(settings.model_dir)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def theatre(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, understander: Understander
) -> AsyncIterator[Theatre]:
    """The theatre of this worker."""
    async with open_theatre(sqlite_template, tmp_path_factory.mktemp("theatre"), understander) as theatre:
        yield theatre
