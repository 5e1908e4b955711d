"""A real SMTP server on the loopback, by aiosmtpd, that can be told to misbehave."""

import asyncio
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from channels.sandbox.listener import Listener

MAX_MAIL_BYTES = 64 * 1024 * 1024

Take = Callable[[str, tuple[str, ...], bytes], Awaitable[None]]
"""Takes a mail: sender, recipients, content."""


@dataclass(frozen=True, slots=True)
class SmtpFault:
    """One misbehaviour, used up by the next mail that reaches `stage`.

    With a `reply` the server says it; without, it hangs up. At stage `ANSWER` the mail was already taken.
    """

    stage: Literal["MAIL", "RCPT", "DATA", "ANSWER"]
    reply: str = ""
    is_silent: bool = False
    """Say nothing and wait, until the client has enough."""


class SandboxSmtp(Listener):
    """An SMTP server that gives what it takes to `take`. Logins are checked against `passwords`."""

    def __init__(
        self,
        *,
        take: Take,
        passwords: Mapping[str, str],
        host: str,
        port: int,
        tls: ssl.SSLContext | None = None,
        is_implicit: bool = False,
    ) -> None:
        super().__init__(host, port)
        self._handler = _Handler(take)
        self._passwords = dict(passwords)
        self._tls = tls
        self._is_implicit = is_implicit
        self._sessions: set[_Smtp] = set()

    @property
    def connections(self) -> int:
        """How many connections were ever made."""
        return self._handler.connections

    def fail_next(self, fault: SmtpFault) -> None:
        """Misbehave once; faults queue up in the order given."""
        self._handler.faults.append(fault)

    async def fault_used(self) -> None:
        """Wait until a fault has been met by a mail."""
        await self._handler.fault_used.wait()

    def refuse_recipient(self, address: str) -> None:
        """Know nobody of this address from now on."""
        self._handler.refused.add(address.lower())

    def hang_up(self) -> None:
        """Cut every connection."""
        for session in list(self._sessions):
            session.abort()

    async def _listen(self, host: str, port: int) -> asyncio.Server:
        tls = self._tls if self._is_implicit else None
        return await asyncio.get_running_loop().create_server(self._session, host, port, ssl=tls)

    def _session(self) -> "_Smtp":
        return _Smtp(
            self._handler,
            self._sessions,
            hostname="sandbox.localhost",
            ident="Sandbox",
            data_size_limit=MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            tls_context=None if self._is_implicit else self._tls,
            auth_require_tls=False,
            authenticator=self._authenticate,
            loop=asyncio.get_running_loop(),
        )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        user = login.login.decode().lower()
        is_known = self._passwords.get(user) == login.password.decode()
        return AuthResult(success=is_known, handled=False)


class _Smtp(SMTP):
    def __init__(self, handler: "_Handler", sessions: "set[_Smtp]", **settings: Any) -> None:
        super().__init__(handler, **settings)
        self._open_sessions = sessions

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._open_sessions.add(self)
        self.event_handler.connections += 1

    def abort(self) -> None:
        if self.transport is not None:
            cast(asyncio.Transport, self.transport).abort()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._open_sessions.discard(self)


class _Handler:
    def __init__(self, take: Take) -> None:
        self._take = take
        self.faults: deque[SmtpFault] = deque()
        self.refused: set[str] = set()
        self.fault_used = asyncio.Event()
        self.connections = 0

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = await self._fault("MAIL", server)
        if fault is not None:
            return fault
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        fault = await self._fault("RCPT", server)
        if fault is not None:
            return fault
        if address.lower() in self.refused:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        fault = await self._fault("DATA", server)
        if fault is not None:
            return fault
        content = envelope.original_content or b""
        await self._take(envelope.mail_from or "", tuple(envelope.rcpt_tos), content)
        return await self._fault("ANSWER", server) or "250 2.0.0 Taken"

    async def _fault(self, stage: str, server: SMTP) -> str | None:
        if not self.faults or self.faults[0].stage != stage:
            return None
        fault = self.faults.popleft()
        self.fault_used.set()
        if fault.is_silent:
            await asyncio.get_running_loop().create_future()
        if not fault.reply and server.transport is not None:
            cast(asyncio.Transport, server.transport).abort()
        return fault.reply or "421 4.3.0 Gone"
