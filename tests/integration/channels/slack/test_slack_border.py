"""Nothing unsigned, stale or broken crosses the border; both roads in behave alike."""

import asyncio
from typing import TYPE_CHECKING

import orjson
import pytest

from channels.contract import ChannelAuthFailed
from channels.reply import Form, FormField
from channels.sandbox.slack import SandboxSlack
from channels.slack.adapter import SlackChannel
from channels.slack.signature import sign

if TYPE_CHECKING:
    from tests.integration.channels.slack.conftest import Office

RITA = "U0RITA"
EVENT = orjson.dumps({"type": "event_callback", "team_id": "T0SANDBOX", "event_id": "Ev1", "event": {}})


async def test_unsigned_request_leaves_no_row(office: "Office") -> None:
    assert await office.slack.post_raw(EVENT, {}) == 401
    assert await office.slack.post_raw(EVENT, {"X-Slack-Request-Timestamp": "soon"}) == 401
    assert office.desk.kept == []


async def test_changed_body_is_refused(office: "Office") -> None:
    headers = office.slack.signed(EVENT)
    assert await office.slack.post_raw(EVENT + b" ", headers) == 401
    assert await office.slack.post_raw(EVENT, headers) == 200


async def test_stale_request_is_refused_though_well_signed(office: "Office") -> None:
    stamp = str(int(office.slack.workspace.now()) - 301)
    signature = sign(EVENT, secret=office.slack.signing_secret, timestamp=stamp)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
    assert await office.slack.post_raw(EVENT, headers) == 401
    assert office.desk.kept == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b"payload=%7B"])
async def test_signed_nonsense_is_told_so(office: "Office", raw: bytes) -> None:
    assert await office.slack.post_raw(raw, office.slack.signed(raw)) == 400


async def test_body_past_the_limit_is_refused(office: "Office") -> None:
    raw = b"{" + b" " * 3_000_001
    assert await office.slack.post_raw(raw, office.slack.signed(raw)) == 413


async def test_address_is_verified_by_its_challenge(office: "Office") -> None:
    raw = orjson.dumps({"type": "url_verification", "challenge": "abc"})
    assert await office.slack.post_raw(raw, office.slack.signed(raw)) == 200
    assert office.desk.kept == []


async def test_unknown_event_is_kept_and_read_as_noise(office: "Office") -> None:
    await office.slack.post_raw(EVENT, office.slack.signed(EVENT))
    (message,) = office.desk.messages
    assert message.external_id == "Ev1"
    assert message.payload["noise"] == "unreadable"


@pytest.fixture
async def listening(office: "Office") -> "Office":
    """The same office, connected by Socket Mode instead of HTTP."""
    office.slack.connect("")
    office.channel.use_surface(office.desk)
    return office


async def test_socket_mode_hears_what_http_hears(listening: "Office") -> None:
    slack, desk = listening.slack, listening.desk
    desk.forms["new deal"] = Form(name="deal.new", title="New deal", fields=(FormField("name", "Name"),))
    task = asyncio.create_task(listening.channel.listen(desk.receive))
    await slack.wait_for(lambda: slack.has_socket)
    await slack.say(RITA, "", "hello")
    await slack.command(RITA, "new deal")
    (modal,) = slack.modals(RITA)
    desk.wrong = {"name": "Too short."}
    await slack.submit(modal, {"name": "A"})
    assert modal.errors == {"name": "Too short."}
    desk.wrong = {}
    await slack.submit(modal, {"name": "Acme"})
    assert not modal.is_open
    assert [message.kind for message in desk.heard] == ["message", "submission"]
    assert {item.status for item in slack.deliveries} == {200}
    task.cancel()


async def test_socket_is_opened_anew_when_slack_asks(listening: "Office") -> None:
    slack, desk = listening.slack, listening.desk
    task = asyncio.create_task(listening.channel.listen(desk.receive))
    await slack.wait_for(lambda: slack.has_socket)
    await slack.renew_socket()
    await slack.wait_for(lambda: slack.has_socket)
    await slack.say(RITA, "", "still there?")
    assert [message.text for message in desk.heard] == ["still there?"]
    task.cancel()


async def test_refused_app_token_ends_listening(slack: SandboxSlack) -> None:
    channel = SlackChannel(
        bot_token=slack.bot_token,
        signing_secret="",
        app_token="xapp-wrong",
        api_url=slack.api_url,
        clock=lambda: pytest.fail("nothing arrives"),
    )

    async def receive(_: object) -> bool:
        return True

    with pytest.raises(ChannelAuthFailed):
        await channel.listen(receive)
    await channel.close()
