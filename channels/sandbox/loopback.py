"""HTTP on loopback: a server that starts and stops at once with the program around it, and a client."""

import asyncio
import socket
import ssl

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
GRACE_SECONDS = 1.0


def loopback_client(*, timeout: float = 5.0) -> httpx.AsyncClient:
    """A client for servers on loopback. It speaks in the clear, so it reads no authority's certificate."""
    nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx.AsyncClient(timeout=timeout, trust_env=False, verify=nobody)


class LateApp:
    """An application that is put in place after its server started, once the port is known."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on. Raises RuntimeError before there is an application."""
        if self.app is None:
            raise RuntimeError("A request came before the application was put in place.")
        await self.app(scope, receive, send)


class LoopbackServer:
    """Serves an ASGI application on a loopback port; port 0 takes a free one.

    uvicorn's own loop looks ten times a second whether it should stop, which makes every start and stop
    of it slow; here its parts are started and stopped directly, and signals are left to the program.
    """

    def __init__(self, app: ASGIApp, *, port: int = 0) -> None:
        self._app = app
        self._wanted_port = port
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None

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
            self._app, log_level="critical", lifespan="off", access_log=False, date_header=False
        )
        config.load()
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=[self._socket])
        await self._server.on_tick(0)

    async def stop(self) -> None:
        """Let running requests end for a second, close every connection and give the port back."""
        if self._server is None or self._socket is None:
            return
        for listener in self._server.servers:
            listener.close()
        state = self._server.server_state
        for connection in list(state.connections):
            connection.shutdown()
        if state.tasks:
            _, late = await asyncio.wait(set(state.tasks), timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._socket.close()
        self._server = self._socket = None
