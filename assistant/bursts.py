"""What coroutines hand in one by one is done by a thread in bursts: one hop, one commit for all at hand."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

Item = TypeVar("Item")
Result = TypeVar("Result")

SEVERAL = 4
MOMENT_SECONDS = 0.001
"""In a crowd of webhooks about a fifth less work for each; `docs/performance.md` tells what was measured."""


@dataclass
class _Waiting(Generic[Item, Result]):
    """What one event loop hands in: each item, and the future of who waits for it."""

    items: list[tuple[Item, "asyncio.Future[Result]"]] = field(default_factory=list)
    task: "asyncio.Task[None] | None" = None


class Bursts(Generic[Item, Result]):
    """`write` gets the items at hand, in a thread, and returns for each its result or its failure.

    While it writes, more gather: the busier it is, the larger the bursts. Where several wait already, a
    moment is waited for more, for a burst costs much and one more in it little. Safe from several event
    loops; whoever stops waiting takes nothing back.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Sequence[Result | Exception]],
        *,
        most: int = 512,
    ) -> None:
        self._write = write
        self._most = most
        self._waiting: WeakKeyDictionary[asyncio.AbstractEventLoop, _Waiting[Item, Result]]
        self._waiting = WeakKeyDictionary()

    async def hand_in(self, item: Item) -> Result:
        """Have an item written; its result, or its failure raised."""
        loop = asyncio.get_running_loop()
        waiting = self._waiting.setdefault(loop, _Waiting())
        future: asyncio.Future[Result] = loop.create_future()
        waiting.items.append((item, future))
        if waiting.task is None:
            waiting.task = loop.create_task(self._write_all(waiting))
        return await future

    async def _write_all(self, waiting: _Waiting[Item, Result]) -> None:
        try:
            while waiting.items:
                if len(waiting.items) >= SEVERAL:
                    await asyncio.sleep(MOMENT_SECONDS)
                burst, waiting.items = waiting.items[: self._most], waiting.items[self._most :]
                await self._write_burst(burst)
        finally:
            waiting.task = None

    async def _write_burst(self, burst: Sequence[tuple[Item, "asyncio.Future[Result]"]]) -> None:
        loop = asyncio.get_running_loop()
        call = partial(self._write, [item for item, _ in burst])
        try:
            results = await loop.run_in_executor(None, call)
        except Exception as error:  # noqa: BLE001 - who waits is told, and the next burst is written all the same
            results = [error for _ in burst]
        for (_, future), result in zip(burst, results, strict=True):
            if future.done():
                continue
            if isinstance(result, Exception):
                future.set_exception(result)
            else:
                future.set_result(result)
