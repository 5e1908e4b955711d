"""The Twilio adapter and the Twilio emulator, talking to each other over loopback sockets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette

from channels.contract import InboundMessage, Received
from channels.reply import Form
from channels.sandbox.loopback import LoopbackServer
from channels.sandbox.twilio import SandboxTwilio
from channels.sms.adapter import TwilioChannel
from tests.fixtures.clock import FrozenClock

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "a-token-for-tests"
OWN = "+15005550006"
OWN_WHATSAPP = "whatsapp:+15005550006"
CUSTOMER = "+4915112345678"


class Silent:
    """A surface without forms."""

    async def form_for(self, message: InboundMessage) -> Form | None:
        """No form."""
        return None

    async def form_errors(self, message: InboundMessage) -> dict[str, str]:
        """No errors."""
        return {}


@dataclass
class Ledger:
    """Keeps what arrived, as the inbox does; `failure` is raised instead where set."""

    kept: list[Received] = field(default_factory=list)
    failure: Exception | None = None

    async def receive(self, received: Received) -> bool:
        """Keep, or fail."""
        if self.failure is not None:
            raise self.failure
        self.kept.append(received)
        return True


@dataclass
class Line:
    """Everything one test needs."""

    channel: TwilioChannel
    sandbox: SandboxTwilio
    ledger: Ledger
    app_url: str


@pytest.fixture
async def line(clock: FrozenClock) -> AsyncIterator[Line]:
    """An application with the adapter's routes, and an emulator that calls it."""
    ledger = Ledger()
    app = Starlette()
    server = LoopbackServer(app)
    await server.start()
    sandbox = SandboxTwilio(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        numbers=[OWN, OWN_WHATSAPP],
        app_url=server.url,
        clock=clock,
    )
    await sandbox.start()
    channel = TwilioChannel(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        from_numbers=[OWN, OWN_WHATSAPP],
        public_url=server.url,
        api_url=sandbox.url,
        clock=clock,
        patience=30.0,
    )
    app.router.routes.extend(channel.routes(ledger.receive, Silent()))
    yield Line(channel=channel, sandbox=sandbox, ledger=ledger, app_url=server.url)
    await channel.close()
    await sandbox.stop()
    await server.stop()
