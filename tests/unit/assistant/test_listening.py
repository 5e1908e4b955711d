"""A channel that listens is listened to again, whatever ended it."""

import asyncio

import pytest

from assistant.parts import BROKEN_SECONDS, REFUSED_SECONDS, listen_forever
from channels.contract import Receive, Received
from channels.errors import ChannelAuthFailed


class Moody:
    """Fails twice, then listens."""

    def __init__(self) -> None:
        self.moods: list[Exception] = [ChannelAuthFailed("The token is refused."), OSError("broken")]
        self.is_listening = asyncio.Event()

    async def listen(self, receive: Receive) -> None:
        if self.moods:
            raise self.moods.pop(0)
        self.is_listening.set()
        await asyncio.Event().wait()


async def test_refused_login_and_breakdown_end_nothing_but_cost_a_pause() -> None:
    waits: list[float] = []
    channel = Moody()

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    async def receive(_: Received) -> bool:
        return True

    task = asyncio.create_task(listen_forever(channel, receive, name="moody", pause=pause))
    await channel.is_listening.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert waits == [REFUSED_SECONDS, BROKEN_SECONDS]
