"""Killed at every step between receiving and settling, and started again: the records are as if nothing was.

The providers are sandbox servers that live on, and hand a message over again until it was taken, as real ones
do. What may happen twice is listed in `docs/delivery-guarantees.md`, and nothing else may.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assistant.bootstrap import open_database
from assistant.demo.sandbox import MAILBOX, make_sandbox
from assistant.maintenance.seeding import ensure_ready
from channels.sandbox.slack import SandboxUser
from config.settings import Settings
from tests.fixtures.clock import START
from tests.fixtures.forks import Forks, streams_of
from tests.fixtures.states import States
from tests.fixtures.whole import REP, mail
from tests.integration.crash.scenes import DANA, DIRECT, SCENES
from tests.integration.crash.world import Children, World, freshener

MAIL_MAY_COME_TWICE = {"after send email", "before commit delivery"}
"""The steps at which a death may have a customer see a mail twice: a relay keeps no list to look in."""
T1 = {"after commit inbox.receive"}
T2 = {"after commit inbox"}
T3 = {"after commit delivery.claim", "after commit delivery"}
STEPS = {
    "mail": T1 | T2 | T3 | {"before commit inbox", "after send email", "after send slack"},
    "mailbox": T1 | {"after commit mailbox.cursor"},
    "text": T1 | T2 | T3 | {"after send sms", "after send slack"},
    "colleague": T1 | T2 | T3 | {"after send slack"},
    "press": T1 | T2 | T3 | {"after send slack"},
    "sequence": {"after commit clock.tick", "after send email"} | T3,
}
"""Deaths that must have been among those tried."""


@pytest.fixture
async def children(forks: Forks) -> AsyncIterator[Children]:
    """The forking process."""
    fork = await asyncio.to_thread(forks.start, "tests.integration.crash.child:main")
    reader, writer = await streams_of(fork)
    yield Children(reader, writer)
    writer.close()
    await writer.wait_closed()


@pytest.fixture
async def world(
    database_url: str, tmp_path: Path, children: Children, states: States, request: pytest.FixtureRequest
) -> AsyncIterator[World]:
    """Sandbox servers, and a database that can be made fresh."""
    users = (SandboxUser(DANA, REP, "Dana Reyes"),)
    sandbox = make_sandbox(lambda: START, users=users)
    await sandbox.start()
    for number in (1, 2):
        lying = mail(f"The brake {number} squeals.", message_id=f"<m{number}@halden-bikes.example>")
        await sandbox.mail.deliver(MAILBOX, bytes(lying))
    settings = Settings(
        _env_file=None,
        database_url=database_url,
        secret_key="a secret for tests",
        files_dir=tmp_path / "files",
        port=9,
    )
    settings = sandbox.settings_for(settings)
    sandbox.slack.connect("")
    assert sandbox.slack.workspace.direct(DANA).id == DIRECT
    database = open_database(settings)

    def ready() -> None:
        ensure_ready(database, settings)
        database.dispose()

    await children.tell(settings.model_dump_json())
    fresh = freshener(database_url, states, lambda: request.getfixturevalue("wiper"), ready)
    yield World(sandbox, database, children, fresh)
    await sandbox.stop()


@pytest.mark.timeout(600)  # dozens of lives each, and the machine may be busy
@pytest.mark.parametrize("scene", list(SCENES))
async def test_a_death_at_any_step_loses_nothing_and_does_nothing_twice(world: World, scene: str) -> None:
    assert await world.run(scene, die_at=0) == ""
    wanted, once = world.records(), world.outside()
    assert once
    died: list[str] = []
    while label := await world.run(scene, die_at=len(died) + 1):
        died.append(label)
        assert world.records() == wanted, f"after a death {label}"
        seen = world.outside()
        assert not (once - seen), f"lost after a death {label}"
        twice = seen - once
        assert not twice or label in MAIL_MAY_COME_TWICE, f"{twice} after a death {label}"
        assert all(one.startswith("mail") for one in twice)
    assert STEPS[scene] <= set(died)
