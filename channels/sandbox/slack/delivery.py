"""Requests on their way to the application: signed over HTTP, or through its Socket Mode connection."""

import asyncio
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp
import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from channels.sandbox.slack.records import Json, as_object
from channels.sandbox.slack.workspace import Workspace

MOST_TRIES = 4
PATIENCE_SECONDS = 3.0
ENVELOPES = {"event": "events_api", "command": "slash_commands", "interaction": "interactive"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One try to hand a request over: the HTTP status (0 where none came), and how long it took."""

    kind: str
    identifier: str
    status: int
    retry: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What the application answered."""

    is_ok: bool
    body: Json


class Courier:
    """Hands requests to the application, and events again where it does not answer with 2xx in time."""

    def __init__(self, *, workspace: Workspace, signing_secret: str) -> None:
        self.events_url = ""
        self.log: list[Delivery] = []
        self._workspace = workspace
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None
        self._socket: WebSocket | None = None
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    @property
    def has_socket(self) -> bool:
        """Whether the application is connected by Socket Mode."""
        return self._socket is not None

    @property
    def is_connected(self) -> bool:
        """Whether anybody takes requests."""
        return self.has_socket or bool(self.events_url)

    async def close(self) -> None:
        """Give back connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def event(self, payload: Json) -> Answered:
        """Deliver an event; a failed one is sent three times more, marked as a retry."""
        answered = Answered(is_ok=False, body={})
        for retry in range(MOST_TRIES):
            if retry and not await self._is_back():
                break
            answered = await self._deliver("event", payload, retry=retry)
            if answered.is_ok:
                break
        return answered

    async def _is_back(self) -> bool:
        try:
            return await self._workspace.wait_for(lambda: self.is_connected, timeout=PATIENCE_SECONDS)
        except TimeoutError:
            return False

    async def once(self, kind: str, payload: Json) -> Answered:
        """Deliver a command or an interaction; a person who gets no answer presses again."""
        return await self._deliver(kind, payload, retry=0)

    async def post_raw(self, raw: bytes, headers: Mapping[str, str]) -> int:
        """Post bytes as they are; for requests that are forged, stale or broken."""
        async with self._http().post(self.events_url, data=raw, headers=dict(headers)) as answer:
            return answer.status

    def signed(self, raw: bytes, *, content_type: str) -> dict[str, str]:
        """The headers Slack puts on a request."""
        stamp = str(int(self._workspace.now()))
        base = f"v0:{stamp}:".encode() + raw
        signature = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }

    async def serve_socket(self, websocket: WebSocket) -> None:
        """The other end of Socket Mode."""
        await websocket.accept()
        await websocket.send_text(orjson.dumps({"type": "hello", "num_connections": 1}).decode())
        self._socket = websocket
        await self._workspace.notify()
        try:
            while True:
                answer = as_object(orjson.loads(await websocket.receive_text()))
                waiting = self._waiting.pop(str(answer.get("envelope_id")), None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(as_object(answer.get("payload")))
        except WebSocketDisconnect:
            pass
        finally:
            if self._socket is websocket:
                self._socket = None
            for unanswered in self._waiting.values():
                if not unanswered.done():
                    unanswered.set_exception(ConnectionResetError("the socket is gone"))
            await self._workspace.notify()

    async def renew_socket(self) -> None:
        """Ask the application to connect anew, as Slack does every few hours."""
        if self._socket is not None:
            notice = {"type": "disconnect", "reason": "refresh_requested"}
            socket, self._socket = self._socket, None
            await socket.send_text(orjson.dumps(notice).decode())

    async def drop_socket(self) -> None:
        """Break the connection without a word, as networks do."""
        if self._socket is not None:
            socket, self._socket = self._socket, None
            await socket.close(code=1011)

    async def _deliver(self, kind: str, payload: Json, *, retry: int) -> Answered:
        started = time.perf_counter()
        if self._socket is not None:
            status, body = await self._by_socket(self._socket, kind, payload, retry=retry)
        elif self.events_url:
            status, body = await self._by_http(kind, payload, retry=retry)
        else:
            raise RuntimeError("Nobody listens: call connect(events_url) or open Socket Mode first.")
        identifier = str(payload.get("event_id") or payload.get("trigger_id") or "")
        self.log.append(Delivery(kind, identifier, status, retry, time.perf_counter() - started))
        await self._workspace.notify()
        return Answered(is_ok=200 <= status < 300, body=body)

    async def _by_http(self, kind: str, payload: Json, *, retry: int) -> tuple[int, Json]:
        raw, content_type = _encoded(kind, payload)
        headers = self.signed(raw, content_type=content_type)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_error"}
        try:
            async with self._http().post(self.events_url, data=raw, headers=headers) as answer:
                content = await answer.read()
                body = as_object(orjson.loads(content)) if content[:1] == b"{" else {}
                return answer.status, body
        except (aiohttp.ClientError, TimeoutError):
            return 0, {}

    async def _by_socket(
        self, socket: WebSocket, kind: str, payload: Json, *, retry: int
    ) -> tuple[int, Json]:
        envelope_id = self._workspace.next_id("E")
        envelope = {
            "envelope_id": envelope_id,
            "type": ENVELOPES[kind],
            "payload": payload,
            "accepts_response_payload": kind != "event",
            "retry_attempt": retry,
        }
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await socket.send_text(orjson.dumps(envelope).decode())
                return 200, await waiting
        except (TimeoutError, ConnectionResetError, WebSocketDisconnect, RuntimeError):
            return 0, {}
        finally:
            self._waiting.pop(envelope_id, None)

    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            # A fresh connection each time: one the application just dropped would look like a failed try.
            connector = aiohttp.TCPConnector(force_close=True)
            patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
            self._session = aiohttp.ClientSession(timeout=patience, connector=connector)
        return self._session


def _encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    if kind == "event":
        return orjson.dumps(payload), "application/json"
    form = payload if kind == "command" else {"payload": orjson.dumps(payload).decode()}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"
