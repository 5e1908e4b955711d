"""XOAUTH2: a refresh token becomes an access token, and the access token a login."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from channels.email.addresses import MailboxAddress, Security, parse_imap_url, parse_smtp_url
from channels.email.imap import open_imap
from channels.email.oauth import OAuthClient, TokenSource
from channels.email.relay_pool import RelayPool
from channels.email.timing import MailTiming
from channels.errors import ChannelAuthFailed, ChannelUnavailable
from channels.sandbox.loopback import LoopbackServer
from tests.fixtures.clock import FrozenClock


class TokenEndpoint:
    """Hands out numbered tokens; answers with `failure` where set."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.failure: tuple[int, dict[str, str]] | None = None
        self.server = LoopbackServer(Starlette(routes=[Route("/token", self._token, methods=["POST"])]))

    @property
    def url(self) -> str:
        """Its address."""
        return f"{self.server.url}/token"

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        self.asked.append({name: str(value) for name, value in form.items()})
        if self.failure is not None:
            return JSONResponse(self.failure[1], self.failure[0])
        number = len(self.asked)
        answer = {"access_token": f"token-{number}", "expires_in": 3600, "refresh_token": f"refresh-{number}"}
        return JSONResponse(answer)


@pytest.fixture
async def endpoint() -> AsyncIterator[TokenEndpoint]:
    """A running token endpoint."""
    one = TokenEndpoint()
    await one.server.start()
    yield one
    await one.server.stop()


def a_source(url: str, clock: FrozenClock) -> TokenSource:
    client = OAuthClient(client_id="id", client_secret="secret", refresh_token="refresh-0", token_url=url)
    return TokenSource(client=client, clock=clock)


async def test_a_token_is_kept_until_it_runs_out(endpoint: TokenEndpoint, clock: FrozenClock) -> None:
    source = a_source(endpoint.url, clock)
    assert set(await asyncio.gather(source.token(), source.token())) == {"token-1"}
    clock.advance(timedelta(minutes=58))
    assert await source.token() == "token-1"
    clock.advance(timedelta(minutes=1, seconds=1))
    assert await source.token() == "token-2"
    assert [asked["refresh_token"] for asked in endpoint.asked] == ["refresh-0", "refresh-1"]
    source.forget()
    assert await source.token() == "token-3"


async def test_a_withdrawn_grant_is_for_a_person_to_mend(endpoint: TokenEndpoint, clock: FrozenClock) -> None:
    endpoint.failure = (400, {"error": "invalid_grant"})
    with pytest.raises(ChannelAuthFailed, match="invalid_grant"):
        await a_source(endpoint.url, clock).token()


async def test_an_endpoint_out_of_order_is_asked_again_later(
    endpoint: TokenEndpoint, clock: FrozenClock
) -> None:
    endpoint.failure = (503, {})
    with pytest.raises(ChannelUnavailable):
        await a_source(endpoint.url, clock).token()
    with pytest.raises(ChannelUnavailable):
        await a_source("http://127.0.0.1:9/token", clock).token()


async def test_a_mailbox_without_a_password_is_entered_by_token(
    endpoint: TokenEndpoint, clock: FrozenClock
) -> None:
    logins: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := (await reader.readline()).decode():
            tag, _, command = line.strip().partition(" ")
            if command.startswith("AUTHENTICATE XOAUTH2 "):
                logins.append(base64.b64decode(command.split()[2]).decode())
                is_right = "token-2" in logins[-1]
                if not is_right:
                    # Google and Microsoft say what is wrong first, and wait for an empty line.
                    writer.write(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
                    assert await reader.readline() == b"\r\n"
                writer.write(f"{tag} {'OK in' if is_right else 'NO expired'}\r\n".encode())
            else:
                writer.write(f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n".encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    source = a_source(endpoint.url, clock)
    box = parse_imap_url(f"imap://support%40acme.test@127.0.0.1:{port}/INBOX", oauth=source)
    assert box == MailboxAddress("127.0.0.1", port, Security.PLAIN, "support@acme.test", "")
    with pytest.raises(ChannelAuthFailed):
        await open_imap(box, patience=5.0)
    connection = await open_imap(box, patience=5.0)
    await connection.close()
    server.close()
    assert logins[-1] == "user=support@acme.test\x01auth=Bearer token-2\x01\x01"


async def test_a_relay_without_a_password_is_entered_by_token(
    endpoint: TokenEndpoint, clock: FrozenClock
) -> None:
    logins: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := (await reader.readline()).decode().strip():
            if line.upper().startswith("EHLO"):
                writer.write(b"250-relay\r\n250 AUTH XOAUTH2 PLAIN\r\n")
            elif line.startswith("AUTH XOAUTH2 "):
                logins.append(base64.b64decode(line.split()[2]).decode())
                is_right = "token-2" in logins[-1]
                if not is_right:
                    writer.write(b"334 eyJzdGF0dXMiOiI0MDAifQ==\r\n")
                    assert await reader.readline() == b"\r\n"
                writer.write(b"235 in\r\n" if is_right else b"535 5.7.8 expired\r\n")
            else:
                writer.write(b"221 bye\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"smtp://support%40acme.test@127.0.0.1:{port}"
    relay = parse_smtp_url(url, oauth=a_source(endpoint.url, clock))
    pool = RelayPool(address=relay, timing=MailTiming(command=5.0), tls=None)
    first, second = await pool.check(), await pool.check()
    await pool.close()
    endpoint.failure = (400, {"error": "invalid_grant"})
    revoked = parse_smtp_url(url, oauth=a_source(endpoint.url, clock))
    third = await RelayPool(address=revoked, timing=MailTiming(command=5.0), tls=None).check()
    server.close()
    assert [first.is_ok, second.is_ok, third.is_ok] == [False, True, False]
    assert "refused the login" in first.detail
    assert "invalid_grant" in third.detail
    assert logins[-1] == "user=support@acme.test\x01auth=Bearer token-2\x01\x01"
