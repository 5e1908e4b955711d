"""What we send by Twilio, and what may go wrong."""

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from channels.contract import Address, File, Kind, OutboundMessage
from channels.errors import ChannelAuthFailed, ChannelUnavailable, DeliveryUnknown, MessageRejected
from channels.reply import Reply
from channels.sms.adapter import TwilioChannel
from tests.fixtures.clock import FrozenClock
from tests.integration.channels.sms.conftest import ACCOUNT, CUSTOMER, OWN, OWN_WHATSAPP, TOKEN, Line


def text_to(number: str, text: str, *, channel: str = "sms", files: tuple[File, ...] = ()) -> OutboundMessage:
    return OutboundMessage(
        key="delivery-1", channel=channel, account="", to=Address(number), reply=Reply(text=text), files=files
    )


async def test_a_text_arrives_and_its_delivery_is_reported(line: Line) -> None:
    sent = await line.channel.send(text_to(CUSTOMER, "We’re on it"))
    await line.sandbox.settled()
    (text,) = line.sandbox.messages_to(CUSTOMER)
    assert (text.body, text.sender, text.sid) == ("We're on it", OWN, sent.external_id)
    reports = [line.channel.read(received) for received in line.ledger.kept]
    assert [report.kind for report in reports] == [Kind.STATUS, Kind.STATUS]
    assert [report.payload["state"] for report in reports] == ["sent", "delivered"]
    assert {report.payload["external_id"] for report in reports} == {sent.external_id}
    assert {report.payload["key"] for report in reports} == {"delivery-1"}
    assert {received.external_id for received in line.ledger.kept} == {
        f"{sent.external_id}:sent",
        f"{sent.external_id}:delivered",
    }


async def test_the_conversation_is_the_same_in_both_directions(line: Line) -> None:
    await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body="Hello")
    sent = await line.channel.send(text_to(CUSTOMER, "Hello"))
    assert sent.conversation_key == line.channel.read(line.ledger.kept[0]).conversation_key


async def test_whatsapp_is_sent_from_the_whatsapp_number(line: Line) -> None:
    await line.sandbox.text(sender=f"whatsapp:{CUSTOMER}", recipient=OWN_WHATSAPP, body="Hi")
    await line.channel.send(text_to(CUSTOMER, "Hello", channel="whatsapp"))
    (text,) = line.sandbox.messages_to(f"whatsapp:{CUSTOMER}")
    assert text.sender == OWN_WHATSAPP
    await line.sandbox.settled()
    assert text.status == "delivered"


async def test_words_in_an_approved_template_pass_a_closed_whatsapp_window(line: Line) -> None:
    words = text_to(CUSTOMER, "Your bike\nis ready.", channel="whatsapp")
    await line.channel.send(replace(words, template="HX" + "1" * 32))
    await line.sandbox.settled()
    (text,) = line.sandbox.messages_to(f"whatsapp:{CUSTOMER}")
    assert (text.status, text.body, text.template) == ("delivered", "Your bike is ready.", "HX" + "1" * 32)


async def test_a_closed_whatsapp_window_is_reported_with_its_reason(line: Line) -> None:
    await line.channel.send(text_to(CUSTOMER, "Hello", channel="whatsapp"))
    await line.sandbox.settled()
    report = line.channel.read(line.ledger.kept[-1])
    assert (report.payload["state"], report.payload["error"]) == ("failed", "window_closed")
    assert "24 hours" in str(report.payload["detail"])


@pytest.mark.parametrize(
    ("code", "reason", "is_permanent"),
    [(30003, "unreachable", False), (30005, "unknown_address", True), (30007, "filtered", False)],
)
async def test_a_failed_delivery_says_why(line: Line, code: int, reason: str, is_permanent: bool) -> None:
    line.sandbox.account.undeliverable[CUSTOMER] = code
    await line.channel.send(text_to(CUSTOMER, "Hello"))
    await line.sandbox.settled()
    payload = line.channel.read(line.ledger.kept[-1]).payload
    assert (payload["state"], payload["error"], payload["error_code"]) == ("failed", reason, code)
    assert payload["is_permanent"] is is_permanent


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+15005550001", "unknown_address"),
        ("+15005550004", "opted_out"),
        ("+15005550009", "unknown_address"),
        ("not a number", "unknown_address"),
        (OWN, "own_address"),
    ],
)
async def test_a_recipient_who_cannot_be_texted_is_rejected(line: Line, number: str, reason: str) -> None:
    with pytest.raises(MessageRejected) as caught:
        await line.channel.send(text_to(number, "Hello"))
    assert caught.value.reason == reason


async def test_after_stop_nothing_is_sent_until_start(line: Line) -> None:
    await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body="STOP")
    with pytest.raises(MessageRejected) as caught:
        await line.channel.send(text_to(CUSTOMER, "Hello"))
    assert caught.value.reason == "opted_out"
    await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body="start")
    assert (await line.channel.send(text_to(CUSTOMER, "Hello"))).external_id


async def test_too_many_requests_are_tried_again_when_twilio_says(line: Line) -> None:
    line.sandbox.refuse_next(20429)
    with pytest.raises(ChannelUnavailable) as caught:
        await line.channel.send(text_to(CUSTOMER, "Hello"))
    assert caught.value.retry_after == 1.0


async def test_a_lost_answer_is_unknown_and_found_in_the_list(line: Line) -> None:
    line.sandbox.lose_next_answer()
    message = text_to(CUSTOMER, "Hello")
    with pytest.raises(DeliveryUnknown):
        await line.channel.send(message)
    found = await line.channel.find_sent(message)
    assert found is not None
    await line.sandbox.settled()
    assert line.channel.read(line.ledger.kept[0]).payload["key"] == message.key
    assert found.external_id == line.sandbox.messages_to(CUSTOMER)[0].sid


