"""A real IMAP server on the loopback, by pymap: mailboxes in memory, IDLE, STARTTLS."""

import asyncio
import ssl
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from datetime import datetime

from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.concurrent import Event, Subsystem
from pymap.context import connection_exit
from pymap.imap import IMAPConnection
from pymap.imap.state import ConnectionState
from pymap.parsing.command.select import IdleCommand
from pymap.parsing.message import AppendMessage
from pymap.parsing.response import UntaggedResponse
from pymap.user import UserMetadata
from pysasl import SASLAuth
from pysasl.hashing import Cleartext
from pysasl.mechanism.login import LoginMechanism
from pysasl.mechanism.plain import PlainMechanism

from channels.sandbox.listener import Listener


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        return b"Sandbox ready"

    @property
    def tls_auth(self) -> SASLAuth:
        # pymap looks through all that is installed for these two, for each connection.
        return SASLAuth([PlainMechanism(), LoginMechanism()])


class _State(ConnectionState):
    """Tells as IDLE begins what came since the last command; pymap alone would keep it to itself."""

    async def receive_updates(self, cmd: IdleCommand, done: Event) -> Iterable[UntaggedResponse]:
        selected = await self.session.check_mailbox(self.selected)
        self._selected, untagged = selected.fork(cmd)
        return list(untagged) or await super().receive_updates(cmd, done)


class SandboxImap(Listener):
    """An IMAP server with the given mailboxes (address -> password). With `tls` it offers STARTTLS,
    or speaks TLS from the first byte where `is_implicit`.
    """

    def __init__(
        self,
        *,
        mailboxes: dict[str, str],
        host: str,
        port: int,
        clock: Callable[[], datetime],
        tls: ssl.SSLContext | None = None,
        is_implicit: bool = False,
        can_idle: bool = True,
    ) -> None:
        super().__init__(host, port)
        self._clock = clock
        self._implicit_tls = tls if is_implicit else None
        self._config = _configuration(None if is_implicit else tls, can_idle=can_idle)
        self._login = Login(self._config)
        self._sets: dict[str, MailboxSet] = {}
        for address, password in mailboxes.items():
            self._add(address, password)
        self._writers: set[asyncio.StreamWriter] = set()

    def hang_up(self) -> None:
        """Cut every connection, as a server that is killed does."""
        for writer in list(self._writers):
            writer.transport.abort()

    async def deliver(self, address: str, content: bytes, *, folder: str = "INBOX") -> int:
        """Put a mail into a mailbox and give its UID."""
        mailbox = await self._mailbox(address, folder)
        # None is marked as recent: the server would tell of all of them anew with every command.
        message = await mailbox.append(AppendMessage(content, self._clock()))
        return int(message.uid)

    async def add_folder(self, address: str, folder: str) -> None:
        """Give a mailbox another folder."""
        await self._sets[address.lower()].add_mailbox(folder)

    async def expunge(self, address: str, uids: list[int], *, folder: str = "INBOX") -> None:
        """Remove mails, as another mail program does."""
        await (await self._mailbox(address, folder)).delete(uids)

    async def rebuild(self, address: str, *, folder: str = "INBOX") -> None:
        """Number the mailbox anew under another UIDVALIDITY, as after a restored backup."""
        mailbox = await self._mailbox(address, folder)
        messages = [message async for message in mailbox.messages()]
        await mailbox.delete([message.uid for message in messages])
        mailbox._uid_validity += 1
        mailbox._max_uid = 100
        for message in messages:
            content = bytes(message._content or b"")
            await mailbox.append(AppendMessage(content, message.internal_date), recent=True)

    async def count(self, address: str, *, folder: str = "INBOX") -> int:
        """How many mails a mailbox holds."""
        mailbox = await self._mailbox(address, folder)
        return len([message async for message in mailbox.messages()])

    async def _listen(self, host: str, port: int) -> asyncio.Server:
        self._config.apply_context()
        return await asyncio.start_server(self._serve, host, port, ssl=self._implicit_tls)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        info = SocketInfoLocal(writer)
        connection = IMAPConnection(self._config.commands, self._config, reader, writer, info)
        self._writers.add(writer)
        try:
            async with AsyncExitStack() as stack:
                connection_exit.set(stack)
                await connection.run(_State(self._login, self._config))
        finally:
            self._writers.discard(writer)
            writer.close()

    def _add(self, address: str, password: str) -> None:
        name = address.lower()
        self._login.users_dict[name] = UserMetadata(self._config, name, password=password)
        self._sets[name] = MailboxSet()
        self._config.set_cache[name] = (self._sets[name], FilterSet())

    async def _mailbox(self, address: str, folder: str) -> MailboxData:
        return await self._sets[address.lower()].get_mailbox(folder)


def _configuration(starttls: ssl.SSLContext | None, *, can_idle: bool) -> Config:
    return _Config(
        Namespace(passlib_cfg=None, proxy_protocol=None),
        host=None,
        port=0,
        ssl_context=starttls or ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        tls_enabled=starttls is not None,
        hash_context=Cleartext(),
        cpu_subsystem=Subsystem.for_asyncio(),
        invalid_user_sleep=0.0,
        reject_dnsbl=False,
        disable_idle=not can_idle,
        demo_data=False,
        demo_user="",
        demo_password="",
    )
