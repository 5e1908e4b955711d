"""Twilio's own HTTP client, made quiet and impatient: its log lines would hold phone numbers and texts."""

from collections.abc import Mapping

import aiohttp
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response


class TwilioHttp(AsyncTwilioHttpClient):  # type: ignore[misc]
    """One pooled session with a time limit; make it inside a running loop."""

    def __init__(self, *, patience: float) -> None:
        super().__init__(pool_connections=False)
        limits = aiohttp.ClientTimeout(total=patience, sock_connect=min(5.0, patience / 2))
        self.session: aiohttp.ClientSession = aiohttp.ClientSession(timeout=limits)

    def open_session(self) -> aiohttp.ClientSession:
        """The session itself, to stream files from."""
        return self.session

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None = None,
        data: object = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is Twilio's
        allow_redirects: bool = False,
    ) -> Response:
        """Ask, under the session's own time limit. Raises aiohttp.ClientError or TimeoutError."""
        sent = dict(headers or {})
        if auth is not None:
            sent["Authorization"] = aiohttp.encode_basic_auth(*auth)
        async with self.session.request(
            method, url, params=params, data=data, headers=sent, allow_redirects=allow_redirects
        ) as response:
            return Response(response.status, await response.text(), response.headers)
