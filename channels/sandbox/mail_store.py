"""Mail as the sandbox keeps it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import default
from functools import lru_cache

from channels.errors import ChannelUnavailable

_HEADERS = BytesHeaderParser()


@dataclass(frozen=True, slots=True)
class SentMail:
    """One mail the sandbox's relay took."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    taken_at: datetime

    @property
    def headers(self) -> Message:
        """Its header lines alone, as they are written: reading the whole mail is many times the work."""
        return _HEADERS.parsebytes(self.content)

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed."""
        return _parsed(self.content)

    @property
    def text(self) -> str:
        """Its plain text."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""


@lru_cache(maxsize=256)
def _parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


class Outboxes:
    """What was sent to whom, and a way to wait for it."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._mails: list[SentMail] = []
        self._arrival = asyncio.Condition()

    async def add(self, *, sender: str, recipients: tuple[str, ...], content: bytes) -> SentMail:
        """Keep a mail and wake who waits for it."""
        mail = SentMail(sender, recipients, content, self._clock())
        async with self._arrival:
            self._mails.append(mail)
            self._arrival.notify_all()
        return mail

    def all(self) -> list[SentMail]:
        """Every mail, oldest first."""
        return list(self._mails)

    def forget(self) -> None:
        """Forget every mail."""
        self._mails.clear()

    def to(self, address: str) -> list[SentMail]:
        """The mails to an address, oldest first."""
        return [mail for mail in self._mails if address.lower() in map(str.lower, mail.recipients)]

    async def wait_for(self, address: str, *, count: int, patience: float) -> list[SentMail]:
        """Wait until `count` mails went to an address. Raises ChannelUnavailable when patience ends."""
        try:
            async with asyncio.timeout(patience), self._arrival:
                await self._arrival.wait_for(lambda: len(self.to(address)) >= count)
                return self.to(address)
        except TimeoutError:
            found = len(self.to(address))
            raise ChannelUnavailable(
                f"Only {found} of {count} mails arrived within {patience:g} s."
            ) from None
