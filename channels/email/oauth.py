"""XOAUTH2: short-lived access tokens, bought with a refresh token and kept until they run out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from channels.errors import ChannelAuthFailed, ChannelUnavailable

_EARLY = timedelta(seconds=60)
_TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """What the provider's token endpoint wants to see (RFC 6749, section 6)."""

    client_id: str
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    token_url: str
    scope: str = ""
    """What to ask for, where the provider does not remember what was granted."""


class TokenSource:
    """Gives a valid access token; asks the provider only when the last one is about to run out."""

    def __init__(self, *, client: OAuthClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._refresh_token = client.refresh_token
        self._expires_at: datetime | None = None

    async def token(self) -> str:
        """A token good for at least a minute. Raises ChannelAuthFailed or ChannelUnavailable."""
        async with self._lock:
            if self._expires_at is None or self._clock() >= self._expires_at - _EARLY:
                await self._refresh()
            return self._token

    def forget(self) -> None:
        """Drop a token the server would not take, so that the next one is new."""
        self._expires_at = None

    async def _refresh(self) -> None:
        answer = await self._ask()
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise ChannelAuthFailed("The OAuth token endpoint gave no access token; renew the refresh token.")
        lifetime = answer.get("expires_in", 3600)
        seconds = float(lifetime) if isinstance(lifetime, int | float | str) else 3600.0
        renewed = answer.get("refresh_token")
        if isinstance(renewed, str) and renewed:
            self._refresh_token = renewed
        self._token = token
        self._expires_at = self._clock() + timedelta(seconds=seconds)

    async def _ask(self) -> dict[str, object]:
        form = {
            "grant_type": "refresh_token",
            "client_id": self._client.client_id,
            "refresh_token": self._refresh_token,
        }
        if self._client.client_secret:
            form["client_secret"] = self._client.client_secret
        if self._client.scope:
            form["scope"] = self._client.scope
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT) as http:
                response = await http.post(self._client.token_url, data=form)
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ChannelUnavailable("The OAuth token endpoint did not answer.") from error
        if response.status_code >= 500 or not isinstance(answer, dict):
            raise ChannelUnavailable(f"The OAuth token endpoint answered {response.status_code}.")
        if response.status_code >= 400:
            reason = answer.get("error", response.status_code)
            raise ChannelAuthFailed(
                f"The mail account's OAuth grant was refused ({reason}); authorise it anew."
            )
        return answer
