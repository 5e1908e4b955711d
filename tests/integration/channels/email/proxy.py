"""A wire that can be cut: stands between a client and a server and misbehaves on demand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class FaultyWire:
    """Passes bytes on. `cut_at` hangs up at the first of these bytes from the server, `grace` bytes later.

    It does so once, or always where `cuts_again`. `silent_at` passes nothing on from there. A command with
    one of `refuse` in it is answered `refusal`.
    `add_to_first` puts words behind others, once.
    """

    def __init__(self, *, target_port: int) -> None:
        self._target_port = target_port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.cut_at: bytes = b""
        self.grace = 0
        self.cuts_again = False
        self.silent_at: bytes = b""
        self.refuse: list[bytes] = []
        self.refusal: bytes = b"NO This cannot be had"
        self.add_to_first: tuple[bytes, bytes] | None = None
        self.connections = 0
        self.seen: list[bytes] = []
        self._news = asyncio.Condition()

    @property
    def port(self) -> int:
        """Where clients connect."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)

    async def stop(self) -> None:
        """Cut everything."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()

    async def say(self, words: bytes) -> None:
        """Put words into the server's mouth, then hang up."""
        for writer in list(self._open):
            writer.write(words)
            await writer.drain()
            writer.close()

    async def wait_for(self, words: bytes, *, times: int = 1) -> None:
        """Wait until the client has said something so many times."""
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: b"".join(self.seen).count(words) >= times)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
        except OSError:
            writer.transport.abort()
            return
        up = asyncio.create_task(self._pass_up(reader, server_writer, writer))
        down = asyncio.create_task(self._pass_down(server_reader, writer))
        self._tasks |= {up, down}
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        for one in (writer, server_writer):
            one.transport.abort()
        self._open.discard(writer)

    async def _pass_up(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, back: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(65536):
            async with self._news:
                self.seen.append(data)
                self._news.notify_all()
            if any(words in data for words in self.refuse):
                back.write(data.split()[0] + b" " + self.refusal + b"\r\n")
            else:
                writer.write(data)

    async def _pass_down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if self.cut_at and self.cut_at in data:
                end = data.index(self.cut_at) + len(self.cut_at) + self.grace
                self.cut_at = self.cut_at if self.cuts_again else b""
                writer.write(data[:end])
                await writer.drain()
                return
            if self.silent_at and self.silent_at in data:
                self.silent_at = b""
                await asyncio.get_running_loop().create_future()
            if self.add_to_first and self.add_to_first[0] in data:
                data = data.replace(self.add_to_first[0], b"".join(self.add_to_first))
                self.add_to_first = None
            writer.write(data)


@asynccontextmanager
async def faulty_wire(target_port: int) -> AsyncIterator[FaultyWire]:
    """A wire to `target_port`, for the length of a block."""
    wire = FaultyWire(target_port=target_port)
    await wire.start()
    try:
        yield wire
    finally:
        await wire.stop()
