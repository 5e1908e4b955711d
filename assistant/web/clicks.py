"""`/c/{token}`: a campaign's link, counted for who agreed to it, leads on to where it was meant to lead."""

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.bootstrap import Runtime
from assistant.follow_ups.campaigns.tracking import clicked
from assistant.work import InvalidValue


def click_routes(runtime: Runtime) -> Sequence[BaseRoute]:
    """The route campaigns' links point to."""

    async def follow(request: Request) -> Response:
        try:
            target = await asyncio.to_thread(_count, runtime, request.path_params["token"])
        except InvalidValue as error:
            return PlainTextResponse(str(error), 404)
        return RedirectResponse(target, 302, headers={"Cache-Control": "no-store"})

    return [Route("/c/{token}", follow, methods=["GET"])]


def _count(runtime: Runtime, token: str) -> str:
    with runtime.database.begin(actor="system", cause="campaign.click") as uow:
        return clicked(runtime.work(uow), token)
