"""The web's own channel: chat lines over a WebSocket at `/chat`, forms at `/forms/{slug}`.

A visitor is a session: a signed id kept in the browser. What we say to a visitor stands in the outbox, where
every process that serves the page reads it: so it is sent at once, whether somebody is there or not, and
delivered when a page says that the visitor has it before their eyes.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress

import structlog
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from channels.contract import (
    Address,
    CheckResult,
    InboundMessage,
    OutboundMessage,
    Receive,
    Received,
    RemoteFile,
    Sent,
    Surface,
)
from channels.errors import MessageRejected
from channels.webchat.flood import Flood
from channels.webchat.forms import FormEndpoint, FormSpec, read_form
from channels.webchat.lines import ChatLine, LineStore
from channels.webchat.page import WIDGET_HTML
from channels.webchat.pages import Page, Pages
from channels.webchat.plain import plain_text
from channels.webchat.sessions import Sessions
from channels.webchat.wire import Misread, Said, Shown, clean, read_frame
from config.clock import Clock
from config.errors import RapportError

log = structlog.get_logger()

ACCOUNT = "web"
HISTORY = 100
LOOK_EVERY = 0.5
"""Seconds between two looks for what another process has said to the visitors whose pages are open here."""
LINES_PER_MINUTE = 30


class WebChatChannel:
    """Chat and forms. `forms` maps slugs to their fields; `lines` is what was said with each visitor."""

    name = "webchat"

    def __init__(
        self,
        *,
        clock: Clock,
        secret_key: str,
        lines: LineStore,
        forms: Mapping[str, FormSpec] | None = None,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._clock = clock
        self._sessions = Sessions(secret_key)
        self._lines = lines
        self._pages = Pages(lines, clock=clock, every=look_every)
        self._flood = Flood(LINES_PER_MINUTE, clock=clock)
        self._forms = dict(forms or {})

    def read(self, received: Received) -> InboundMessage:
        """Read a chat line or a submitted form."""
        if received.channel == "form":
            return read_form(received)
        said = read_frame(received.raw.decode("utf-8", "replace"))
        text, name = (said.text, said.name) if isinstance(said, Said) else ("", "")
        return InboundMessage(
            channel="webchat",
            account=received.account,
            external_id=received.external_id,
            conversation_key=received.ordering_key,
            sender=Address(received.ordering_key, name),
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
        """Show a line on the visitor's pages here. The outbox holds it for all others, so it cannot fail."""
        if message.channel == "form":
            raise MessageRejected(
                "A web form cannot be answered; write to its sender by mail.", reason="one_way"
            )
        visitor = message.to.address
        line = ChatLine(message.key, "us", clean(plain_text(message.reply)), self._clock())
        self._pages.show(visitor, line)
        return Sent(message.key, visitor)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Nobody but us knows: it is sent again, under the same id, which a page shows once."""
        return None

    async def fetch(self, file: RemoteFile, *, max_bytes: int) -> bytes:
        """Web chat keeps no files."""
        raise MessageRejected("Web chat keeps no files.", reason="no_file")

    async def check(self) -> CheckResult:
        """Nothing outside is needed."""
        return CheckResult(is_ok=True, detail=f"/chat and {len(self._forms)} form(s) are served")

    async def close(self) -> None:
        """Hang up."""
        await self._pages.close()

    async def _converse(self, websocket: WebSocket, receive: Receive) -> None:
        await websocket.accept()
        visitor, token = self._sessions.resume(websocket.query_params.get("session", ""))
        page = Page(visitor, websocket)
        writing = asyncio.create_task(page.write())
        try:
            page.put(**{"from": "system", "session": token})
            for line in await self._lines.history(visitor, limit=HISTORY):
                page.show(line)
            # What was said since is found by the first look.
            self._pages.join(page)
            while True:
                await self._take(page, await _next_text(websocket), receive)
        except WebSocketDisconnect:
            return
        finally:
            self._pages.leave(page)
            writing.cancel()
            with suppress(asyncio.CancelledError):
                await writing

    async def _take(self, page: Page, raw: str, receive: Receive) -> None:
        frame = read_frame(raw)
        if isinstance(frame, Shown):
            await self._lines.note_shown(page.visitor, frame.ids)
        elif isinstance(frame, Misread):
            page.put(**{"from": "system", "error": frame.problem})
        elif self._flood.is_over(page.visitor):
            page.put(**{"from": "system", "error": "You write faster than we can read; wait a minute."})
        else:
            await self._keep(page, frame, receive)

    async def _keep(self, page: Page, said: Said, receive: Receive) -> None:
        identifier = said.id or secrets.token_hex(16)
        arrived = Received(
            channel="webchat",
            account=ACCOUNT,
            external_id=f"{page.visitor}:{identifier}",
            ordering_key=page.visitor,
            raw=json.dumps({"id": identifier, "text": said.text, "name": said.name}).encode(),
            received_at=self._clock(),
        )
        try:
            await receive(arrived)
        except RapportError as error:
            # The page keeps what was not acknowledged, calls again and says it once more.
            log.warning("webchat.not_kept", code=error.code)
            await page.close()
            return
        page.put(**{"from": "system", "kept": identifier})


async def _next_text(websocket: WebSocket) -> str:
    """The next frame as text; bytes that are no text read as something nobody can use."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text = message.get("text")
    return text if isinstance(text, str) else ""
