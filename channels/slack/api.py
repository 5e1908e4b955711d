"""Slack's Web API with its failures in the contract's words. https://docs.slack.dev/apis/web-api"""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from channels.errors import (
    ChannelAuthFailed,
    ChannelError,
    ChannelUnavailable,
    DeliveryUnknown,
    MessageRejected,
)
from channels.slack.wire import Json, as_json, text_at

TIMEOUT = aiohttp.ClientTimeout(total=30, sock_connect=5)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DEFAULT_RETRY_AFTER = 1.0
HEARTBEAT = 30.0
CREDENTIALS = frozenset(
    (
        *("invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"),
        *("missing_scope", "not_allowed_token_type", "no_permission", "access_denied", "app_uninstalled"),
        *("org_login_required", "ekm_access_denied", "two_factor_setup_required", "team_access_not_granted"),
    )
)
LATER = frozenset(("ratelimited", "rate_limited", "service_unavailable", "request_timeout"))
UNSURE = frozenset(("fatal_error", "internal_error"))


class SlackApi:
    """One pooled connection to Slack for every workspace; each call names its token."""

    def __init__(self, api_url: str) -> None:
        self._url = api_url
        self._client: AsyncWebClient | None = None
        self._session: aiohttp.ClientSession | None = None

    async def write(self, method: str, *, token: str, **arguments: object) -> Json:
        """Call a method that changes something.

        Raises ChannelUnavailable, ChannelAuthFailed, MessageRejected, or DeliveryUnknown where the answer
        was lost after Slack may have acted.
        """
        return await self._call(method, json={"token": token, **arguments})

    async def read(self, method: str, *, token: str, **arguments: object) -> Json:
        """Call a method that changes nothing; a lost answer is ChannelUnavailable.

        Reading methods take no JSON body, so the arguments travel in the address.
        """
        try:
            return await self._call(method, params={"token": token, **arguments})
        except DeliveryUnknown as error:
            raise ChannelUnavailable(str(error)) from error

    async def exchange(self, method: str, *, client_id: str, client_secret: str, **arguments: object) -> Json:
        """Call a method that is authorised by the app itself (OAuth)."""
        credentials = {"client_id": client_id, "client_secret": client_secret}
        return await self._call(method, data={**credentials, **arguments})

    async def post(self, url: str, *, json: Json | None = None, data: bytes | None = None) -> None:
        """Post to an address Slack handed out (a response_url, an upload address)."""
        try:
            async with self.session.post(url, json=json, data=data) as answer:
                if answer.status >= 400:
                    raise _refused_post(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _lost("post", error) from error

    async def download(self, url: str, *, token: str, max_bytes: int) -> bytes:
        """Fetch a private file: from Slack alone, for the token goes with the question.

        Raises MessageRejected past `max_bytes`, where Slack shows a login page, and for files kept elsewhere.
        """
        if not self._is_slacks(url):
            raise MessageRejected("Slack does not keep this file itself.", reason="foreign_file")
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self.session.get(url, headers=headers) as answer:
                return await _read_file(answer, max_bytes)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ChannelUnavailable("Slack's file server could not be reached.") from error

    def _is_slacks(self, url: str) -> bool:
        home, host = urlsplit(self._url).hostname or "", urlsplit(url).hostname or ""
        return host == home or host.endswith(f".{home}")

    @property
    def session(self) -> aiohttp.ClientSession:
        """The pooled connections; opened with the first call."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
            self._client = None
        return self._session

    async def open_socket(self, url: str) -> aiohttp.ClientWebSocketResponse:
        """Open a websocket at an address Slack handed out. Raises ChannelUnavailable."""
        proxy = self._web().proxy
        try:
            return await self.session.ws_connect(url, heartbeat=HEARTBEAT, proxy=proxy, max_msg_size=0)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ChannelUnavailable("Slack's socket could not be opened.") from error

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
        self._session = self._client = None

    async def _call(
        self,
        method: str,
        *,
        json: dict[str, object] | None = None,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
    ) -> Json:
        verb = "GET" if params is not None else "POST"
        try:
            answer = await self._web().api_call(method, http_verb=verb, json=json, params=params, data=data)
        except SlackApiError as error:
            raise _refused(method, error) from error
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise _lost(method, error) from error
        return as_json(answer.data)

    def _web(self) -> AsyncWebClient:
        session = self.session
        if self._client is None:
            self._client = AsyncWebClient(base_url=self._url, session=session, retry_handlers=[])
            host = urlsplit(self._url).hostname or ""
            if host in LOOPBACK or proxy_bypass(host):
                self._client.proxy = None
        return self._client


def _refused(method: str, error: SlackApiError) -> ChannelError:
    answer = error.response
    status = int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0))
    headers: Mapping[str, str] = answer.headers
    word = text_at(as_json(getattr(answer, "data", None)), "error")
    if status == 429 or word in LATER or status == 503:
        return ChannelUnavailable(
            f"Slack asks to call {method} later.", retry_after=_retry_after(headers, status)
        )
    if word in CREDENTIALS:
        return ChannelAuthFailed(f"Slack refused the token for {method}: {word}. Install the app anew.")
    if word in UNSURE or not word:
        return DeliveryUnknown(f"Slack failed while working on {method} (status {status} {word}).")
    return MessageRejected(f"Slack refused {method}: {word}.", reason=word)


def _retry_after(headers: Mapping[str, str], status: int) -> float | None:
    try:
        return float(headers["Retry-After"])
    except (KeyError, ValueError):
        return DEFAULT_RETRY_AFTER if status == 429 else None


def _lost(method: str, error: Exception) -> ChannelError:
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return ChannelUnavailable("Slack could not be reached.")
    return DeliveryUnknown(f"The connection broke before Slack answered {method}.")


def _refused_post(answer: aiohttp.ClientResponse) -> ChannelError:
    status = answer.status
    if status == 429 or status >= 500:
        wait = _retry_after(answer.headers, status)
        return ChannelUnavailable(f"Slack answered {status}.", retry_after=wait)
    return MessageRejected(f"Slack no longer takes answers there (status {status}).", reason="expired_url")


async def _read_file(answer: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    if answer.status >= 500 or answer.status == 429:
        wait = _retry_after(answer.headers, answer.status)
        raise ChannelUnavailable(f"Slack's file server answered {answer.status}.", retry_after=wait)
    if answer.status != 200 or answer.content_type == "text/html":
        raise MessageRejected("Slack does not hand out this file.", reason="file_not_found")
    content = bytearray()
    async for chunk in answer.content.iter_chunked(65536):
        content += chunk
        if len(content) > max_bytes:
            raise MessageRejected(f"The file is larger than {max_bytes} bytes.", reason="file_too_large")
    return bytes(content)
