"""Bodies that are too large are refused while they arrive, whatever their Content-Length says."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import problem

MAX_BODY = 2 * 1024 * 1024


class TooLarge(Exception):  # a signal inside this module
    """The body passed the limit."""


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
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                raise TooLarge
            return message

        try:
            await self._app(scope, counted, send)
        except TooLarge:
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = problem(413, "too_large", f"The body is larger than {MAX_BODY // 1024} kB.")
        await response(scope, receive, send)
