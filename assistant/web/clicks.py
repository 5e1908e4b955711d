"""`/c/{token}` leads on from a campaign's link, `/o/{token}` is its picture; both count only who agreed."""

import asyncio
import base64
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.bootstrap import Runtime
from assistant.follow_ups.campaigns.machines import Fetch
from assistant.follow_ups.campaigns.tracking import clicked, opened
from assistant.work import InvalidValue

PICTURE = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""One clear point, as a GIF."""
_UNKEPT = {"Cache-Control": "no-store"}


def click_routes(runtime: Runtime) -> Sequence[BaseRoute]:
    """The routes campaigns' links and pictures point to."""

    async def follow(request: Request) -> Response:
        token, fetch = request.path_params["token"], _told_by(request)
        try:
            target = await asyncio.to_thread(_follow, runtime, token, fetch)
        except InvalidValue as error:
            return PlainTextResponse(str(error), 404)
        return RedirectResponse(target, 302, headers=_UNKEPT)

    async def show(request: Request) -> Response:
        try:
            await asyncio.to_thread(_show, runtime, request.path_params["token"], _told_by(request))
        except InvalidValue as error:
            return PlainTextResponse(str(error), 404)
        return Response(PICTURE, media_type="image/gif", headers=_UNKEPT)

    return [Route("/c/{token}", follow, methods=["GET"]), Route("/o/{token}", show, methods=["GET"])]


def _told_by(request: Request) -> Fetch:
    return Fetch(request.method, dict(request.headers))


def _follow(runtime: Runtime, token: str, fetch: Fetch) -> str:
    with runtime.database.begin(actor="system", cause="campaign.click") as uow:
        return clicked(runtime.work(uow), token, fetch)


def _show(runtime: Runtime, token: str, fetch: Fetch) -> None:
    with runtime.database.begin(actor="system", cause="campaign.open") as uow:
        opened(runtime.work(uow), token, fetch)
