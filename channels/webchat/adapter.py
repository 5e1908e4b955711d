"""The web's own channel: chat lines over a WebSocket at `/chat`, forms at `/forms/{slug}`.

A visitor is a session: a signed id kept in the browser. A line for a visitor who is away waits in the outbox
until they are back.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from channels.contract import (
    Address,
    ChannelUnavailable,
    CheckResult,
    InboundMessage,
    MessageRejected,
    OutboundMessage,
    Receive,
    Received,
    RemoteFile,
    Sent,
    Surface,
)
from channels.webchat.forms import FormEndpoint, FormSpec, read_form
from channels.webchat.page import WIDGET_HTML
from channels.webchat.plain import plain_text
from channels.webchat.sessions import Sessions
from config.clock import Clock

MAX_LINE = 4000
ACCOUNT = "web"


class WebChatChannel:
    """Chat and forms. `forms` maps slugs to their fields."""

    name = "webchat"

    def __init__(self, *, clock: Clock, secret_key: str, forms: Mapping[str, FormSpec] | None = None) -> None:
        self._clock = clock
        self._sessions = Sessions(secret_key)
        self._sockets: dict[str, set[WebSocket]] = defaultdict(set)
        self._sent: dict[str, set[str]] = defaultdict(set)
        self._forms = dict(forms or {})

    def read(self, received: Received) -> InboundMessage:
        """Read a chat line or a submitted form."""
        if received.channel == "form":
            return read_form(received)
        line = json.loads(received.raw)
        text = str(line.get("text", ""))
        return InboundMessage(
            channel="webchat",
            account=received.account,
            external_id=received.external_id,
            conversation_key=received.ordering_key,
            sender=Address(received.ordering_key, str(line.get("name", ""))),
            sent_at=received.received_at,
            text=text,
            new_text=text,
        )

    def routes(self, receive: Receive, surface: Surface) -> Sequence[BaseRoute]:
        """`/chat` (the page), `/chat/socket`, `/forms/{slug}`."""

        async def page(_request: object) -> Response:
            return HTMLResponse(WIDGET_HTML)

        async def socket(websocket: WebSocket) -> None:
            await self._converse(websocket, receive)

        forms = FormEndpoint(self._forms, clock=self._clock, receive=receive)
        return [
            Route("/chat", page),
            WebSocketRoute("/chat/socket", socket),
            Route("/forms/{slug}", forms, methods=["GET", "POST"]),
        ]

    async def send(self, message: OutboundMessage) -> Sent:
        """Show a line to the visitor. Raises ChannelUnavailable while they are away."""
        if message.channel == "form":
            raise MessageRejected(
                "A web form cannot be answered; write to its sender by mail.", reason="one_way"
            )
        visitor = message.to.address
        sockets = list(self._sockets.get(visitor, ()))
        if not sockets:
            raise ChannelUnavailable("The visitor has left the page.", retry_after=30)
        line = json.dumps({"from": "us", "id": message.key, "text": plain_text(message.reply)})
        await asyncio.gather(*(one.send_text(line) for one in sockets))
        self._sent[visitor].add(message.key)
        return Sent(message.key, visitor)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Whether the visitor's page was given the line."""
        visitor = message.to.address
        return Sent(message.key, visitor) if message.key in self._sent.get(visitor, ()) else None

    async def fetch(self, file: RemoteFile, *, max_bytes: int) -> bytes:
        """Web chat keeps no files."""
        raise MessageRejected("Web chat keeps no files.", reason="no_file")

    async def check(self) -> CheckResult:
        """Nothing outside is needed."""
        return CheckResult(is_ok=True, detail=f"/chat and {len(self._forms)} form(s) are served")

    async def close(self) -> None:
        """Hang up."""
        for sockets in list(self._sockets.values()):
            for one in list(sockets):
                await one.close()

    async def _converse(self, websocket: WebSocket, receive: Receive) -> None:
        await websocket.accept()
        visitor, token = self._sessions.resume(websocket.query_params.get("session", ""))
        self._sockets[visitor].add(websocket)
        try:
            await websocket.send_text(json.dumps({"from": "system", "session": token}))
            while True:
                await self._take(visitor, await websocket.receive_text(), websocket, receive)
        except WebSocketDisconnect:
            return
        finally:
            self._sockets[visitor].discard(websocket)

    async def _take(self, visitor: str, raw: str, websocket: WebSocket, receive: Receive) -> None:
        problem, line = _read_line(raw)
        if problem:
            await websocket.send_text(json.dumps({"from": "system", "error": problem}))
            return
        now: datetime = self._clock()
        identifier = str(line.get("id") or f"{now.timestamp()}")
        await receive(
            Received(
                channel="webchat",
                account=ACCOUNT,
                external_id=f"{visitor}:{identifier}"[:200],
                ordering_key=visitor,
                raw=json.dumps(line).encode(),
                received_at=now,
            )
        )
        await websocket.send_text(json.dumps({"from": "system", "kept": identifier}))


def _read_line(raw: str) -> tuple[str, dict[str, object]]:
    try:
        line = json.loads(raw)
    except ValueError:
        return "This was no JSON.", {}
    if not isinstance(line, dict) or not isinstance(line.get("text"), str) or not line["text"].strip():
        return "Write something first.", {}
    if len(line["text"]) > MAX_LINE:
        return f"Please keep it under {MAX_LINE} characters.", {}
    return "", line
