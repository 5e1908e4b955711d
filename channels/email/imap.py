"""One IMAP connection: log in, select, search, fetch, wait for news. Every failure is a channel error.

Built on aioimaplib with its known weaknesses mended: it is fed 4-kB slices (its line parser recurses), a lost
connection fails whatever waits, STARTTLS is added, names are quoted here, ENVELOPE is never asked for.
A connection that failed once is thrown away.
"""

import asyncio
import re
import ssl
from collections.abc import Awaitable, Iterable, Sequence
from typing import TypeVar

import structlog
from aioimaplib import aioimaplib

from channels.email.addresses import MailboxAddress, Security
from channels.email.imap_fetch import Fetched, read_fetched
from channels.email.imap_names import encode_folder, quote
from channels.email.imap_protocol import ImapProtocol
from channels.email.providers import backoff_in
from channels.errors import ChannelAuthFailed, ChannelUnavailable

T = TypeVar("T")

log = structlog.get_logger("channels.email")

_VALIDITY = re.compile(rb"UIDVALIDITY (\d+)")
_NEWS = re.compile(rb"\d+ (EXISTS|RECENT)")
_BYTES_PER_SECOND = 64 * 1024


class ImapLost(ChannelUnavailable):
    """The connection is gone or silent; it must be thrown away."""

    code = "imap_lost"


class ImapRefused(ChannelUnavailable):
    """The server said NO or BAD to a command; the connection still stands."""

    code = "imap_refused"


