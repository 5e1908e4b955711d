"""The sender: claims what is due and has it sent, forever; a channel that is slow holds up no other.

A relay with a pace takes seconds for each mail: while as many are on their way to it as it takes, only the
other channels' are claimed.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from assistant.outgoing.delivery import BATCH, Claimed, Deliverer
from channels.contract import PacedChannel

log = structlog.get_logger()

IDLE_SECONDS = 1.0
SHORTEST_WAIT = timedelta(milliseconds=20)
TOGETHER_SECONDS = 0.05
"""What was claimed together is waited for this long, so that the next are claimed together too."""


class Rouser(Protocol):
    """Tells of something to send; may be told from any thread."""

    def wake(self) -> None:
        """There may be something to send."""
        ...

    async def wait(self, seconds: float) -> None:
        """Return when roused, or after `seconds`."""
        ...


class Sender:
    """Sends until cancelled."""

    def __init__(self, deliverer: Deliverer, rouser: Rouser) -> None:
        self._deliverer = deliverer
        self._rouser = rouser
        self._under_way: dict[asyncio.Task[None], str] = {}

    async def run(self) -> None:
        """Claim, send, wait. A database that is away for a moment costs a pause, not the sender."""
        try:
            while True:
                try:
                    await self._round()
                except Exception as error:
                    log.warning("delivery.round_failed", exc_info=error)
                    await asyncio.sleep(IDLE_SECONDS)
        finally:
            tasks = list(self._under_way)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _round(self) -> None:
        rooms = self._rooms()
        claimed = Claimed([], 0)
        if rooms:
            # Whichever channel they are for, there is room for them.
            claimed = await self._deliverer.claim(limit=min(rooms.values()), channels=tuple(rooms))
        for delivery in claimed.to_send:
            task = asyncio.create_task(self._deliverer.send(delivery))
            self._under_way[task] = delivery.channel
            task.add_done_callback(self._ended)
        if not claimed.count:
            await self._rouser.wait(await self._pause(rooms))
        elif self._under_way:
            await asyncio.wait(self._under_way, timeout=TOGETHER_SECONDS)

    def _rooms(self) -> dict[str, int]:
        """How many more each channel takes now, where it takes any."""
        busy = Counter(self._under_way.values())
        rooms = {name: _most_at_once(one) - busy[name] for name, one in self._deliverer.channels.items()}
        return {name: room for name, room in rooms.items() if room > 0}

    def _ended(self, task: "asyncio.Task[None]") -> None:
        del self._under_way[task]
        if not task.cancelled() and (error := task.exception()) is not None:
            # What it was sending keeps its claim until the lease ends, and is then looked up.
            log.warning("delivery.round_failed", exc_info=error)
        self._rouser.wake()

    async def _pause(self, rooms: Mapping[str, int]) -> float:
        due: datetime | None = None
        if rooms:
            due = await asyncio.to_thread(self._deliverer.next_due, channels=tuple(rooms))
        pause = timedelta(seconds=IDLE_SECONDS)
        if due is not None:
            pause = min(pause, max(due - self._deliverer.now(), SHORTEST_WAIT))
        return pause.total_seconds()


def _most_at_once(channel: object) -> int:
    return min(BATCH, channel.at_once) if isinstance(channel, PacedChannel) else BATCH
