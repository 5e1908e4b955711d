"""aioimaplib's protocol with its weaknesses mended."""

import asyncio
import re

from aioimaplib import aioimaplib

_SLICE = 4096
_EXISTS = re.compile(rb"\* \d+ EXISTS", re.IGNORECASE)


class ImapProtocol(aioimaplib.IMAP4ClientProtocol):  # type: ignore[misc]
    """Feeds the recursive line parser small slices, and says by `lost` when the connection is gone."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(loop)
        self.lost: asyncio.Future[None] = loop.create_future()
        self.has_news = False
        """True where the server told of messages, in whatever answer: the parent ignores it outside IDLE."""

    def data_received(self, data: bytes) -> None:
        """Take what the server sent."""
        for start in range(0, len(data), _SLICE):
            super().data_received(data[start : start + _SLICE])

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake whoever waits: the parent class leaves them waiting."""
        super().connection_lost(exc)
        if not self.lost.done():
            self.lost.set_result(None)

    async def examine(self, folder: str) -> aioimaplib.Response:
        """Open a folder for reading only: SELECT would take \\Recent from its messages (RFC 3501, 6.3.2)."""
        response = await self.simple_command("EXAMINE", folder)
        if response.result == "OK":
            self.state = aioimaplib.SELECTED
        return response

    def _continuation(self, line: bytes) -> None:
        """Answer what is wrong with a token: the refusal itself comes only after an empty line (XOAUTH2)."""
        super()._continuation(line)
        if self.pending_sync_command is not None and self.pending_sync_command.name == "AUTHENTICATE":
            self.transport.write(b"\r\n")

    def _untagged_response(self, line: bytes) -> aioimaplib.Command:
        if _EXISTS.match(line):
            self.has_news = True
        return super()._untagged_response(line)

    async def welcome(self, command: bytes) -> None:
        """Read the greeting; a server that greets with BYE or nonsense is left."""
        try:
            await super().welcome(command)
        except (aioimaplib.AioImapException, IndexError, UnicodeDecodeError):
            self.transport.abort()
