"""An application of only the Slack channel, served on loopback and connected to the sandbox workspace."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette

from channels.contract import Address, InboundMessage, OutboundKind, OutboundMessage, Received
from channels.reply import Form, Reply
from channels.sandbox.loopback import LoopbackServer
from channels.sandbox.slack import SandboxSlack, SandboxUser
from channels.slack.adapter import SlackChannel

RITA = SandboxUser(id="U0RITA", email="rita@rapport.example", name="Rita Rep", time_zone="Europe/Berlin")
MAX = SandboxUser(id="U0MAX", email="max@rapport.example", name="Max Manager")


def real_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    """Plays the rest of the house: keeps what is received once, and opens the forms it is given."""

    channel: SlackChannel
    forms: dict[str, Form] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    kept: list[Received] = field(default_factory=list)
    failures: int = 0

    async def receive(self, received: Received) -> bool:
        if self.failures:
            self.failures -= 1
            raise OSError("the disk is full")
        known = {(item.account, item.external_id, item.raw) for item in self.kept}
        if (received.account, received.external_id, received.raw) in known:
            return False
        self.kept.append(received)
        return True

    async def form_for(self, message: InboundMessage) -> Form | None:
        payload = message.payload
        word = payload.get("action") or payload.get("shortcut") or message.text
        return self.forms.get(str(word))

    async def form_errors(self, message: InboundMessage) -> Mapping[str, str]:
        return self.wrong

    @property
    def messages(self) -> list[InboundMessage]:
        return [self.channel.read(item) for item in self.kept]

    @property
    def heard(self) -> list[InboundMessage]:
        """What was said or done by people."""
        return [message for message in self.messages if message.machine is None]


@dataclass
class Office:
    """Workspace, channel and desk together."""

    slack: SandboxSlack
    channel: SlackChannel
    desk: Desk
    events_url: str

    def outbound(
        self,
        reply: Reply | str,
        *,
        to: str = RITA.id,
        conversation: str = "",
        kind: OutboundKind = OutboundKind.MESSAGE,
        key: str = "key-1",
        replaces: str = "",
        subject: str = "",
    ) -> OutboundMessage:
        return OutboundMessage(
            key=key,
            channel="slack",
            account=self.slack.workspace.team_id,
            to=Address(to),
            reply=Reply(text=reply) if isinstance(reply, str) else reply,
            conversation_key=conversation,
            kind=kind,
            replaces=replaces,
            subject=subject,
        )


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    sandbox = SandboxSlack(users=(RITA, MAX), clock=real_clock)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def channel(slack: SandboxSlack) -> AsyncIterator[SlackChannel]:
    adapter = SlackChannel(
        bot_token=slack.bot_token,
        signing_secret=slack.signing_secret,
        app_token=slack.app_token,
        api_url=slack.api_url,
        clock=real_clock,
    )
    yield adapter
    await adapter.close()


@pytest.fixture
async def office(slack: SandboxSlack, channel: SlackChannel) -> AsyncIterator[Office]:
    desk = Desk(channel)
    server = LoopbackServer(Starlette(routes=list(channel.routes(desk.receive, desk))))
    await server.start()
    events_url = f"{server.url}/slack/events"
    slack.connect(events_url)
    yield Office(slack, channel, desk, events_url)
    await server.stop()
