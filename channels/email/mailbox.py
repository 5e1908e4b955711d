"""Watching one mailbox for ever: connect, catch up, wait for news, and begin again after whatever happens."""

import asyncio
import random
import ssl
from dataclasses import dataclass

import structlog

from channels.contract import CheckResult, Receive
from channels.email.addresses import MailboxAddress
from channels.email.envelope import message_id_of
from channels.email.imap import ImapConnection, ImapRefused, open_imap
from channels.email.intake import MailboxIntake
from channels.email.timing import MailTiming
from channels.errors import ChannelAuthFailed, ChannelError, ChannelUnavailable

log = structlog.get_logger("channels.email")

_LISTING = 100


@dataclass(frozen=True, slots=True)
class MailboxEntry:
    """One message as the server lists it. `message_id` is empty where it has no sane one."""

    account: str
    uidvalidity: int
    uid: int
    message_id: str


class MailboxReader:
    """Reads one mailbox until cancelled."""

    def __init__(
        self,
        *,
        address: MailboxAddress,
        intake: MailboxIntake,
        timing: MailTiming,
        tls: ssl.SSLContext | None,
        chance: random.Random,
    ) -> None:
        self._address = address
        self._intake = intake
        self._timing = timing
        self._tls = tls
        self._chance = chance
        self._failures = 0

    async def run(self, receive: Receive) -> None:
        """Bring every message to `receive`, for ever; reconnects with growing, jittered pauses."""
        while True:
            try:
                await self._session(receive)
            except Exception as error:  # noqa: BLE001 - a mailbox is watched whatever happens
                await asyncio.sleep(self._pause_after(error))

    async def check(self) -> CheckResult:
        """Log in and open the folder; never raises."""
        try:
            connection = await self._open(patience=min(self._timing.check, self._timing.command))
        except ChannelError as error:
            return CheckResult(is_ok=False, detail=str(error))
        try:
            await connection.select()
        except ChannelError as error:
            return CheckResult(is_ok=False, detail=str(error))
        finally:
            await connection.close()
        how = "IDLE" if connection.can_idle else f"a look every {self._timing.poll:g} s"
        return CheckResult(is_ok=True, detail=f"{self._address.account} opens; new mail comes by {how}.")

    async def list_messages(self) -> list[MailboxEntry]:
        """Every message the server holds in this folder. Raises ChannelError."""
        connection = await self._open()
        try:
            validity = await connection.select()
            uids = await connection.search_after(0)
            entries = []
            for start in range(0, len(uids), _LISTING):
                for item in await connection.fetch_message_ids(uids[start : start + _LISTING]):
                    message_id = message_id_of(item.content or b"")
                    entries.append(MailboxEntry(self._address.account, validity, item.uid, message_id))
            return entries
        finally:
            await connection.close()

    async def _open(self, *, patience: float | None = None) -> ImapConnection:
        return await open_imap(self._address, patience=patience or self._timing.command, tls=self._tls)

    async def _wait(self, connection: ImapConnection, *, is_busy: bool) -> None:
        """Wait for news; after mail look again soon, as some servers forget what comes just before IDLE."""
        if connection.can_idle:
            try:
                return await connection.wait_for_news(self._timing.settle if is_busy else self._timing.idle)
            except ImapRefused:
                log.info("email.idle_refused", host=self._address.host)
        await asyncio.sleep(self._timing.poll)
        await connection.no_op()
        return None

    async def _session(self, receive: Receive) -> None:
        connection = await self._open()
        try:
            while True:
                intake = await self._intake.catch_up(connection, receive)
                self._failures = 0
                await self._wait(connection, is_busy=intake.kept > 0)
        finally:
            await connection.close()

    def _pause_after(self, error: Exception) -> float:
        self._failures += 1
        code = error.code if isinstance(error, ChannelError) else type(error).__name__
        log.warning("email.mailbox_failed", host=self._address.host, error=code, failures=self._failures)
        if isinstance(error, ChannelAuthFailed):
            return self._timing.longest_pause
        pause = self._timing.pause_after(self._failures, chance=self._chance)
        asked = error.retry_after if isinstance(error, ChannelUnavailable) else None
        return max(pause, asked or 0.0)
