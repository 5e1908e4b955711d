"""One TCP server on the loopback, stopped and started again on the port it had."""

import asyncio
from abc import ABC, abstractmethod


class Listener(ABC):
    """Listens on a port of a host; port 0 takes a free one, and keeps it."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._wanted_port = port
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        if self._server is None:
            return self._wanted_port
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Begin to listen. Raises OSError where the port is taken."""
        self._server = await self._listen(self._host, self._wanted_port)
        self._wanted_port = self.port

    async def stop(self) -> None:
        """Stop listening and hang up on everybody; what was kept stays."""
        if self._server is not None:
            self._server.close()
            self.hang_up()
            await self._server.wait_closed()
            self._server = None

    @abstractmethod
    def hang_up(self) -> None:
        """Cut every connection, as a server that is killed does."""

    @abstractmethod
    async def _listen(self, host: str, port: int) -> asyncio.Server: ...
