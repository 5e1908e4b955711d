"""The e-mail adapter and real servers on loopback sockets."""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from channels.contract import Received
from channels.email.adapter import EmailChannel
from channels.email.addresses import parse_imap_url, parse_smtp_url
from channels.email.cursor import Cursor, CursorStore, MemoryCursorStore
from channels.email.timing import MailTiming
from channels.sandbox.mail import SandboxMail
from tests.fixtures.clock import FrozenClock

BOX = "support@acme.test"
CUSTOMER = "bob@customer.example"
PASSWORD = "pass word/%"
PATIENCE_SECONDS = 60.0
TLS = Path(__file__).parents[3] / "data" / "tls"
BRIEF = MailTiming(poll=0.05, idle=30.0, settle=30.0, command=30.0, first_pause=0.01, longest_pause=0.05)


def mail(number: int = 1, *, body: str = "Hello", sender: str = CUSTOMER) -> bytes:
    """A plain mail with a Message-ID of its own."""
    return (
        f"From: Bob <{sender}>\r\nTo: {BOX}\r\nSubject: Mail {number}\r\n"
        f"Message-ID: <mail-{number}@customer.example>\r\n"
        f"Date: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n{body}\r\n"
    ).encode()


def imap_by(port: int, post: SandboxMail) -> str:
    """The mailbox's address by another port: that of a faulty wire."""
    return post.imap_url(BOX).replace(f":{post.imap.port}/", f":{port}/")


@dataclass
class Ledger:
    """Keeps each mail once, as the inbox does; refuses the ids in `poison`, or everything where `is_down`."""

    kept: list[Received] = field(default_factory=list)
    doubles: int = 0
    refusals: int = 0
    is_down: bool = False
    poison: set[str] = field(default_factory=set)
    _change: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def receive(self, received: Received) -> bool:
        """Keep what is new."""
        async with self._change:
            self._change.notify_all()
            if self.is_down or received.external_id in self.poison:
                self.refusals += 1
                raise OSError("cannot be kept")
            if any((one.external_id, one.raw) == (received.external_id, received.raw) for one in self.kept):
                self.doubles += 1
                return False
            self.kept.append(received)
            return True

    async def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that comes with a mail."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._change:
            await self._change.wait_for(condition)

    async def wait_for(self, count: int) -> list[Received]:
        """Wait until so many mails were kept."""
        await self.wait_until(lambda: len(self.kept) >= count)
        return self.kept

    @property
    def ids(self) -> list[str]:
        """The external ids of what was kept."""
        return [received.external_id for received in self.kept]


class WatchedCursors(MemoryCursorStore):
    """Cursors one can wait for."""

    def __init__(self) -> None:
        super().__init__()
        self.saved: list[Cursor] = []
        self._change = asyncio.Condition()

    async def save(self, account: str, cursor: Cursor) -> None:
        """Keep, and wake who waits."""
        await super().save(account, cursor)
        async with self._change:
            self.saved.append(cursor)
            self._change.notify_all()

    async def wait_for_uid(self, uid: int) -> None:
        """Wait until everything up to `uid` is done with."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._change:
            await self._change.wait_for(lambda: bool(self.saved) and self.saved[-1].last_uid >= uid)


def server_tls() -> ssl.SSLContext:
    """A server's side of the certificate made for tests."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return context


def client_tls() -> ssl.SSLContext:
    """A client that trusts that certificate."""
    return ssl.create_default_context(cafile=str(TLS / "certificate.pem"))


def a_channel(
    *,
    imap_url: str = "",
    smtp_url: str = "",
    cursors: CursorStore | None = None,
    timing: MailTiming = BRIEF,
    tls: ssl.SSLContext | None = None,
) -> EmailChannel:
    """An adapter with short pauses."""
    return EmailChannel(
        mailboxes=[parse_imap_url(url) for url in imap_url.split()],
        relay=parse_smtp_url(smtp_url) if smtp_url else None,
        mail_from=f"Acme Support <{BOX}>",
        secret_key="secret",
        cursors=cursors or MemoryCursorStore(),
        trusted_auth_servers=(),
        clock=FrozenClock(),
        timing=timing,
        tls=tls,
        chance=random.Random(1),
    )


@asynccontextmanager
async def listening(channel: EmailChannel, ledger: Ledger) -> AsyncIterator[None]:
    """Let the channel read its mailboxes while the block runs."""
    task = asyncio.create_task(channel.listen(ledger.receive))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await channel.close()


@pytest.fixture
async def post() -> AsyncIterator[SandboxMail]:
    """A post office with one mailbox."""
    async with AsyncExitStack() as stack:
        office = SandboxMail(mailboxes={BOX: PASSWORD}, clock=FrozenClock())
        await office.start()
        stack.push_async_callback(office.stop)
        yield office


@pytest.fixture
def ledger() -> Ledger:
    """Empty."""
    return Ledger()


@pytest.fixture
def cursors() -> WatchedCursors:
    """Empty."""
    return WatchedCursors()
