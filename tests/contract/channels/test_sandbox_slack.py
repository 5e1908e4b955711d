"""The sandbox workspace is Slack to Slack's own libraries: the SDK's client, Socket Mode and Bolt."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from channels.sandbox.loopback import LoopbackServer
from channels.sandbox.slack import Fault, SandboxSlack, SandboxUser, workspace

RITA = SandboxUser(id="U0RITA", email="rita@rapport.example", name="Rita Rep", time_zone="Europe/Berlin")
CARD: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Move Acme?"}},
    {
        "type": "actions",
        "block_id": "b",
        "elements": [
            {
                "type": "button",
                "action_id": "go",
                "value": "1",
                "text": {"type": "plain_text", "text": "Go"},
            }
        ],
    },
]
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    sandbox = SandboxSlack(users=[RITA], clock=lambda: datetime.now(UTC))
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def client(slack: SandboxSlack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def bolt(slack: SandboxSlack, client: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, process_before_response=True)
    handler = AsyncSlackRequestHandler(app)

    async def answer(request: Request) -> Response:
        return await handler.handle(request)

    server = LoopbackServer(Starlette(routes=[Route("/slack/events", answer, methods=["POST"])]))
    await server.start()
    slack.connect(f"{server.url}/slack/events")
    yield app
    await server.stop()


async def test_sdk_reads_people_and_channels(slack: SandboxSlack, client: AsyncWebClient) -> None:
    assert (await client.auth_test())["team_id"] == "T0SANDBOX"
    assert (await client.users_info(user=RITA.id))["user"]["tz"] == "Europe/Berlin"
    assert (await client.users_lookupByEmail(email=RITA.email))["user"]["id"] == RITA.id
    names = [
        channel["name"]
        async for page in await client.conversations_list(limit=2)
        for channel in page["channels"]
    ]
    assert names == ["support", "sales", "general"]


async def test_sdk_posts_updates_and_finds_what_it_posted(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "x", "event_payload": {"key": "k"}}
    posted = await client.chat_postMessage(channel="#sales", text="hi", blocks=CARD, metadata=metadata)
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="bye")
    history = await client.conversations_history(channel=posted["channel"], include_all_metadata=True)
    assert history["messages"][0]["text"] == "bye"
    assert history["messages"][0]["metadata"] == metadata
    await client.chat_postEphemeral(channel=posted["channel"], user=RITA.id, text="psst")
    await client.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert slack.messages("#sales") == []
    assert [item.text for item in slack.ephemerals(RITA.id)] == ["psst"]


async def test_sdk_uploads_a_file(slack: SandboxSlack, client: AsyncWebClient) -> None:
    channel = slack.workspace.channel("#sales").id
    await client.files_upload_v2(filename="a.txt", content="abc", channel=channel, title="A")
    assert [(file.filename, file.content, file.title) for file in slack.files] == [("a.txt", b"abc", "A")]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "#nowhere", "text": "x"}, "channel_not_found"),
        ({"channel": "#sales", "text": ""}, "no_text"),
        ({"channel": "#sales", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "#sales", "blocks": [{"type": "section"}], "text": "x"}, "invalid_blocks"),
        ({"channel": "#sales", "blocks": CARD * 26, "text": "x"}, "invalid_blocks"),
    ],
)
async def test_what_slack_refuses_is_refused(
    client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await client.api_call("chat.postMessage", json=arguments)
    assert refusal.value.response["error"] == error


async def test_reading_methods_take_no_json(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.api_call("users.info", json={"user": RITA.id})


async def test_wrong_token_and_rate_limit_are_told_as_slack_does(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    slack.fail_next("auth.test", Fault(retry_after=3))
    with pytest.raises(SlackApiError) as refusal:
        await client.auth_test()
    assert (refusal.value.response.status_code, refusal.value.response.headers["Retry-After"]) == (429, "3")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await AsyncWebClient(token="xoxb-wrong", base_url=slack.api_url).auth_test()


async def test_trigger_opens_one_form_within_three_seconds_and_no_more(
    slack: SandboxSlack, client: AsyncWebClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace.TRIGGER_SECONDS == 3.0
    trigger = slack.workspace.issue_trigger(RITA.id)
    await client.views_open(trigger_id=trigger, view=FORM)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=FORM)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await client.views_open(trigger_id="made.up", view=FORM)
    later = slack.workspace.issue_trigger(RITA.id)
    monkeypatch.setattr(workspace, "TRIGGER_SECONDS", 0.0)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client.views_open(trigger_id=later, view=FORM)


async def test_bolt_understands_every_request(slack: SandboxSlack, bolt: AsyncApp) -> None:
    seen: list[str] = []

    @bolt.event("app_mention")
    async def on_mention(event: dict[str, Any], say: Any) -> None:
        seen.append(event["text"])
        await say(text="card", blocks=CARD)

    @bolt.event("message")
    async def on_message(event: dict[str, Any]) -> None:
        seen.append(event.get("subtype", "message"))

    @bolt.command("/crm")
    async def on_command(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        seen.append(body["text"])
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await respond("working on it")

    @bolt.action("go")
    async def on_press(ack: Any, action: dict[str, Any]) -> None:
        seen.append(action["value"])
        await ack()

    @bolt.view("form")
    async def on_form(ack: Any, view: dict[str, Any]) -> None:
        name = view["state"]["values"]["name"]["value"]["value"]
        seen.append(name)
        await ack(response_action="errors", errors={"name": "no"}) if name == "bad" else await ack()

    @bolt.shortcut("ticket.create")
    async def on_shortcut(ack: Any, shortcut: dict[str, Any]) -> None:
        seen.append(shortcut["message"]["text"])
        await ack()

    said = await slack.mention(RITA.id, "#sales", "hello")
    await slack.press(slack.answers("#sales")[0], "go", RITA.id)
    await slack.command(RITA.id, "new deal", channel="#sales")
    (modal,) = slack.modals(RITA.id)
    await slack.submit(modal, {"name": "bad"})
    assert modal.errors == {"name": "no"}
    await slack.submit(modal, {"name": "good"})
    await slack.shortcut(RITA.id, "ticket.create", message=said)
    assert slack.modals(RITA.id) == []
    assert [item.text for item in slack.ephemerals(RITA.id)] == ["working on it"]
    hello = "<@U0RAPPORT> hello"
    assert sorted(seen) == sorted(["message", hello, "1", "new deal", "bad", "good", hello])


async def test_bolt_refuses_what_the_sandbox_did_not_sign(slack: SandboxSlack, bolt: AsyncApp) -> None:
    assert await slack.post_raw(b"{}", slack.signed(b"{} ")) == 401


async def test_sdk_connects_by_socket_mode(slack: SandboxSlack, client: AsyncWebClient) -> None:
    socket = SocketModeClient(app_token=slack.app_token, web_client=client)
    heard: asyncio.Queue[str] = asyncio.Queue()

    async def hear(own: Any, request: Any) -> None:
        await own.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        await heard.put(request.payload["event"]["text"])

    socket.socket_mode_request_listeners.append(hear)
    await socket.connect()  # type: ignore[no-untyped-call]
    await slack.wait_for(lambda: slack.has_socket)
    await slack.say(RITA.id, "", "hello")
    assert heard.get_nowait() == "hello"
    assert [item.status for item in slack.deliveries] == [200]
    await socket.close()  # type: ignore[no-untyped-call]
