"""Reading mail from servers of different make: pymap, and Dovecot where it is installed."""

import asyncio
import imaplib
import random
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from channels.contract import Received
from channels.email.adapter import EmailChannel
from channels.email.addresses import parse_imap_url
from channels.email.cursor import Cursor, MemoryCursorStore
from channels.email.timing import MailTiming
from tests.contract.channels.imap_servers import DOVECOT, MailServer, dovecot, pymap
from tests.fixtures.clock import FrozenClock

TIMING = MailTiming(poll=0.05, idle=30.0, settle=30.0, command=30.0, first_pause=0.01, longest_pause=0.05)

HARD = (
    b"Subject: plain\r\n\r\nbody\r\n",
    b'Subject: signs\r\n\r\n) ( " \\ {12}\r\n* 7 EXISTS\r\nA1 OK done\r\n+ go\r\n* BYE\r\n',
    b"Subject: no body\r\n\r\n",
    b"Subject: eight bits\r\n\r\n\xe4\xf6\xfc \xff\xfe\r\n",
    b"Subject: many lines\r\n\r\n" + b"\r\n" * 5000,
    b"Subject: one line\r\n\r\n" + b"x" * 300_000 + b"\r\n",
    b"Subject: large\r\n\r\n" + b"0123456789abcdef\r\n" * 150_000,
)


@pytest.fixture(
    params=[
        "pymap",
        pytest.param(
            "dovecot", marks=pytest.mark.skipif(DOVECOT is None, reason="Dovecot is not installed here")
        ),
    ]
)
async def server(request: pytest.FixtureRequest) -> AsyncIterator[MailServer]:
    """A server with an empty mailbox."""
    async with dovecot() if request.param == "dovecot" else pymap() as one:
        yield one


class Reading:
    """A channel reading a server, and what it brought."""

    def __init__(self, server: MailServer, cursors: MemoryCursorStore | None = None) -> None:
        self.cursors = cursors or MemoryCursorStore()
        self.channel = EmailChannel(
            mailboxes=[parse_imap_url(server.imap_url)],
            relay=None,
            mail_from="",
            secret_key="secret",
            cursors=self.cursors,
            trusted_auth_servers=(),
            clock=FrozenClock(),
            timing=TIMING,
            chance=random.Random(1),
        )
        self.kept: list[Received] = []
        self._change = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Reading":
        self._task = asyncio.create_task(self.channel.listen(self._receive))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def wait_for(self, count: int) -> list[Received]:
        """Wait until so many mails came."""
        async with asyncio.timeout(30), self._change:
            await self._change.wait_for(lambda: len(self.kept) >= count)
            return self.kept

    async def _receive(self, received: Received) -> bool:
        async with self._change:
            self.kept.append(received)
            self._change.notify_all()
        return True


def status_of(server: MailServer) -> bytes:
    """What another mail program is told of the mailbox, without opening it."""
    address = parse_imap_url(server.imap_url)
    with imaplib.IMAP4(address.host, address.port) as other:
        other.login(address.user, address.password)
        told = other.status("INBOX", "(MESSAGES RECENT UNSEEN)")[1][0]
    assert isinstance(told, bytes)
    return told


async def test_every_byte_of_every_mail_arrives(server: MailServer) -> None:
    for content in HARD:
        await server.deliver(content)
    async with Reading(server) as reading:
        kept = await reading.wait_for(len(HARD))
    assert [received.raw for received in kept] == list(HARD)


async def test_mail_is_heard_as_it_comes(server: MailServer) -> None:
    async with Reading(server) as reading:
        for number in range(1, 6):
            await server.deliver(b"Subject: %d\r\n\r\nHi\r\n" % number)
            await reading.wait_for(number)
    assert [received.raw[:10] for received in reading.kept] == [b"Subject: %d" % n for n in range(1, 6)]


async def test_a_backlog_is_read_once_and_reading_goes_on_behind_it(server: MailServer) -> None:
    for number in range(60):
        await server.deliver(b"Subject: %d\r\nMessage-ID: <%d@x.example>\r\n\r\nHi\r\n" % (number, number))
    async with Reading(server) as first:
        await first.wait_for(60)
        await server.deliver(b"Message-ID: <last@x.example>\r\n\r\nHi\r\n")
        await first.wait_for(61)
    account = first.kept[0].account
    cursor = await first.cursors.load(account)
    assert isinstance(cursor, Cursor)
    await first.cursors.save(account, Cursor(cursor.uidvalidity, int(first.kept[-1].meta["uid"])))
    await server.deliver(b"Message-ID: <new@x.example>\r\n\r\nHi\r\n")
    async with Reading(server, first.cursors) as second:
        await second.wait_for(1)
    assert len({received.external_id for received in first.kept}) == 61
    assert [received.external_id for received in second.kept] == ["<new@x.example>"]


async def test_another_program_finds_the_mailbox_as_it_was(server: MailServer) -> None:
    for number in range(3):
        await server.deliver(b"Message-ID: <%d@x.example>\r\n\r\nHi\r\n" % number)
    before = await asyncio.to_thread(status_of, server)
    async with Reading(server) as reading:
        await reading.wait_for(3)
    assert b"UNSEEN 3" in before
    assert await asyncio.to_thread(status_of, server) == before


async def test_the_mailbox_can_be_listed_and_checked(server: MailServer) -> None:
    for number in range(3):
        await server.deliver(b"Message-ID:\r\n <%d@x.example>\r\n\r\nHi\r\n" % number)
    channel = Reading(server).channel
    assert [entry.message_id for entry in await channel.list_messages()] == [
        f"<{number}@x.example>" for number in range(3)
    ]
    assert (await channel.check()).is_ok
