"""Socket Mode: the same requests over a websocket we open ourselves, for a server nobody can reach.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import random
from collections.abc import Awaitable, Callable

import aiohttp
import orjson
import structlog

from channels.contract import Receive, Surface
from channels.errors import ChannelUnavailable, DeliveryUnknown
from channels.slack.api import SlackApi
from channels.slack.reception import Reception
from channels.slack.wire import EMPTY, Json, object_at, open_body, text_at

log = structlog.get_logger(__name__)
Pause = Callable[[float], Awaitable[None]]
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0


class SocketMode:
    """Keeps one connection open; Slack's notice of a restart is followed at once."""

    def __init__(
        self,
        *,
        api: SlackApi,
        app_token: str,
        reception: Reception,
        pause: Pause = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._api = api
        self._app_token = app_token
        self._reception = reception
        self._pause = pause
        self._jitter = jitter
        self._failures = 0

    async def listen(self, *, receive: Receive, surface: Surface) -> None:
        """Run until cancelled. Raises ChannelAuthFailed where the app token is refused."""
        while True:
            try:
                await self._serve_once(receive=receive, surface=surface)
            except ChannelUnavailable as error:
                self._failures += 1
                wait = error.retry_after or self._backoff(self._failures)
                log.warning("slack.socket_lost", detail=str(error), wait=round(wait, 1))
                await self._pause(wait)

    def _backoff(self, failures: int) -> float:
        longest: float = min(FIRST_PAUSE * 2.0 ** min(failures, 10), LONGEST_PAUSE)
        return longest * (0.5 + self._jitter() / 2)

    async def _serve_once(self, *, receive: Receive, surface: Surface) -> None:
        """Serve one connection until Slack asks for a new one. Raises ChannelUnavailable where it breaks."""
        socket = await self._api.open_socket(await self._address())
        try:
            async for frame in socket:
                envelope = open_body(frame.data.encode()) if frame.type is aiohttp.WSMsgType.TEXT else EMPTY
                kind = text_at(envelope, "type")
                if kind == "hello":
                    self._failures = 0
                elif kind == "disconnect":
                    log.info("slack.socket_renewed", reason=text_at(envelope, "reason"))
                    return
                elif text_at(envelope, "envelope_id"):
                    await self._take(socket, envelope, receive=receive, surface=surface)
        except (aiohttp.ClientError, ConnectionError) as error:
            raise ChannelUnavailable("Slack's socket broke.") from error
        finally:
            await socket.close()
        raise ChannelUnavailable("Slack closed the socket.")

    async def _address(self) -> str:
        try:
            answer = await self._api.write("apps.connections.open", token=self._app_token)
        except DeliveryUnknown as error:
            raise ChannelUnavailable(str(error)) from error
        return text_at(answer, "url")

    async def _take(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        envelope: Json,
        *,
        receive: Receive,
        surface: Surface,
    ) -> None:
        body = object_at(envelope, "payload")
        try:
            given = await self._reception.take(orjson.dumps(body), body, receive=receive, surface=surface)
        except Exception as error:
            # Whatever kept it from being kept: what is not acknowledged, Slack sends again.
            log.warning("slack.not_kept", exc_info=error)
            return
        reply: dict[str, object] = {"envelope_id": text_at(envelope, "envelope_id")}
        if given and envelope.get("accepts_response_payload") is not False:
            reply["payload"] = dict(given)
        await socket.send_str(orjson.dumps(reply).decode())
