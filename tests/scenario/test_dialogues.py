"""Every dialogue of `tests/scenario/dialogues/`, played in Slack with the trained language model."""

from pathlib import Path

import pytest

from tests.scenario.script import Dialogue, dialogues_of
from tests.scenario.stage import Stage
from tests.scenario.theatre import Theatre

DIALOGUES = [
    pytest.param(dialogue, id=f"{path.stem}: {dialogue.title}")
    for path in sorted(Path(__file__).with_name("dialogues").glob("*.txt"))
    for dialogue in dialogues_of(path)
]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("dialogue", DIALOGUES)
async def test_dialogue(dialogue: Dialogue, theatre: Theatre) -> None:
    await theatre.reset()
    await Stage(theatre).play(dialogue)
