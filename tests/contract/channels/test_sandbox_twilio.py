"""The Twilio emulator, held against Twilio's own client and validator."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from channels.sandbox.loopback import LoopbackServer
from channels.sandbox.twilio import SandboxTwilio
from channels.sms.http import TwilioHttp

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "a-token-for-tests"
OWN = "+15005550006"
CUSTOMER = "+4915112345678"
TWILIO = "https://api.twilio.com"


class Redirected(TwilioHttp):
    """Twilio's client library speaks to its own host only: lead it to the emulator."""

    base = ""

    async def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Ask the emulator instead."""
        return await super().request(method, url.replace(TWILIO, self.base), *args, **kwargs)


@pytest.fixture
async def heard() -> list[tuple[str, dict[str, str], str]]:
    """What the application was told: path, fields, signature."""
    return []


@pytest.fixture
async def sandbox(heard: list[tuple[str, dict[str, str], str]]) -> AsyncIterator[SandboxTwilio]:
    """An emulator calling an application that only listens."""

    async def listen(request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        heard.append((str(request.url), form, request.headers["x-twilio-signature"]))
        return Response("<Response/>", media_type="text/xml")

    app = LoopbackServer(Starlette(routes=[Route("/{path:path}", listen, methods=["POST"])]))
    await app.start()
    one = SandboxTwilio(account_sid=ACCOUNT, auth_token=TOKEN, numbers=[OWN], app_url=app.url)
    await one.start()
    yield one
    await one.stop()
    await app.stop()


@pytest.fixture
async def client(sandbox: SandboxTwilio) -> AsyncIterator[Client]:
    """Twilio's own client."""
    http = Redirected(patience=5.0)
    http.base = sandbox.url
    yield Client(ACCOUNT, TOKEN, http_client=http)
    await http.close()


async def test_twilios_client_sends_shows_and_lists(sandbox: SandboxTwilio, client: Client) -> None:
    sent = await client.messages.create_async(to=CUSTOMER, from_=OWN, body="Hello")
    assert (sent.status, sent.body, sent.num_segments) == ("queued", "Hello", "1")
    shown = await client.messages(sent.sid).fetch_async()
    assert shown.sid == sent.sid
    listed = await client.messages.list_async(to=CUSTOMER, limit=5)
    assert [one.sid for one in listed] == [sent.sid]
    assert sandbox.messages_to(CUSTOMER)[0].body == "Hello"


@pytest.mark.parametrize(
    ("to", "sender", "body", "code"),
    [
        ("+15005550001", OWN, "Hello", 21211),
        ("12", OWN, "Hello", 21211),
        (CUSTOMER, "+15005550099", "Hello", 21606),
        (CUSTOMER, OWN, "x" * 1601, 21617),
        (OWN, OWN, "Hello", 21266),
    ],
)
async def test_refusals_are_read_by_twilios_client(
    client: Client, to: str, sender: str, body: str, code: int
) -> None:
    with pytest.raises(TwilioRestException) as caught:
        await client.messages.create_async(to=to, from_=sender, body=body)
    assert caught.value.code == code
    assert caught.value.status == 400


async def test_a_wrong_login_is_refused(sandbox: SandboxTwilio) -> None:
    http = Redirected(patience=5.0)
    http.base = sandbox.url
    with pytest.raises(TwilioRestException) as caught:
        await Client(ACCOUNT, "wrong", http_client=http).messages.create_async(
            to=CUSTOMER, from_=OWN, body="x"
        )
    await http.close()
    assert (caught.value.status, caught.value.code) == (401, 20003)


async def test_webhooks_and_reports_pass_twilios_validator(
    sandbox: SandboxTwilio, client: Client, heard: list[tuple[str, dict[str, str], str]]
) -> None:
    await sandbox.text(sender=CUSTOMER, recipient=OWN, body="Grüße & mehr + 1")
    await client.messages.create_async(
        to=CUSTOMER, from_=OWN, body="Hello", status_callback=f"{sandbox.app_url}/twilio/status?x=1"
    )
    await sandbox.settled()
    assert len(heard) == 3
    validator = RequestValidator(TOKEN)
    assert all(validator.validate(url, form, signature) for url, form, signature in heard)
    assert heard[0][1]["Body"] == "Grüße & mehr + 1"


async def test_a_person_writes_by_http(
    sandbox: SandboxTwilio, heard: list[tuple[str, dict[str, str], str]]
) -> None:
    http = TwilioHttp(patience=5.0)
    answer = await http.request(
        "POST", f"{sandbox.url}/text", data={"from": CUSTOMER, "to": OWN, "body": "Hello"}
    )
    wrong = await http.request("POST", f"{sandbox.url}/text", data={"from": "me", "to": OWN, "body": "Hi"})
    listed = await http.request("GET", f"{sandbox.url}/texts", params={"number": CUSTOMER})
    await http.close()
    assert (answer.status_code, wrong.status_code) == (200, 400)
    assert heard[0][1]["Body"] == "Hello"
    assert '"body":"Hello"' in listed.text
