"""The app is installed in a workspace by OAuth, removed, and installed again."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette

from channels.contract import Address, Kind, OutboundMessage
from channels.errors import ChannelAuthFailed, MessageRejected
from channels.reply import Reply
from channels.sandbox.loopback import LoopbackServer
from channels.sandbox.slack import SandboxSlack
from channels.sandbox.slack.consent import CLIENT_ID, CLIENT_SECRET
from channels.slack.adapter import SlackChannel
from channels.slack.installations import MemoryInstallations
from channels.slack.oauth import OAuthApp

if TYPE_CHECKING:
    from channels.contract import InboundMessage, Received
    from channels.reply import Form

RITA = "U0RITA"


class Shop:
    """An application that has no token of its own: each workspace installs it."""

    def __init__(self, slack: SandboxSlack) -> None:
        self.slack = slack
        self.installations = MemoryInstallations()
        self.heard: list[InboundMessage] = []
        self.channel = SlackChannel(
            bot_token="",
            signing_secret=slack.signing_secret,
            app_token="",
            api_url=slack.api_url,
            clock=slack.workspace.clock,
            installations=self.installations,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
        )
        self.server = LoopbackServer(Starlette(routes=list(self.channel.routes(self.receive, self))))

    async def receive(self, received: "Received") -> bool:
        self.heard.append(self.channel.read(received))
        return True

    async def form_for(self, message: "InboundMessage") -> "Form | None":
        return None

    async def form_errors(self, message: "InboundMessage") -> dict[str, str]:
        return {}

    async def greet(self) -> None:
        reply, account = Reply(text="hello"), self.slack.workspace.team_id
        await self.channel.send(
            OutboundMessage(key="k", channel="slack", account=account, to=Address(RITA), reply=reply)
        )

    async def install(self) -> httpx.Response:
        async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
            return await browser.get(f"{self.server.url}/slack/install")


@pytest.fixture
async def shop(slack: SandboxSlack) -> AsyncIterator[Shop]:
    shop = Shop(slack)
    await shop.server.start()
    slack.connect(f"{shop.server.url}/slack/events")
    yield shop
    await shop.channel.close()
    await shop.server.stop()


async def test_workspace_without_an_installation_is_told_to_install(shop: Shop) -> None:
    with pytest.raises(ChannelAuthFailed, match="T0SANDBOX"):
        await shop.greet()


async def test_check_of_an_app_nobody_installed_yet_says_where_to(shop: Shop) -> None:
    found = await shop.channel.check()
    assert found.is_ok
    assert "/slack/install" in found.detail


async def test_guest_of_a_strange_workspace_is_a_stranger(shop: Shop) -> None:
    with pytest.raises(MessageRejected) as stranger:
        await shop.channel.profile("T9/U9")
    assert stranger.value.reason == "user_not_found"


async def test_installed_workspace_is_served_with_its_own_token(shop: Shop) -> None:
    page = await shop.install()
    assert (page.status_code, "Say hello" in page.text) == (200, True)
    await shop.greet()
    kept = await shop.installations.find("T0SANDBOX")
    assert kept is not None
    assert "chat:write" in kept.scopes
    assert kept.bot_token not in repr(kept)


async def test_removed_app_is_noticed_refused_and_may_be_installed_again(shop: Shop) -> None:
    await shop.install()
    await shop.slack.uninstall()
    assert shop.heard[-1].kind is Kind.UNINSTALLED
    with pytest.raises(ChannelAuthFailed, match="invalid_auth"):
        await shop.greet()
    await shop.channel.forget(shop.heard[-1].account)
    with pytest.raises(ChannelAuthFailed, match="not installed"):
        await shop.greet()
    await shop.install()
    await shop.greet()


async def test_file_is_fetched_with_the_token_of_the_workspace_that_keeps_it(shop: Shop) -> None:
    await shop.install()
    await shop.slack.say(RITA, "", "see this", files={"offer.pdf": b"%PDF-offer"})
    (file,) = shop.heard[-1].remote_files
    assert await shop.channel.fetch(file, max_bytes=100) == b"%PDF-offer"


async def test_whole_organisation_and_changing_tokens_are_declined(shop: Shop) -> None:
    shop.slack.consent.has_rotation = True
    rotating = await shop.install()
    assert (rotating.status_code, "token rotation" in rotating.text) == (400, True)
    shop.slack.consent.has_rotation, shop.slack.consent.is_organisation = False, True
    everywhere = await shop.install()
    assert (everywhere.status_code, "organisation" in everywhere.text) == (400, True)
    assert await shop.installations.find("T0SANDBOX") is None


async def test_foreign_or_old_answer_installs_nothing(shop: Shop) -> None:
    app = OAuthApp(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, api_url="")
    now = shop.slack.workspace.now()
    url = f"{shop.server.url}/slack/oauth"
    attempts = (
        {"code": "c", "state": app.state("mine", now)},
        {"code": "c", "state": app.state("other", now - 700)},
        {"code": "c", "state": "other.1.ff"},
        {"code": "c"},
        {"state": app.state("other", now)},
        {"code": "made-up", "state": app.state("other", now)},
    )
    async with httpx.AsyncClient(trust_env=False) as browser:
        answers = [
            await browser.get(url, params=params, headers={"Cookie": "slack_install=other"})
            for params in attempts
        ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 400, 502]
    assert await shop.installations.find("T0SANDBOX") is None
