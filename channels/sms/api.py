"""Twilio's REST API with its failures in the contract's words. https://www.twilio.com/docs/messaging/api"""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aiohttp

from channels.errors import ChannelError, ChannelUnavailable, DeliveryUnknown, MessageRejected
from channels.sms.errors import error_for

if TYPE_CHECKING:
    from channels.sms.http import TwilioHttp

TWILIO_URL = "https://api.twilio.com"
_CHUNK = 64 * 1024

Json = Mapping[str, object]
Fields = Sequence[tuple[str, str]]


class TwilioApi:
    """One account's API, over one pooled connection opened when first needed."""

    def __init__(
        self, *, account_sid: str, auth_token: str, api_url: str = "", patience: float = 20.0
    ) -> None:
        self._account_sid = account_sid
        self._auth_token = auth_token
        self._base = (api_url or TWILIO_URL).rstrip("/")
        self._patience = patience
        self._http: TwilioHttp | None = None

    async def create_message(self, fields: Fields) -> Json:
        """Have a message sent; gives Twilio's resource of it. Raises as `Channel.send` does."""
        return await self._call("POST", self._account_path("/Messages.json"), data=list(fields))

    async def list_messages(self, filters: Mapping[str, str], *, pages: int = 1) -> list[Json]:
        """Messages that match, newest first: up to a hundred a page. Raises ChannelError."""
        answer = await self._read(self._account_path("/Messages.json"), {**filters, "PageSize": "100"})
        found = _rows(answer, "messages")
        for _ in range(pages - 1):
            following = answer.get("next_page_uri")
            if not isinstance(following, str) or not following:
                break
            answer = await self._read(following, {})
            found += _rows(answer, "messages")
        return found

    async def create_call(self, fields: Fields) -> Json:
        """Have a call placed; gives Twilio's resource of it. Raises as `Channel.send` does."""
        return await self._call("POST", self._account_path("/Calls.json"), data=list(fields))

    async def list_calls(self, filters: Mapping[str, str]) -> list[Json]:
        """Calls that match, newest first. Raises ChannelError."""
        return _rows(
            await self._read(self._account_path("/Calls.json"), {**filters, "PageSize": "20"}), "calls"
        )

    async def list_media(self, message_sid: str) -> list[tuple[str, str]]:
        """The files of a message: address and content type. Raises ChannelError."""
        answer = await self._read(self._account_path(f"/Messages/{message_sid}/Media.json"), {})
        return [
            (self._base + str(item.get("uri", "")).removesuffix(".json"), str(item.get("content_type", "")))
            for item in _rows(answer, "media_list")
        ]

    async def account(self) -> Json:
        """The account itself."""
        return await self._read(self._account_path(".json"), {})

    async def download(self, url: str, *, max_bytes: int) -> bytes:
        """Fetch a file Twilio keeps. Raises MessageRejected for another's file and past `max_bytes`."""
        if not url.startswith((f"{self._base}/", f"{TWILIO_URL}/")):
            raise MessageRejected("The file is not kept by Twilio.", reason="foreign_file")
        session = self._client().open_session()
        path = url.removeprefix(TWILIO_URL).removeprefix(self._base)
        login = {"Authorization": aiohttp.encode_basic_auth(self._account_sid, self._auth_token)}
        try:
            async with session.get(self._base + path, headers=login) as response:
                if response.status in (404, 410):
                    raise MessageRejected("Twilio does not keep the file any more.", reason="file_gone")
                if response.status >= 400:
                    raise ChannelUnavailable(f"Twilio answered {response.status} for a file.")
                return await _limited(response, max_bytes)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ChannelUnavailable("Twilio did not give the file; it is tried again.") from error

    async def close(self) -> None:
        """Give back the connection."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def _read(self, path: str, params: Mapping[str, str]) -> Json:
        """A lost answer to a question is no lost message."""
        try:
            return await self._call("GET", path, params=dict(params))
        except DeliveryUnknown as error:
            raise ChannelUnavailable("Twilio did not answer.") from error

    async def _call(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, data: Fields | None = None
    ) -> Json:
        try:
            response = await self._client().request(
                method,
                self._base + path,
                params=params,
                data=data,
                auth=(self._account_sid, self._auth_token),
            )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ChannelUnavailable("Twilio cannot be reached.") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DeliveryUnknown("Twilio's answer was lost; it may have taken the message.") from error
        answer = _as_json(response.text)
        if response.status_code >= 400:
            raise _refusal(response.status_code, answer, response.headers)
        return answer

    def _account_path(self, path: str) -> str:
        return f"/2010-04-01/Accounts/{self._account_sid}{path}"

    def _client(self) -> "TwilioHttp":
        if self._http is None:
            from channels.sms.http import TwilioHttp

            self._http = TwilioHttp(patience=self._patience)
        return self._http


def _refusal(status: int, answer: Json, headers: Mapping[str, str]) -> ChannelError:
    code = answer.get("code")
    wait = headers.get("Retry-After", "")
    return error_for(
        status=status,
        code=code if isinstance(code, int) else 0,
        said=str(answer.get("message", ""))[:200],
        retry_after=float(wait) if wait.isdigit() else None,
    )


def _rows(answer: Json, name: str) -> list[Json]:
    rows = answer.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _as_json(text: str) -> Json:
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


async def _limited(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > max_bytes:
            raise MessageRejected(
                f"The file is larger than {max_bytes // 1024} kB and stays with Twilio.", reason="too_large"
            )
    return bytes(content)
