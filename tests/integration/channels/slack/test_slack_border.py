"""Nothing unsigned, stale or broken crosses the border; both roads in behave alike."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import orjson
import pytest

from channels.errors import ChannelAuthFailed
from channels.reply import Form, FormField
from channels.sandbox.loopback import loopback_client
from channels.sandbox.slack import Fault, SandboxSlack, delivery
from channels.slack.adapter import SlackChannel
from channels.slack.api import SlackApi
from channels.slack.installations import Tokens
from channels.slack.intake import Intake
from channels.slack.reception import Reception
from channels.slack.signature import sign
from channels.slack.socket_mode import SocketMode
from channels.slack.webhook import MAX_BODY

if TYPE_CHECKING:
    from tests.integration.channels.slack.conftest import Office

RITA = "U0RITA"


def real_clock() -> datetime:
    return datetime.now(UTC)


def pressing(action: dict[str, object]) -> bytes:
    """A press of one element, as a form holds it."""
    body = {"type": "block_actions", "team": {"id": "T0SANDBOX"}, "trigger_id": "t", "actions": [action]}
    return urlencode({"payload": orjson.dumps(body).decode()}).encode()


EVENT = orjson.dumps({"type": "event_callback", "team_id": "T0SANDBOX", "event_id": "Ev1", "event": {}})


async def test_unsigned_request_leaves_no_row(office: "Office") -> None:
    assert await office.slack.post_raw(EVENT, {}) == 401
    for stamp in ("soon", "9" * 400, "9" * 5000):
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=ab"}
        assert await office.slack.post_raw(EVENT, headers) == 401
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
    raw = b"{" + b" " * MAX_BODY
    assert await office.slack.post_raw(raw, office.slack.signed(raw)) == 413


async def test_address_is_verified_by_its_challenge(office: "Office") -> None:
    raw = orjson.dumps({"type": "url_verification", "challenge": "abc"})
    async with loopback_client() as http:
        answer = await http.post(office.events_url, content=raw, headers=office.slack.signed(raw))
    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})
    assert office.desk.kept == []


@pytest.mark.parametrize(
    "raw",
    [
        b"ssl_check=1&token=x",
        pressing({"action_id": "link:0", "type": "button"}),
        pressing({"action_id": "lines0", "type": "checkboxes", "selected_options": []}),
    ],
)
async def test_what_asks_nothing_is_answered_and_leaves_no_row(office: "Office", raw: bytes) -> None:
    assert await office.slack.post_raw(raw, office.slack.signed(raw)) == 200
    assert office.desk.kept == []


async def test_unknown_event_is_kept_and_read_as_noise(office: "Office") -> None:
    await office.slack.post_raw(EVENT, office.slack.signed(EVENT))
    (message,) = office.desk.messages
    assert message.external_id == "Ev1"
    assert message.payload["noise"] == "event_callback"


async def test_slacks_own_limit_on_events_is_kept_as_noise(office: "Office") -> None:
    raw = orjson.dumps({"type": "app_rate_limited", "team_id": "T0SANDBOX", "minute_rate_limited": 1})
    await office.slack.post_raw(raw, office.slack.signed(raw))
    assert [message.payload["noise"] for message in office.desk.messages] == ["app_rate_limited"]


@pytest.fixture
async def listening(office: "Office") -> "Office":
    """The same office, connected by Socket Mode instead of HTTP."""
    office.slack.connect("")
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


async def test_broken_socket_is_opened_anew_with_growing_patience(office: "Office") -> None:
    slack, desk = office.slack, office.desk
    slack.connect("")
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    api = SlackApi(slack.api_url)
    reception = Reception(api=api, tokens=Tokens(slack.bot_token, None), intake=Intake(real_clock))
    socket = SocketMode(
        api=api, app_token=slack.app_token, reception=reception, pause=pause, jitter=lambda: 1.0
    )
    slack.fail_next("apps.connections.open", Fault(retry_after=7))
    slack.fail_next("apps.connections.open", Fault(status=500), times=2)
    task = asyncio.create_task(socket.listen(receive=desk.receive, surface=desk))
    await slack.wait_for(lambda: slack.has_socket)
    await slack.drop_socket()
    await slack.wait_for(lambda: slack.has_socket)
    await slack.say(RITA, "", "still there?")
    task.cancel()
    await api.close()
    assert waits == [7.0, 2.0, 4.0, 1.0]
    assert [message.text for message in desk.heard] == ["still there?"]


async def test_event_that_could_not_be_kept_is_sent_again_over_the_socket(
    listening: "Office", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PATIENCE_SECONDS", 0.5)
    slack, desk = listening.slack, listening.desk
    desk.failures = 1
    task = asyncio.create_task(listening.channel.listen(desk.receive))
    await slack.wait_for(lambda: slack.has_socket)
    await slack.say(RITA, "", "hello")
    assert [message.text for message in desk.heard] == ["hello"]
    assert [item.status for item in slack.deliveries] == [0, 200]
    task.cancel()


async def test_forms_open_over_the_socket_once_somebody_answers_for_them(office: "Office") -> None:
    slack = office.slack
    slack.connect("")
    channel = SlackChannel(
        bot_token=slack.bot_token,
        signing_secret="",
        app_token=slack.app_token,
        api_url=slack.api_url,
        clock=real_clock,
    )
    desk = office.desk
    desk.forms["new deal"] = Form(name="deal.new", title="New deal", fields=(FormField("name", "Name"),))
    task = asyncio.create_task(channel.listen(desk.receive))
    await slack.wait_for(lambda: slack.has_socket)
    await slack.command(RITA, "new deal")
    assert [message.text for message in desk.heard] == ["new deal"]
    channel.use_surface(desk)
    await slack.command(RITA, "new deal")
    assert [modal.title for modal in slack.modals(RITA)] == ["New deal"]
    task.cancel()
    await channel.close()
