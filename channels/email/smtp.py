"""Handing mail to the relay over one connection that is used again and again.

The dialogue is spoken step by step, because what a failure means depends on the step: before the message was
handed over nothing was taken; after it, a lost answer leaves it open (DeliveryUnknown).
"""

import asyncio
import re
import ssl
from collections.abc import Sequence
from dataclasses import dataclass

import aiosmtplib
import structlog

from channels.contract import CheckResult
from channels.email.addresses import RelayAddress, Security
from channels.email.smtp_errors import error_for
from channels.email.timing import MailTiming
from channels.errors import (
    ChannelAuthFailed,
    ChannelError,
    ChannelUnavailable,
    DeliveryUnknown,
    MessageRejected,
)

log = structlog.get_logger("channels.email")

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")
_BYTES_PER_SECOND = 64 * 1024


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who a mail is from and for, as the relay is told. `copies` may be refused without failing the mail."""

    sender: str
    recipient: str
    copies: Sequence[str] = ()


class Relay:
    """One connection to the relay, opened when first needed; one mail at a time."""

    def __init__(self, *, address: RelayAddress, timing: MailTiming, tls: ssl.SSLContext | None) -> None:
        self._address = address
        self._timing = timing
        self._tls = tls
        self._lock = asyncio.Lock()
        self._client: aiosmtplib.SMTP | None = None
        self._used_at = 0.0

    async def send(self, envelope: Envelope, content: bytes) -> None:
        """Hand over one mail. Raises as `Channel.send` does."""
        async with self._lock:
            client = await self._addressed(envelope, len(content))
            try:
                await self._hand_over(client, content)
            except BaseException:
                self._drop()
                raise
            self._used_at = asyncio.get_running_loop().time()

    async def check(self) -> CheckResult:
        """Connect and log in; never raises."""
        try:
            async with self._lock:
                await self._ready()
        except ChannelError as error:
            return CheckResult(is_ok=False, detail=str(error))
        return CheckResult(is_ok=True, detail=f"The relay {self._address.host} takes mail from us.")

    async def close(self) -> None:
        """Say goodbye where the relay still listens."""
        async with self._lock:
            if self._client is not None and self._client.is_connected:
                try:
                    await self._client.quit(timeout=2.0)
                except (aiosmtplib.SMTPException, OSError):
                    log.debug("email.relay_quit_failed", host=self._address.host)
            self._drop()

    async def _ready(self) -> aiosmtplib.SMTP:
        client = self._client
        if client is not None and client.is_connected and await self._still_stands(client):
            return client
        self._drop()
        self._client = await self._connect()
        return self._client

    async def _addressed(self, envelope: Envelope, size: int) -> aiosmtplib.SMTP:
        """A connection that waits for the mail. One used before may have died unseen: it gets two tries."""
        for is_last in (self._client is None, True):
            client = await self._ready()
            try:
                await self._address_mail(client, envelope, size)
            except MessageRejected:
                await self._reset(client)
                raise
            except BaseException as error:
                self._drop()
                if is_last or not isinstance(error, ChannelUnavailable):
                    raise
            else:
                return client
        raise AssertionError("unreachable")

    async def _reset(self, client: aiosmtplib.SMTP) -> None:
        try:
            await client.rset(timeout=5.0)
        except (aiosmtplib.SMTPException, OSError):
            self._drop()

    async def _still_stands(self, client: aiosmtplib.SMTP) -> bool:
        if asyncio.get_running_loop().time() - self._used_at < self._timing.spare_connection:
            return True
        try:
            await client.noop(timeout=5.0)
        except (aiosmtplib.SMTPException, OSError):
            return False
        return True

    async def _connect(self) -> aiosmtplib.SMTP:
        address = self._address
        client = aiosmtplib.SMTP(
            hostname=address.host,
            port=address.port,
            use_tls=address.security is Security.TLS,
            start_tls=address.security is Security.STARTTLS,
            tls_context=self._tls,
            timeout=self._timing.command,
        )
        try:
            await client.connect()
            await client.ehlo()
            if address.oauth is not None:
                await client.auth_xoauth2(address.user, await address.oauth.token())
            elif address.user:
                await client.login(address.user, address.password)
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise self._connect_error(error) from error
        except BaseException:
            client.close()
            raise
        return client

    def _connect_error(self, error: Exception) -> ChannelError:
        host = self._address.host
        if isinstance(error, aiosmtplib.SMTPAuthenticationError) and error.code >= 500:
            if self._address.oauth is not None:
                self._address.oauth.forget()
            return ChannelAuthFailed(
                f"The relay {host} refused the login; check user and password in SMTP_URL."
            )
        if isinstance(error, aiosmtplib.SMTPNotSupported):
            return ChannelAuthFailed(
                f"The relay {host} does not offer what SMTP_URL asks for: {error.message}."
            )
        cause = error.__cause__ or error
        if isinstance(cause, ssl.SSLError):
            return ChannelUnavailable(f"No safe connection to the relay {host}: {cause.reason or cause}.")
        return ChannelUnavailable(f"The relay {host} cannot be reached or will not talk at the moment.")

    async def _address_mail(self, client: aiosmtplib.SMTP, envelope: Envelope, size: int) -> None:
        options = [f"size={size}"] if client.supports_extension("size") else []
        recipients = (envelope.recipient, *envelope.copies)
        if not all(address.isascii() for address in recipients) and client.supports_extension("smtputf8"):
            options.append("SMTPUTF8")
        encoding = "utf-8" if "SMTPUTF8" in options else "ascii"
        try:
            await client.mail(envelope.sender, options=options, encoding=encoding)
            await client.rcpt(envelope.recipient, encoding=encoding)
            for copy in envelope.copies:
                await self._copy_to(client, copy, encoding)
        except (aiosmtplib.SMTPException, OSError, UnicodeEncodeError) as error:
            raise error_for(error, host=self._address.host) from error

    async def _copy_to(self, client: aiosmtplib.SMTP, address: str, encoding: str) -> None:
        try:
            await client.rcpt(address, encoding=encoding)
        except aiosmtplib.SMTPRecipientRefused as error:
            if error.code == 421:
                raise
            log.warning("email.copy_refused", host=self._address.host, reply=error.code)

    async def _hand_over(self, client: aiosmtplib.SMTP, content: bytes) -> None:
        try:
            reply = await client.execute_command(b"DATA")
        except (aiosmtplib.SMTPException, OSError) as error:
            raise error_for(error, host=self._address.host) from error
        if reply.code != 354 or client.protocol is None:
            raise error_for(aiosmtplib.SMTPDataError(*reply), host=self._address.host)
        patience = self._timing.answer + len(content) / _BYTES_PER_SECOND
        try:
            client.protocol.write(_stuffed(content))
            reply = await client.protocol.read_response(timeout=patience)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise DeliveryUnknown(
                f"The relay {self._address.host} fell silent after it was given the mail; it may have it."
            ) from error
        if reply.code != 250:
            raise error_for(aiosmtplib.SMTPDataError(*reply), host=self._address.host)

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _stuffed(content: bytes) -> bytes:
    """CRLF line ends, leading dots doubled, the closing dot (RFC 5321, section 4.5.2)."""
    text = _LEADING_DOT.sub(b"..", _LINE_END.sub(b"\r\n", content))
    return text + (b"" if text.endswith(b"\r\n") else b"\r\n") + b".\r\n"