class ImapConnection:
    """A logged-in connection. Open it with `open_imap`, and close it even when it failed."""

    def __init__(self, *, protocol: ImapProtocol, address: MailboxAddress, patience: float) -> None:
        self._protocol = protocol
        self._address = address
        self._patience = patience

    @property
    def can_idle(self) -> bool:
        """True where the server offers IDLE (RFC 2177)."""
        return any(name.upper() == "IDLE" for name in self._protocol.capabilities)

    async def greet(self) -> None:
        """Wait for the server's greeting and its capabilities."""
        await self._until(self._protocol.wait("AUTH|NONAUTH"))
        self._require_alive()

    async def start_tls(self, context: ssl.SSLContext) -> None:
        """Protect the connection. What came before the handshake is forgotten (RFC 3501, 6.2.1)."""
        command = aioimaplib.Command("STARTTLS", self._protocol.new_tag())
        await self._ok(self._protocol.execute(command), "STARTTLS")
        self._protocol.incomplete_line = b""
        loop = asyncio.get_running_loop()
        upgrade = loop.start_tls(
            self._protocol.transport, self._protocol, context, server_hostname=self._address.host
        )
        self._protocol.transport = await self._until(upgrade)
        await self._until(self._protocol.capability())

    async def log_in(self) -> None:
        """Enter with the password or XOAUTH2. Raises ChannelAuthFailed where the server says no."""
        address = self._address
        if address.oauth is not None:
            token = await address.oauth.token()
            response = await self._until(self._protocol.xoauth2(address.user, token))
        else:
            response = await self._until(self._protocol.login(quote(address.user), address.password))
        if response.result != "OK":
            if address.oauth is not None:
                address.oauth.forget()
            raise _login_error(address, response.lines)
        await self._until(self._protocol.capability())

    async def select(self) -> int:
        """Open the folder, for reading only, and give its UIDVALIDITY."""
        name = quote(encode_folder(self._address.folder))
        lines = await self._ok(self._protocol.examine(name), f"EXAMINE {self._address.folder}")
        for line in lines:
            match = _VALIDITY.search(bytes(line))
            if match:
                return int(match[1])
        raise ImapRefused(f"The mail server {self._address.host} gives no UIDVALIDITY for this folder.")

    async def search_after(self, last_uid: int) -> list[int]:
        """The UIDs greater than `last_uid`, ascending."""
        self._protocol.has_news = False
        search = self._protocol.search(f"UID {last_uid + 1}:*", charset=None, by_uid=True)
        lines = await self._ok(search, "SEARCH")
        numbers = (word for line in lines for word in bytes(line).split() if word.isdigit())
        return sorted({int(number) for number in numbers if int(number) > last_uid})

    async def fetch_sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The size in bytes of each message that is still there."""
        return {item.uid: item.size for item in await self._fetch(uids, "(UID RFC822.SIZE)", 0)}

    async def fetch_messages(self, uids: Sequence[int], *, expected_bytes: int) -> list[Fetched]:
        """Whole messages, without marking them as seen."""
        return await self._fetch(uids, "(UID RFC822.SIZE BODY.PEEK[])", expected_bytes)

    async def fetch_headers(self, uids: Sequence[int]) -> list[Fetched]:
        """Only the header blocks."""
        return await self._fetch(uids, "(UID RFC822.SIZE BODY.PEEK[HEADER])", 0)

    async def fetch_message_ids(self, uids: Sequence[int]) -> list[Fetched]:
        """Only the Message-ID header lines."""
        return await self._fetch(uids, "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])", 0)

    async def no_op(self) -> None:
        """Ask for nothing: shows that the connection still stands."""
        await self._ok(self._protocol.simple_command("NOOP"), "NOOP")

    async def wait_for_news(self, seconds: float) -> None:
        """Wait in IDLE until the server tells of a new message, at most `seconds`.

        Not at all where it told of one since the last search: it does not tell twice.
        """
        if self._protocol.has_news:
            return
        idle = asyncio.ensure_future(self._protocol.idle())
        try:
            begun = asyncio.ensure_future(self._protocol.wait_for_idle_response())
            await self._first((idle, begun), self._patience)
            begun.cancel()
            if idle.done():
                raise ImapRefused(f"The mail server {self._address.host} refused IDLE.")
            await self._watch(idle, seconds)
            self._protocol.idle_done()
            await self._until(idle)
        finally:
            idle.cancel()

    async def close(self) -> None:
        """Log out where nothing is under way, and let go of the socket in any case."""
        protocol = self._protocol
        try:
            if not protocol.lost.done() and protocol.pending_sync_command is None:
                async with asyncio.timeout(min(2.0, self._patience)):
                    await protocol.logout()
        except (TimeoutError, aioimaplib.AioImapException, OSError):
            log.debug("email.logout_failed", host=self._address.host)
        finally:
            protocol.transport.abort()

    async def _watch(self, idle: "asyncio.Future[object]", seconds: float) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            push = asyncio.ensure_future(self._protocol.idle_queue.get())
            try:
                await self._first((push, idle), left, is_silence_fine=True)
                if not push.done():
                    return
                lines = push.result()
            finally:
                push.cancel()
            if any(bytes(line).upper().startswith(b"BYE") for line in lines):
                raise ImapLost(f"The mail server {self._address.host} closed the connection.")
            if any(_NEWS.match(bytes(line)) for line in lines):
                return

    async def _fetch(self, uids: Sequence[int], parts: str, expected_bytes: int) -> list[Fetched]:
        if not uids:
            return []
        wanted = ",".join(str(uid) for uid in uids)
        command = self._protocol.fetch(wanted, parts, by_uid=True)
        lines = await self._ok(command, "FETCH", extra=expected_bytes / _BYTES_PER_SECOND)
        return read_fetched(lines)

    async def _ok(self, command: Awaitable[object], what: str, *, extra: float = 0.0) -> list[bytes]:
        response = await self._until(command, extra=extra)
        result, lines = response.result, response.lines  # type: ignore[attr-defined]
        if result != "OK":
            said = bytes(lines[-1]).decode("utf-8", "replace")[:200] if lines else ""
            raise ImapRefused(
                f"The mail server {self._address.host} refused {what}: {result} {said}".strip(),
                retry_after=backoff_in(said),
            )
        return list(lines)

    async def _until(self, work: Awaitable[T], *, extra: float = 0.0) -> T:
        task = asyncio.ensure_future(work)
        try:
            await self._first((task,), self._patience + extra)
            return task.result()
        except (aioimaplib.AioImapException, OSError) as error:
            self._protocol.transport.abort()
            raise _lost(self._address, error) from error
        finally:
            task.cancel()

    async def _first(
        self, futures: Iterable["asyncio.Future[T]"], seconds: float, *, is_silence_fine: bool = False
    ) -> None:
        lost = self._protocol.lost
        waiting: set[asyncio.Future[object]] = {lost, *futures}  # type: ignore[arg-type]
        done, _ = await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if done - {lost}:
            return
        if lost in done:
            raise ImapLost(f"The mail server {self._address.host} closed the connection.")
        if not is_silence_fine:
            self._protocol.transport.abort()
            raise ImapLost(f"The mail server {self._address.host} did not answer in time.")

    def _require_alive(self) -> None:
        if self._protocol.lost.done():
            raise ImapLost(f"The mail server {self._address.host} closed the connection.")


async def open_imap(
    address: MailboxAddress, *, patience: float, tls: ssl.SSLContext | None = None
) -> ImapConnection:
    """Connect, protect and log in. Raises ChannelUnavailable or ChannelAuthFailed, leaving nothing open."""
    loop = asyncio.get_running_loop()
    context = None if address.security is Security.PLAIN else tls or ssl.create_default_context()
    try:
        async with asyncio.timeout(patience):
            _, protocol = await loop.create_connection(
                lambda: ImapProtocol(loop),
                address.host,
                address.port,
                ssl=context if address.security is Security.TLS else None,
            )
    except (OSError, TimeoutError) as error:
        raise _lost(address, error) from error
    connection = ImapConnection(protocol=protocol, address=address, patience=patience)
    try:
        await connection.greet()
        if context is not None and address.security is Security.STARTTLS:
            await connection.start_tls(context)
        await connection.log_in()
    except BaseException:
        protocol.transport.abort()
        raise
    return connection


def _login_error(address: MailboxAddress, lines: Sequence[bytes]) -> ChannelUnavailable | ChannelAuthFailed:
    said = b" ".join(bytes(line) for line in lines)
    pause = backoff_in(said.decode("utf-8", "replace"))
    if pause is not None:
        return ChannelUnavailable(f"The mail server {address.host} limits us for a while.", retry_after=pause)
    if b"[UNAVAILABLE]" in said or b"[INUSE]" in said or b"[LIMIT]" in said:
        return ChannelUnavailable(f"The mail server {address.host} cannot let anybody in at the moment.")
    return ChannelAuthFailed(
        f"The mail server {address.host} refused the login; check user and (app) password in IMAP_URL."
    )


def _lost(address: MailboxAddress, error: BaseException) -> ImapLost:
    if isinstance(error, ssl.SSLError):
        return ImapLost(f"No safe connection to the mail server {address.host}: {error.reason or error}.")
    if isinstance(error, TimeoutError):
        return ImapLost(f"The mail server {address.host} did not answer in time.")
    return ImapLost(f"The mail server {address.host} cannot be reached or hung up.")
