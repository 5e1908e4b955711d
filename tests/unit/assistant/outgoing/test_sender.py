"""A slow channel holds up no other, and never has more claimed than it can send within the lease."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest
from sqlmodel import select

from assistant.follow_ups.sending.last_look import LastLook
from assistant.outgoing.delivery import BATCH, Deliverer
from assistant.outgoing.outbox import Draft, queue
from assistant.outgoing.sender import Sender
from assistant.parts import Waker
from assistant.stores.files import FileStore
from channels.contract import Address, OutboundMessage, Sent
from channels.registry import Channels
from channels.reply import Reply
from storage.database import Database
from storage.models import Delivery
from tests.fixtures.working import RememberedJobs, working

PATIENCE_SECONDS = 30.0


class Provider:
    """Takes messages while its gate is open; `at_once` of them may wait at it."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self.gate = asyncio.Event()
        self.waiting = 0
        self.taken: asyncio.Queue[str] = asyncio.Queue()

    async def send(self, message: OutboundMessage) -> Sent:
        """Take one."""
        self.waiting += 1
        await self.gate.wait()
        self.taken.put_nowait(message.key)
        return Sent(message.key)


class House:
    """An outbox, its sender, and a slow relay beside a quick channel."""

    def __init__(self, database: Database, folder: Path, *, slow_takes: int) -> None:
        self.slow, self.quick = Provider(slow_takes), Provider(BATCH)
        self.quick.gate.set()
        self._database = database
        self._providers: Mapping[str, Provider] = {"email": self.slow, "slack": self.quick}
        with database.begin() as uow:
            work = working(uow)
        self._waker = Waker()
        deliverer = Deliverer(
            database=database,
            channels=cast(Channels, self._providers),
            files=FileStore(folder),
            last_look=LastLook(company=work.company, jobs=RememberedJobs()),
        )
        self.sender = Sender(deliverer, self._waker)

    def put_out(self, channel: str, *keys: str) -> None:
        """Leave messages in the outbox."""
        with self._database.begin() as uow:
            for key in keys:
                queue(working(uow), Draft(channel, Address("x@example.org"), Reply(text="Hello")), key=key)
        self._waker.wake()

    def states(self, channel: str) -> list[str]:
        """How a channel's deliveries stand."""
        with self._database.read() as uow:
            return list(uow.session.exec(select(Delivery.state).where(Delivery.channel == channel)))


@pytest.fixture
async def started(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """A sender at work whose relay takes three at a time."""
    house = House(sqlite_database, tmp_path, slow_takes=3)
    running = asyncio.create_task(house.sender.run())
    yield house
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_relay_that_is_slow_holds_up_no_answer_in_slack(started: House) -> None:
    started.put_out("email", *(f"mail{number}" for number in range(20)))
    started.put_out("slack", "answer")
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await started.quick.taken.get()
    started.put_out("slack", "another")
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await started.quick.taken.get()
    assert started.slow.waiting == 3
    assert started.states("email").count("queued") == 17


async def test_a_slow_relay_is_given_the_next_as_soon_as_it_took_one(started: House) -> None:
    started.put_out("email", *(f"mail{number}" for number in range(20)))
    started.slow.gate.set()
    async with asyncio.timeout(PATIENCE_SECONDS):
        keys = [await started.slow.taken.get() for _ in range(20)]
    assert len(set(keys)) == 20
