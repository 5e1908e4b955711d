"""The largest body any request may have."""

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.problems import problem
from channels.bodies import BodyTooLarge, bounded

MAX_BODY = 2 * 1024 * 1024


class BodyLimit:
    """ASGI middleware: at most MAX_BODY bytes a request, else 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > MAX_BODY:
            await self._refuse(scope, receive, send)
            return
        try:
            await self._app(scope, bounded(receive, most=MAX_BODY), send)
        except BodyTooLarge:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = problem(413, "too_large", f"The body is larger than {MAX_BODY // 1024} kB.")
        await response(scope, receive, send)
