"""The e-mail channel: mailboxes read by IMAP, mail sent through one SMTP relay."""

import asyncio
import random
import ssl
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from channels.contract import (
    CheckResult,
    InboundMessage,
    OutboundMessage,
    Receive,
    Received,
    RemoteFile,
    Sent,
)
from channels.email.addresses import MailboxAddress, RelayAddress
from channels.email.charts import with_picture
from channels.email.compose import Sender, compose, parse_sender
from channels.email.cursor import CursorStore
from channels.email.intake import MailboxIntake
from channels.email.mailbox import MailboxEntry, MailboxReader
from channels.email.providers import pace_of
from channels.email.reading import read_mail
from channels.email.relay_pool import RelayPool
from channels.email.smtp import Envelope
from channels.email.timing import MailTiming
from channels.errors import ChannelAuthFailed, MessageRejected


class EmailChannel:
    """All mailboxes and the relay of one installation.

    `mailbox_names` are further addresses of ours and whom mail from them is from; `per_minute` limits what is
    handed to the relay (zero: as its provider does).
    `trusted_auth_servers` are the authserv-ids whose Authentication-Results count; `tls` replaces the
    system's certificates (a private authority); `chance` jitters the pauses.
    """

    def __init__(
        self,
        *,
        mailboxes: Sequence[MailboxAddress],
        relay: RelayAddress | None,
        mail_from: str,
        secret_key: str,
        cursors: CursorStore,
        trusted_auth_servers: Collection[str],
        clock: Callable[[], datetime],
        mailbox_names: Mapping[str, str] | None = None,
        per_minute: int = 0,
        timing: MailTiming | None = None,
        tls: ssl.SSLContext | None = None,
        chance: random.Random | None = None,
    ) -> None:
        timing = timing or MailTiming()
        self._sender = parse_sender(mail_from)
        names = dict(mailbox_names or {})
        self._senders = _senders(self._sender, mailboxes, names)
        self._secret = secret_key
        self._trusted = frozenset(trusted_auth_servers)
        self._clock = clock
        own = [self._sender.address, *names, *(box.address for box in mailboxes)]
        self._own_addresses = frozenset(address.lower() for address in own if address)
        self._relay = RelayPool(address=relay, timing=timing, tls=tls) if relay is not None else None
        self._pace = pace_of(relay.host if relay is not None else "", per_minute=per_minute)
        self._readers = [
            MailboxReader(
                address=box,
                intake=MailboxIntake(address=box, cursors=cursors, clock=clock),
                timing=timing,
                tls=tls,
                chance=chance or random.Random(),
            )
            for box in mailboxes
        ]

    @property
    def name(self) -> str:
        """The channel's stable name."""
        return "email"

    @property
    def own_addresses(self) -> frozenset[str]:
        """The lower-cased addresses mail is sent from and read at."""
        return self._own_addresses

    @property
    def at_once(self) -> int:
        """How many mails may wait for their turn at the relay: what it takes in a minute."""
        return self._pace.per_minute or sys.maxsize

    def read(self, received: Received) -> InboundMessage:
        """Read a kept mail. Pure and total."""
        return read_mail(
            received, secret=self._secret, trusted=self._trusted, own_addresses=self._own_addresses
        )

    async def listen(self, receive: Receive) -> None:
        """Watch every mailbox until cancelled; one that fails does not disturb the others."""
        async with asyncio.TaskGroup() as group:
            for reader in self._readers:
                group.create_task(reader.run(receive))

    async def list_messages(self) -> list[MailboxEntry]:
        """Every message every mailbox holds now, to compare with the ledger. Raises ChannelError."""
        return [entry for reader in self._readers for entry in await reader.list_messages()]

    async def send(self, message: OutboundMessage) -> Sent:
        """Hand one mail to the relay; `external_id` is its Message-ID. Raises as the contract says."""
        if self._relay is None:
            raise ChannelAuthFailed("No mail can be sent: set SMTP_URL and MAIL_FROM.")
        sender = self._senders.get(message.account, self._sender)
        message = await with_picture(message)
        mail = compose(message, sender=sender, secret=self._secret, at=self._clock())
        await self._pace.turn()
        await self._relay.send(Envelope(mail.sender, mail.recipient, mail.copies), mail.content)
        return Sent(external_id=mail.message_id, conversation_key=message.conversation_key)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Always None: relays keep no list, so a mail whose answer was lost is sent again.

        Both copies bear the same Message-ID, by which most servers and mail programs show one.
        """
        return None

    async def fetch(self, file: RemoteFile, *, max_bytes: int) -> bytes:
        """Mail brings its files along; there is nothing to fetch."""
        raise MessageRejected("A mail has no files kept elsewhere.", reason="no_remote_files")

    async def check(self) -> CheckResult:
        """Log in to every mailbox and to the relay; never raises."""
        checks = [reader.check() for reader in self._readers]
        if self._relay is not None:
            checks.append(self._relay.check())
        results = await asyncio.gather(*checks)
        bad = [result.detail for result in results if not result.is_ok]
        detail = " ".join(bad or [result.detail for result in results]) or "No mailbox and no relay is set."
        return CheckResult(is_ok=not bad and bool(results), detail=detail)

    async def close(self) -> None:
        """Give back the relay's connection; mailboxes are let go when `listen` is cancelled."""
        if self._relay is not None:
            await self._relay.close()


def _senders(
    sender: Sender, mailboxes: Sequence[MailboxAddress], names: Mapping[str, str]
) -> dict[str, Sender]:
    """Mail in a conversation leaves from the mailbox it came to, where that is ours to send from.

    It is where it has a name of its own, or is of the sender's own domain.
    """
    return {
        box.account: Sender(names.get(box.address.lower()) or sender.name, box.address)
        for box in mailboxes
        if box.address.lower() in names or box.address.lower().endswith(f"@{sender.domain.lower()}")
    }
