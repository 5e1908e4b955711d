"""`POST /slack/events`: events, commands and interactions, signed by Slack."""

from collections.abc import Callable
from datetime import datetime

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from channels.contract import Receive, Surface
from channels.slack.reception import Reception
from channels.slack.signature import is_signed
from channels.slack.wire import open_body, text_at

log = structlog.get_logger(__name__)
MAX_BODY = 2_000_000


class Webhook:
    """The endpoint; answers only after what came is kept."""

    def __init__(
        self,
        *,
        secret: str,
        clock: Callable[[], datetime],
        reception: Reception,
        receive: Receive,
        surface: Surface,
    ) -> None:
        self._secret = secret
        self._clock = clock
        self._reception = reception
        self._receive = receive
        self._surface = surface

    async def answer(self, request: Request) -> Response:
        """200 once kept, 401 unsigned or stale, 413 too large, 400 unreadable."""
        raw = await _bounded_body(request)
        if raw is None:
            return _problem(413, "body_too_large", f"A request may have {MAX_BODY} bytes.")
        now = self._clock().timestamp()
        if not is_signed(raw, request.headers, secret=self._secret, now=now):
            log.warning("slack.unsigned", size=len(raw))
            return _problem(401, "bad_signature", "The request is not signed by Slack, or is too old.")
        body = open_body(raw)
        if not body:
            return _problem(400, "unreadable", "The body is neither Slack's JSON nor its form.")
        if text_at(body, "type") == "url_verification":
            return JSONResponse({"challenge": text_at(body, "challenge")})
        given = await self._reception.take(raw, body, receive=self._receive, surface=self._surface)
        return JSONResponse(given) if given else Response()


async def _bounded_body(request: Request) -> bytes | None:
    """The body, or None past the limit: no more of it is read then."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _problem(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)
