"""`/files/{token}/{name}`: what a provider fetches to send it on; nothing but what we published."""

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from assistant.stores.publishing import LinkInvalid, Publisher

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Content-Disposition": "attachment",
}


def published_routes(publisher: Publisher) -> Sequence[BaseRoute]:
    """The route of published files."""

    async def fetch(request: Request) -> Response:
        try:
            content, content_type = await asyncio.to_thread(publisher.read, request.path_params["token"])
        except LinkInvalid as error:
            return PlainTextResponse(str(error), 404)
        return Response(content, media_type=content_type, headers=_HEADERS)

    return [Route("/files/{token}/{name}", fetch, methods=["GET"])]
