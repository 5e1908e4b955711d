"""A post office on the loopback: what the company sends lands in customers' outboxes, what is sent to the
company lands in its IMAP mailboxes. Real servers, spoken to by the real adapter.
"""

import ssl
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from channels.sandbox.mail_imap import SandboxImap
from channels.sandbox.mail_smtp import SandboxSmtp, SmtpFault
from channels.sandbox.mail_store import Outboxes, SentMail

__all__ = ["SandboxMail", "SentMail", "SmtpFault"]


class SandboxMail:
    """An SMTP and an IMAP server over the same mailboxes (`mailboxes`: address -> password).

    Mail to a mailbox, plus-addresses included, can be read by IMAP; all other mail is kept in `messages_to`.
    With `tls` both servers offer STARTTLS, or speak TLS at once where `is_implicit_tls`.
    """

    def __init__(
        self,
        *,
        mailboxes: Mapping[str, str],
        host: str = "127.0.0.1",
        smtp_port: int = 0,
        imap_port: int = 0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        tls: ssl.SSLContext | None = None,
        is_implicit_tls: bool = False,
        can_idle: bool = True,
    ) -> None:
        self._host = host
        self._mailboxes = {address.lower(): password for address, password in mailboxes.items()}
        self._outboxes = Outboxes(clock=clock)
        self._protection = "" if tls is None else "s" if is_implicit_tls else "+starttls"
        self.imap = SandboxImap(
            mailboxes=self._mailboxes,
            host=host,
            port=imap_port,
            clock=clock,
            tls=tls,
            is_implicit=is_implicit_tls,
            can_idle=can_idle,
        )
        self.smtp = SandboxSmtp(
            take=self._take,
            passwords=self._mailboxes,
            host=host,
            port=smtp_port,
            tls=tls,
            is_implicit=is_implicit_tls,
        )

    async def start(self) -> None:
        """Begin to listen on both ports."""
        await self.imap.start()
        await self.smtp.start()

    async def stop(self) -> None:
        """Stop listening; what was delivered stays."""
        await self.smtp.stop()
        await self.imap.stop()

    @property
    def port(self) -> int:
        """The SMTP port: what a person points a mail program at."""
        return self.smtp.port

    @property
    def smtp_url(self) -> str:
        """SMTP_URL for this server."""
        return f"smtp{self._protection}://{self._host}:{self.smtp.port}"

    def imap_url(self, address: str, *, folder: str = "INBOX") -> str:
        """IMAP_URL for one of its mailboxes."""
        password = quote(self._mailboxes[address.lower()], safe="")
        login = f"{quote(address, safe='')}:{password}"
        return f"imap{self._protection}://{login}@{self._host}:{self.imap.port}/{quote(folder)}"

    async def deliver(self, address: str, content: bytes) -> int:
        """Put a mail straight into a mailbox; gives its UID."""
        return await self.imap.deliver(address, content)

    def messages_to(self, address: str) -> list[SentMail]:
        """What the relay took for an address that is no mailbox here, oldest first."""
        return self._outboxes.to(address)

    def messages(self) -> list[SentMail]:
        """All mail to addresses that are no mailbox here, oldest first."""
        return self._outboxes.all()

    def forget(self) -> None:
        """Forget what was sent; what lies in mailboxes stays."""
        self._outboxes.forget()

    async def wait_for(self, address: str, *, count: int = 1, patience: float = 10.0) -> list[SentMail]:
        """Wait until `count` mails went to an address."""
        return await self._outboxes.wait_for(address, count=count, patience=patience)

    async def _take(self, sender: str, recipients: tuple[str, ...], content: bytes) -> None:
        outside = []
        for recipient in recipients:
            mailbox = _without_plus(recipient)
            if mailbox in self._mailboxes:
                await self.imap.deliver(mailbox, b"Delivered-To: " + recipient.encode() + b"\r\n" + content)
            else:
                outside.append(recipient)
        if outside:
            await self._outboxes.add(sender=sender, recipients=tuple(outside), content=content)


def _without_plus(address: str) -> str:
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
