"""One HTTP server on loopback, started and stopped with the program around it."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"


class LoopbackServer:
    """Serves an ASGI application on a loopback port; port 0 takes a free one."""

    def __init__(self, app: ASGIApp, *, port: int = 0) -> None:
        self._app = app
        self._wanted_port = port
        self._socket: socket.socket | None = None
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port in use; raises RuntimeError before `start`."""
        if self._socket is None:
            raise RuntimeError("The server is not running: call start() first.")
        return int(self._socket.getsockname()[1])

    @property
    def url(self) -> str:
        """Where the server answers, without a trailing slash."""
        return f"http://{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Return once requests are answered. Raises OSError where the port is taken."""
        self._socket = socket.create_server((LOOPBACK, self._wanted_port))
        config = uvicorn.Config(
            self._app, log_level="critical", lifespan="off", access_log=False, timeout_graceful_shutdown=1
        )
        self._server = _Server(config)
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        await self._server.is_up.wait()

    async def stop(self) -> None:
        """Close every connection and give the port back."""
        if self._server is None or self._task is None:
            return
        self._server.should_exit = True
        await self._task
        if self._socket is not None:
            self._socket.close()
        self._server = self._task = self._socket = None


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the program around it has its own."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say when the server is up, so that nobody has to poll."""
        await super().startup(sockets=sockets)
        self.is_up.set()
