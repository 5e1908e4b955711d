"""The pages open in this process, and the watch that brings them what other processes have said."""

import asyncio
import json
from collections import defaultdict
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from channels.webchat.lines import ChatLine, LineStore
from config.clock import Clock

log = structlog.get_logger()

OVERLAP = timedelta(minutes=1)
"""How far back each look goes: machines' clocks differ, and a line is stamped before it is committed."""
GOING_AWAY = 1001


class Page:
    """One open page of a visitor. What is put is written in order; a line is given once."""

    def __init__(self, visitor: str, websocket: WebSocket) -> None:
        self.visitor = visitor
        self._websocket = websocket
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._given: set[str] = set()

    def put(self, **message: object) -> None:
        """Tell the page something."""
        self._waiting.put_nowait(json.dumps(message, ensure_ascii=False))

    def show(self, line: ChatLine) -> None:
        """Give the page a line, unless it has it."""
        if line.id not in self._given:
            self._given.add(line.id)
            # `from` cannot be written as a keyword.
            self.put(**{"from": line.who, "id": line.id, "text": line.text, "at": line.at.isoformat()})

    async def write(self) -> None:
        """Write what is put, until cancelled or until the page is gone."""
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self._websocket.send_text(await self._waiting.get())

    async def close(self) -> None:
        """Hang up; the page calls again."""
        with suppress(WebSocketDisconnect, RuntimeError):
            await self._websocket.close(GOING_AWAY)


class Pages:
    """The open pages, by visitor. While there are some, the store is asked for news every `every` seconds."""

    def __init__(self, lines: LineStore, *, clock: Clock, every: float) -> None:
        self._lines = lines
        self._clock = clock
        self._every = every
        self._open: dict[str, set[Page]] = defaultdict(set)
        self._watch: asyncio.Task[None] | None = None
        self._looked_at: datetime | None = None

    def join(self, page: Page) -> None:
        """A page was opened."""
        self._open[page.visitor].add(page)
        if self._watch is None or self._watch.done():
            self._looked_at = self._clock()
            self._watch = asyncio.create_task(self._look_forever())

    def leave(self, page: Page) -> None:
        """A page is gone; with the last one the watch ends."""
        self._open[page.visitor].discard(page)
        if not self._open[page.visitor]:
            del self._open[page.visitor]
        if not self._open and self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def show(self, visitor: str, line: ChatLine) -> None:
        """Give a line to every page the visitor has open here; none is well too, the line is stored."""
        for page in self._open.get(visitor, ()):
            page.show(line)

    async def close(self) -> None:
        """Hang up on everybody."""
        for pages in list(self._open.values()):
            for page in list(pages):
                await page.close()

    async def _look_forever(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self._look()
            except Exception as error:
                # The database is away for a moment: the next look goes back to where this one began.
                log.warning("webchat.look_failed", exc_info=error)

    async def _look(self) -> None:
        now = self._clock()
        since = (self._looked_at or now) - OVERLAP
        for visitor, line in await self._lines.said_since(list(self._open), since):
            self.show(visitor, line)
        self._looked_at = now