async def test_a_message_never_taken_is_not_found(line: Line) -> None:
    await line.channel.send(text_to(CUSTOMER, "Something else"))
    assert await line.channel.find_sent(text_to(CUSTOMER, "Hello")) is None


async def test_a_silent_twilio_leaves_the_delivery_unknown() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    channel = a_channel(f"http://127.0.0.1:{port}", patience=0.2)
    with pytest.raises(DeliveryUnknown):
        await channel.send(text_to(CUSTOMER, "Hello"))
    with pytest.raises(DeliveryUnknown):
        await channel.find_sent(text_to(CUSTOMER, "Hello"))
    await channel.close()
    server.close()


async def test_an_unreachable_twilio_took_nothing() -> None:
    channel = a_channel("http://127.0.0.1:9")
    with pytest.raises(ChannelUnavailable):
        await channel.send(text_to(CUSTOMER, "Hello"))
    assert not (await channel.check()).is_ok
    await channel.close()


async def test_a_twilio_that_lets_nobody_connect_took_nothing() -> None:
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())
        channel = a_channel(f"http://127.0.0.1:{deaf.getsockname()[1]}", patience=0.4)
        with pytest.raises(ChannelUnavailable):
            await channel.send(text_to(CUSTOMER, "Hello"))
        await channel.close()


async def test_wrong_credentials_are_for_a_person_to_mend(line: Line) -> None:
    channel = a_channel(line.sandbox.url, token="wrong")
    with pytest.raises(ChannelAuthFailed):
        await channel.send(text_to(CUSTOMER, "Hello"))
    result = await channel.check()
    assert not result.is_ok
    await channel.close()


async def test_the_check_logs_in(line: Line) -> None:
    result = await line.channel.check()
    assert result.is_ok
    assert "active" in result.detail


async def test_a_long_text_is_sent_in_numbered_messages(line: Line) -> None:
    await line.channel.send(text_to(CUSTOMER, "word " * 700))
    bodies = [text.body for text in line.sandbox.messages_to(CUSTOMER)]
    assert len(bodies) == 3
    assert [body.split(" ", 1)[0] for body in bodies] == ["(1/3)", "(2/3)", "(3/3)"]
    assert sum(body.count("word") for body in bodies) == 700


async def test_a_second_try_of_a_long_text_sends_only_what_is_missing(line: Line) -> None:
    message = text_to(CUSTOMER, "word " * 700)
    line.sandbox.lose_next_answer()
    with pytest.raises(DeliveryUnknown):
        await line.channel.send(message)
    assert await line.channel.find_sent(message) is None
    await line.channel.send(message)
    bodies = [text.body for text in line.sandbox.messages_to(CUSTOMER)]
    assert len(bodies) == len(set(bodies)) == 3
    assert await line.channel.find_sent(message) is not None


async def test_the_same_long_text_an_hour_later_is_sent_again(line: Line, clock: FrozenClock) -> None:
    for key in ("delivery-1", "delivery-2"):
        message = replace(
            text_to(CUSTOMER, "word " * 700), key=key, written_at=clock.advance(timedelta(hours=1))
        )
        await line.channel.send(message)
    bodies = [text.body for text in line.sandbox.messages_to(CUSTOMER)]
    assert (len(bodies), len(set(bodies))) == (6, 3)


async def test_an_endless_text_is_rejected_before_anything_is_sent(line: Line) -> None:
    with pytest.raises(MessageRejected) as caught:
        await line.channel.send(text_to(CUSTOMER, "word " * 5000))
    assert caught.value.reason == "too_long"
    assert line.sandbox.messages_to(CUSTOMER) == []


async def test_an_empty_text_is_rejected(line: Line) -> None:
    with pytest.raises(MessageRejected) as caught:
        await line.channel.send(text_to(CUSTOMER, "  "))
    assert caught.value.reason == "empty"


async def test_files_go_out_by_an_address_twilio_can_fetch(line: Line) -> None:
    async def publish(file: File) -> str:
        return f"https://crm.example.com/files/{file.filename}"

    channel = a_channel(line.sandbox.url, publish_file=publish)
    photo = File("photo.png", "image/png", b"png")
    await channel.send(text_to(CUSTOMER, "Look", files=(photo,)))
    await channel.close()
    assert line.sandbox.messages_to(CUSTOMER)[0].media_urls == ["https://crm.example.com/files/photo.png"]


async def test_files_without_such_an_address_are_rejected_with_a_reason(line: Line) -> None:
    with pytest.raises(MessageRejected) as caught:
        await line.channel.send(text_to(CUSTOMER, "Look", files=(File("a.png", "image/png", b"x"),)))
    assert caught.value.reason == "media_refused"


def a_channel(
    api_url: str, *, token: str = TOKEN, patience: float = 5.0, publish_file: object = None
) -> TwilioChannel:
    return TwilioChannel(
        account_sid=ACCOUNT,
        auth_token=token,
        from_numbers=[OWN],
        public_url="https://crm.example.com",
        api_url=api_url,
        clock=FrozenClock(),
        patience=patience,
        publish_file=publish_file,  # type: ignore[arg-type]
    )


async def test_a_template_is_filled_in_by_all_its_variables_and_found_again(line: Line) -> None:
    words = text_to(CUSTOMER, "At five.", channel="whatsapp")
    asked = replace(words, template="HX" + "2" * 32, template_values=("Sam", "At\nfive."))
    sent = await line.channel.send(asked)
    [text] = line.sandbox.messages_to(f"whatsapp:{CUSTOMER}")
    assert (text.body, text.template) == ("Sam, At five.", asked.template)
    assert await line.channel.find_sent(asked) == sent
    assert await line.channel.find_sent(replace(asked, template_values=("Kim",))) is None
