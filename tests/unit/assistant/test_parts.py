"""What the parts of the service wait by."""

import asyncio

import pytest

from assistant.parts import Waker

PATIENCE_SECONDS = 30.0


async def test_who_is_stopped_as_the_call_comes_is_stopped() -> None:
    waker = Waker()
    waiting = asyncio.create_task(waker.wait(PATIENCE_SECONDS))
    await asyncio.sleep(0)
    waker._event.set()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
