"""The emulator's calls to the application: signed as Twilio signs them."""

import asyncio
from collections.abc import Sequence

import httpx

from channels.sandbox.loopback import loopback_client
from channels.sms.signature import sign

_PATIENCE = 15.0


class Callbacks:
    """Posts signed forms, at once or in the background."""

    def __init__(self, *, auth_token: str) -> None:
        self._auth_token = auth_token
        self._http: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def post(self, url: str, fields: Sequence[tuple[str, str]]) -> httpx.Response:
        """Post a form with its signature. Raises httpx.HTTPError where nobody answers."""
        if self._http is None:
            self._http = loopback_client(timeout=_PATIENCE)
        signature = sign(url, fields, auth_token=self._auth_token)
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        return await self._http.post(url, content=str(httpx.QueryParams(list(fields))), headers=headers)

    def post_later(self, url: str, forms: Sequence[Sequence[tuple[str, str]]]) -> None:
        """Post forms one after the other in the background; who does not answer is not asked again."""
        task = asyncio.create_task(self._post_all(url, forms))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until everything was posted."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Drop what was not posted, and give back connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _post_all(self, url: str, forms: Sequence[Sequence[tuple[str, str]]]) -> None:
        for form in forms:
            try:
                await self.post(url, form)
            except httpx.HTTPError:
                continue
