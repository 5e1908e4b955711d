"""What Slack refuses, loses or no longer has, each with its name."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from channels.contract import Address, OutboundKind, RemoteFile
from channels.errors import ChannelAuthFailed, ChannelUnavailable, DeliveryUnknown, MessageRejected
from channels.sandbox.loopback import LoopbackServer
from channels.sandbox.slack import Fault, SandboxMessage
from channels.slack.adapter import SlackChannel
from tests.integration.channels.slack.said import MAX, RITA

if TYPE_CHECKING:
    from tests.integration.channels.slack.conftest import Office


async def test_rate_limit_says_when_to_come_back(office: "Office") -> None:
    office.slack.fail_next("chat.postMessage", Fault(retry_after=17))
    with pytest.raises(ChannelUnavailable) as failure:
        await office.channel.send(office.outbound("hi", to="#sales"))
    assert failure.value.retry_after == 17


@pytest.mark.parametrize("word", ["invalid_auth", "token_revoked", "account_inactive", "missing_scope"])
async def test_refused_token_needs_a_person(office: "Office", word: str) -> None:
    office.slack.fail_next("chat.postMessage", Fault(error=word))
    with pytest.raises(ChannelAuthFailed, match=word):
        await office.channel.send(office.outbound("hi", to="#sales"))


async def test_message_to_nowhere_is_rejected(office: "Office") -> None:
    with pytest.raises(MessageRejected) as failure:
        await office.channel.send(office.outbound("hi", to="#nowhere"))
    assert failure.value.reason == "channel_not_found"
    office.slack.workspace.channel("#sales").is_archived = True
    with pytest.raises(MessageRejected) as failure:
        await office.channel.send(office.outbound("hi", to="#sales"))
    assert failure.value.reason == "is_archived"


async def test_lost_answer_is_unknown_and_found_by_its_key(office: "Office") -> None:
    message = office.outbound("hi", to="#sales", key="delivery-9")
    office.slack.fail_next("chat.postMessage", Fault(is_answer_lost=True))
    with pytest.raises(DeliveryUnknown):
        await office.channel.send(message)
    found = await office.channel.find_sent(replace(message, to=Address("#sales")))
    (posted,) = office.slack.answers("#sales")
    assert found is not None
    assert found.external_id == posted.id


async def test_lost_answer_is_found_at_the_end_of_a_long_thread(office: "Office") -> None:
    root = await office.slack.say(RITA, "#sales", "a long story")
    for number in range(250):
        line = SandboxMessage(
            root.channel, office.slack.workspace.next_ts(), RITA, f"line {number}", thread_ts=root.ts
        )
        office.slack.workspace.messages.append(line)
    message = office.outbound("hi", conversation=root.id, key="delivery-9")
    office.slack.fail_next("chat.postMessage", Fault(is_answer_lost=True))
    with pytest.raises(DeliveryUnknown):
        await office.channel.send(message)
    found = await office.channel.find_sent(message)
    assert found is not None
    assert found.external_id == office.slack.answers("#sales")[-1].id
    assert found.conversation_key == root.id


async def test_message_slack_never_took_is_not_found(office: "Office") -> None:
    office.slack.fail_next("chat.postMessage", Fault(status=500))
    root = await office.slack.say(RITA, "#sales", "hello")
    message = office.outbound("hi", conversation=root.id, key="delivery-9")
    with pytest.raises(DeliveryUnknown):
        await office.channel.send(message)
    assert await office.channel.find_sent(message) is None


async def test_lost_answer_to_an_update_may_be_tried_again(office: "Office") -> None:
    sent = await office.channel.send(office.outbound("open", to="#support"))
    office.slack.fail_next("chat.update", Fault(is_answer_lost=True))
    with pytest.raises(ChannelUnavailable):
        await office.channel.send(
            office.outbound("solved", kind=OutboundKind.UPDATE, replaces=sent.external_id)
        )


async def test_private_message_whose_answer_was_lost_cannot_be_looked_up(office: "Office") -> None:
    asked = await office.slack.say(RITA, "#sales", "hello")
    whisper = office.outbound("psst", kind=OutboundKind.PRIVATE, conversation=asked.id)
    office.slack.fail_next("chat.postEphemeral", Fault(is_answer_lost=True))
    with pytest.raises(DeliveryUnknown):
        await office.channel.send(whisper)
    with pytest.raises(DeliveryUnknown):
        await office.channel.find_sent(whisper)


async def test_private_message_among_direct_messages_is_found_by_its_key(office: "Office") -> None:
    await office.slack.say(RITA, "", "hello")
    whisper = office.outbound("psst", kind=OutboundKind.PRIVATE, conversation="D0RITA:", key="delivery-9")
    office.slack.fail_next("chat.postMessage", Fault(is_answer_lost=True))
    with pytest.raises(DeliveryUnknown):
        await office.channel.send(whisper)
    found = await office.channel.find_sent(whisper)
    assert found is not None
    assert found.external_id == office.slack.answers("", user=RITA)[0].id


async def test_answer_where_it_was_pressed_may_be_asked_to_come_back_too(office: "Office") -> None:
    async def busy(_: Request) -> Response:
        return Response(status_code=429, headers={"Retry-After": "7"})

    server = LoopbackServer(Starlette(routes=[Route("/busy", busy, methods=["POST"])]))
    await server.start()
    with pytest.raises(ChannelUnavailable) as failure:
        await office.channel.send(
            office.outbound("solved", kind=OutboundKind.UPDATE, replaces=f"{server.url}/busy")
        )
    await server.stop()
    assert failure.value.retry_after == 7


async def test_server_that_is_gone_is_unavailable(office: "Office") -> None:
    await office.slack.stop()
    with pytest.raises(ChannelUnavailable):
        await office.channel.send(office.outbound("hi", to="#sales"))


async def test_profile_is_fetched_once(office: "Office") -> None:
    first = await office.channel.profile("T0SANDBOX/U0RITA")
    await office.channel.profile("T0SANDBOX/U0RITA")
    assert (first.email, first.name, first.time_zone) == (
        "rita@rapport.example",
        "Rita Rep",
        "Europe/Berlin",
    )
    assert [call.method for call in office.slack.calls] == ["users.info"]
    with pytest.raises(MessageRejected, match="user_not_found"):
        await office.channel.profile("T0SANDBOX/U0NOBODY")


async def test_colleague_is_found_by_address(office: "Office") -> None:
    assert await office.channel.user_by_email("max@rapport.example") == MAX
    assert await office.channel.user_by_email("nobody@rapport.example") == ""


async def test_file_past_its_limit_or_gone_is_rejected(office: "Office") -> None:
    await office.slack.say(RITA, "", "see this", files={"offer.pdf": b"%PDF" * 100})
    (file,) = office.desk.heard[0].remote_files
    with pytest.raises(MessageRejected) as failure:
        await office.channel.fetch(file, max_bytes=100)
    assert failure.value.reason == "file_too_large"
    gone = RemoteFile(url=file.url.replace("-F0", "-F9"), filename="x", content_type="text/plain")
    with pytest.raises(MessageRejected) as failure:
        await office.channel.fetch(gone, max_bytes=100)
    assert failure.value.reason == "file_not_found"


@pytest.mark.parametrize("url", ["https://files.elsewhere.example/T0SANDBOX-F1/x", "file:///etc/passwd", ""])
async def test_token_is_shown_to_slack_alone(office: "Office", url: str) -> None:
    with pytest.raises(MessageRejected) as failure:
        await office.channel.fetch(RemoteFile(url, "x", "text/plain"), max_bytes=100)
    assert failure.value.reason == "foreign_file"


async def test_check_logs_in_and_says_what_is_wrong(office: "Office") -> None:
    good = await office.channel.check()
    assert good.is_ok
    assert good.detail == "Logged in to sandbox as rapport."
    astray = SlackChannel(
        bot_token=office.slack.bot_token,
        signing_secret="s",
        app_token="",
        api_url=office.slack.api_url,
        clock=lambda: datetime.now(UTC),
        channels=("#support", "#nowhere"),
    )
    assert (await astray.check()).detail == "Slack knows no channel #nowhere."
    await astray.close()
    office.slack.fail_next("apps.connections.open", Fault(error="invalid_auth"))
    assert not (await office.channel.check()).is_ok
    await office.slack.uninstall()
    bad = await office.channel.check()
    assert not bad.is_ok
    assert "invalid_auth" in bad.detail
