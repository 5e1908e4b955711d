"""Twilio's own HTTP client, kept quiet: its log lines would hold phone numbers and texts."""

from typing import Any

import aiohttp
from twilio.http.async_http_client import AsyncTwilioHttpClient


class TwilioHttp(AsyncTwilioHttpClient):  # type: ignore[misc]
    """One pooled session with a time limit; make it inside a running loop."""

    def __init__(self, *, patience: float) -> None:
        super().__init__(pool_connections=False)
        limits = aiohttp.ClientTimeout(total=patience, sock_connect=min(5.0, patience))
        self.session: aiohttp.ClientSession = aiohttp.ClientSession(timeout=limits)

    def open_session(self) -> aiohttp.ClientSession:
        """The session itself, to stream files from."""
        return self.session

    def log_request(self, kwargs: dict[str, Any]) -> None:
        """Say nothing."""

    def log_response(self, status_code: int, response: object) -> None:
        """Say nothing."""
