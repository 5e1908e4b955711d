"""`/unsubscribe/{token}`: a page that asks, and the POST that does it (RFC 8058: a GET changes nothing)."""

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.bootstrap import Runtime
from assistant.outgoing.unsubscribing import unsubscribe
from assistant.work import InvalidValue

_PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Unsubscribe</title><body style='font:16px system-ui;max-width:32rem;margin:4rem auto'>"
    "{body}</body></html>"
)


def unsubscribe_routes(runtime: Runtime) -> Sequence[BaseRoute]:
    """The route List-Unsubscribe points to."""

    async def page(request: Request) -> Response:
        if request.method == "GET":
            return HTMLResponse(
                _PAGE.format(body="<p>Do you want to get no more of these messages?</p>"
                             "<form method=post><button>Unsubscribe</button></form>")
            )  # fmt: skip
        try:
            await asyncio.to_thread(_unsubscribe, runtime, request.path_params["token"])
        except InvalidValue as error:
            return HTMLResponse(_PAGE.format(body=f"<p>{error}</p>"), 404)
        return HTMLResponse(_PAGE.format(body="<p>Done. You will get no more of these messages.</p>"))

    return [Route("/unsubscribe/{token}", page, methods=["GET", "POST"])]


def _unsubscribe(runtime: Runtime, token: str) -> None:
    with runtime.database.begin(actor="system", cause="unsubscribe") as uow:
        unsubscribe(runtime.work(uow), token)
