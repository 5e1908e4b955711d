"""What every adapter must keep to, whatever its provider: one suite, run against each."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.contract import (
    Address,
    Channel,
    CheckResult,
    InboundMessage,
    OutboundMessage,
    Received,
    RemoteFile,
)
from channels.email.adapter import EmailChannel
from channels.email.addresses import parse_imap_url, parse_smtp_url
from channels.email.cursor import MemoryCursorStore
from channels.errors import ChannelError, ChannelUnavailable, DeliveryUnknown
from channels.reply import Action, Chart, Fact, Line, Reply, Section, Series, Table
from channels.slack.adapter import SlackChannel
from channels.sms.adapter import TwilioChannel
from channels.webchat.adapter import WebChatChannel
from channels.webchat.lines import ChatLine
from tests.fixtures.clock import FrozenClock

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NOBODY = "127.0.0.1:9"
RICH = Reply(
    text="Hello",
    title="Title",
    facts=(Fact("a", "b"),),
    lines=(Line("1", "Stage", "x", "y"),),
    table=Table(("a", "b"), (("1", "2"),), total_rows=9),
    chart=Chart("c", ("x",), (Series("s", (1.0,)),), alt="one x"),
    sections=(Section("s", "t", (Fact("a", "b"),), (Action("n", "l", url="https://x.example"),)),),
    actions=(Action("n", "l", value="v"),),
    footnote="f",
)


def email() -> Channel:
    return EmailChannel(
        mailboxes=[parse_imap_url(f"imap://support%40acme.test:x@{NOBODY}")],
        relay=parse_smtp_url(f"smtp://{NOBODY}"),
        mail_from="Acme <support@acme.test>",
        secret_key="secret",
        cursors=MemoryCursorStore(),
        trusted_auth_servers=(),
        clock=FrozenClock(),
    )


def twilio() -> Channel:
    return TwilioChannel(
        account_sid="AC1",
        auth_token="token",
        from_numbers=["+15005550006", "whatsapp:+15005550006"],
        public_url="https://crm.example.com",
        api_url=f"http://{NOBODY}",
        clock=FrozenClock(),
    )


def slack() -> Channel:
    return SlackChannel(
        bot_token="xoxb-1",
        signing_secret="secret",
        app_token="",
        api_url=f"http://{NOBODY}/api/",
        clock=FrozenClock(),
    )


def webchat() -> Channel:
    return WebChatChannel(clock=FrozenClock(), secret_key="secret", lines=NoLines())


class NoLines:
    """Nothing was said yet."""

    async def history(self, visitor: str, *, limit: int) -> Sequence[ChatLine]:
        return ()

    async def said_since(self, visitors: Sequence[str], since: datetime) -> Sequence[tuple[str, ChatLine]]:
        return ()

    async def note_shown(self, visitor: str, ids: Sequence[str]) -> None:
        return None


ADDRESSES = {"email": "bob@customer.example", "sms": "+4915112345678", "slack": "T1/U1", "webchat": "v-1"}
EVENTS = ("", "message", "status", "ringing", "voicemail", "transcription", "nonsense")

every_adapter = pytest.mark.parametrize("make", [email, twilio, slack, webchat])
every_provider = pytest.mark.parametrize("make", [email, twilio, slack])


def to_bob(channel: Channel) -> OutboundMessage:
    address = Address(ADDRESSES[channel.name])
    return OutboundMessage("k", channel.name, "", address, RICH, subject="Hello")


@every_adapter
def test_it_is_a_channel_and_made_without_a_connection(make: Callable[[], Channel]) -> None:
    assert isinstance(make(), Channel)
    assert make().name in ADDRESSES


@every_adapter
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(raw=st.binary(max_size=200) | st.text(max_size=200).map(str.encode), event=st.sampled_from(EVENTS))
def test_reading_is_total_and_pure(make: Callable[[], Channel], raw: bytes, event: str) -> None:
    channel = make()
    received = Received(channel.name, "account", "id", "key", raw, AT, {"event": event} if event else {})
    message = channel.read(received)
    assert isinstance(message, InboundMessage)
    assert (message.channel, message.account, message.external_id) == (channel.name, "account", "id")
    assert message.sent_at.tzinfo is not None
    assert channel.read(received) == message


@every_provider
async def test_an_unreachable_provider_is_a_channel_error(make: Callable[[], Channel]) -> None:
    channel = make()
    with pytest.raises(ChannelError) as caught:
        await channel.send(to_bob(channel))
    assert caught.value.code
    assert str(caught.value).endswith((".", "!"))
    await channel.close()


@every_provider
async def test_a_look_up_finds_nothing_or_says_that_it_cannot_know(make: Callable[[], Channel]) -> None:
    channel = make()
    with suppress(DeliveryUnknown, ChannelUnavailable):
        assert await channel.find_sent(to_bob(channel)) is None
    await channel.close()


@every_provider
async def test_the_check_never_raises_and_says_what_is_wrong(make: Callable[[], Channel]) -> None:
    channel = make()
    result = await channel.check()
    await channel.close()
    assert isinstance(result, CheckResult)
    assert not result.is_ok
    assert result.detail


@every_adapter
async def test_a_foreign_file_is_not_fetched(make: Callable[[], Channel]) -> None:
    channel = make()
    with pytest.raises(ChannelError):
        await channel.fetch(RemoteFile("file:///etc/passwd", "x", "text/plain"), max_bytes=10)
    await channel.close()


@every_adapter
async def test_closing_twice_is_no_error(make: Callable[[], Channel]) -> None:
    channel = make()
    await channel.close()
    await channel.close()
