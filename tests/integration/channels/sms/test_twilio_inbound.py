"""What Twilio tells us: checked, kept, read."""

from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from channels.contract import File, Kind, RemoteFile
from channels.errors import MessageRejected
from channels.sandbox.loopback import LoopbackServer, loopback_client
from channels.sms.adapter import TwilioChannel
from channels.sms.signature import sign
from tests.fixtures.clock import FrozenClock
from tests.integration.channels.sms.conftest import CUSTOMER, OWN, OWN_WHATSAPP, TOKEN, Line


async def post(line: Line, path: str, fields: list[tuple[str, str]], signature: str) -> httpx.Response:
    async with loopback_client() as http:
        body = urlencode(fields)
        headers = {
            "X-Twilio-Signature": signature,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return await http.post(line.app_url + path, content=body, headers=headers)


async def test_a_text_is_kept_and_read(line: Line) -> None:
    answer = await line.sandbox.text(
        sender=CUSTOMER, recipient=OWN, body="Hello, is anybody there? Grüße & +1"
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    (received,) = line.ledger.kept
    assert (received.channel, received.account) == ("sms", OWN)
    assert received.external_id.startswith("SM")
    message = line.channel.read(received)
    assert message.kind is Kind.MESSAGE
    assert message.sender.address == CUSTOMER
    assert message.new_text == "Hello, is anybody there? Grüße & +1"
    assert message.conversation_key == received.ordering_key == "|".join(sorted((CUSTOMER, OWN)))


async def test_a_whatsapp_message_keeps_its_channel_and_its_writers_name(line: Line) -> None:
    await line.sandbox.text(sender=f"whatsapp:{CUSTOMER}", recipient=OWN_WHATSAPP, body="Hi", name="Ana")
    message = line.channel.read(line.ledger.kept[0])
    assert message.channel == "whatsapp"
    assert message.sender.address == CUSTOMER
    assert message.sender.name == "Ana"


async def test_a_false_signature_is_refused_and_nothing_is_kept(line: Line) -> None:
    fields = [("MessageSid", "SM1"), ("From", CUSTOMER), ("To", OWN), ("Body", "Hi")]
    answer = await post(line, "/twilio/messages", fields, "bm90IHRoZSBzaWduYXR1cmU=")
    assert answer.status_code == 403
    assert line.ledger.kept == []


async def test_a_signature_for_other_fields_is_refused(line: Line) -> None:
    fields = [("MessageSid", "SM1"), ("From", CUSTOMER), ("To", OWN), ("Body", "Hi")]
    signature = sign(f"{line.app_url}/twilio/messages", fields, auth_token=TOKEN)
    changed = [*fields[:-1], ("Body", "Send me money")]
    assert (await post(line, "/twilio/messages", changed, signature)).status_code == 403
    assert (await post(line, "/twilio/status", fields, signature)).status_code == 403
    assert line.ledger.kept == []


async def test_a_signature_beyond_ascii_is_refused_not_a_crash(line: Line) -> None:
    async with loopback_client() as http:
        headers = {b"X-Twilio-Signature": "ümlaut".encode("latin-1")}
        answer = await http.post(f"{line.app_url}/twilio/messages", content=b"Body=Hi", headers=headers)
    assert answer.status_code == 403


async def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(line: Line) -> None:
    async with loopback_client() as http:
        answer = await http.post(f"{line.app_url}/twilio/messages", content=b"Body=" + b"x" * 10_000_000)
    assert answer.status_code == 413
    assert line.ledger.kept == []


async def test_a_signed_request_about_nothing_is_a_bad_request(line: Line) -> None:
    fields = [("Body", "Hi")]
    signature = sign(f"{line.app_url}/twilio/messages", fields, auth_token=TOKEN)
    assert (await post(line, "/twilio/messages", fields, signature)).status_code == 400


async def test_twilio_is_not_acknowledged_where_nothing_could_be_kept(line: Line) -> None:
    line.ledger.failure = OSError("disk full")
    answer = await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body="Hello")
    assert answer.status_code == 500


@pytest.mark.parametrize(("body", "kind"), [(" Stop. ", "STOP"), ("start", "START"), ("HELP", "HELP")])
async def test_a_keyword_is_marked_as_twilio_understood_it(line: Line, body: str, kind: str) -> None:
    await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body=body)
    assert line.channel.read(line.ledger.kept[0]).payload["opt_out_type"] == kind


async def test_pictures_are_fetched_with_the_login_and_within_limits(line: Line) -> None:
    picture = File("photo.png", "image/png", b"\x89PNG" + b"\0" * 996)
    await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body="", media=[picture])
    (file,) = line.channel.read(line.ledger.kept[0]).remote_files
    assert file.content_type == "image/png"
    assert file.filename == "media-1.png"
    assert await line.channel.fetch(file, max_bytes=1000) == picture.content
    with pytest.raises(MessageRejected) as caught:
        await line.channel.fetch(file, max_bytes=999)
    assert caught.value.reason == "too_large"


async def test_the_login_does_not_go_along_where_twilio_sends_us_on(clock: FrozenClock) -> None:
    logins: list[str | None] = []

    async def picture(request: Request) -> Response:
        logins.append(request.headers.get("authorization"))
        return PlainTextResponse("png")

    store = LoopbackServer(Starlette(routes=[Route("/x", picture)]))
    await store.start()
    elsewhere = store.url.replace("127.0.0.1", "localhost") + "/x"
    twilio = LoopbackServer(Starlette(routes=[Route("/m", lambda _: RedirectResponse(elsewhere))]))
    await twilio.start()
    channel = TwilioChannel(
        account_sid="AC1",
        auth_token=TOKEN,
        from_numbers=[OWN],
        public_url="",
        clock=clock,
        api_url=twilio.url,
    )
    content = await channel.fetch(RemoteFile(f"{twilio.url}/m", "x.png", "image/png"), max_bytes=10)
    await channel.close()
    await twilio.stop()
    await store.stop()
    assert (content, logins) == (b"png", [None])


async def test_the_login_is_never_sent_to_a_foreign_server(line: Line) -> None:
    foreign = RemoteFile(url="http://127.0.0.1:9/x.png", filename="x.png", content_type="image/png")
    with pytest.raises(MessageRejected) as caught:
        await line.channel.fetch(foreign, max_bytes=1000)
    assert caught.value.reason == "foreign_file"


async def test_a_file_twilio_no_longer_keeps_is_gone_for_good(line: Line) -> None:
    gone = RemoteFile(
        url=f"{line.sandbox.url}/2010-04-01/Accounts/{line.sandbox.account.account_sid}/Recordings/RE1.mp3",
        filename="voicemail.mp3",
        content_type="audio/mpeg",
    )
    with pytest.raises(MessageRejected) as caught:
        await line.channel.fetch(gone, max_bytes=1000)
    assert caught.value.reason == "file_gone"


async def test_a_call_is_greeted_recorded_and_written_down(line: Line) -> None:
    heard = await line.sandbox.call(
        sender=CUSTOMER, recipient=OWN, words="Please call me back about the roof."
    )
    await line.sandbox.settled()
    assert "leave a message" in heard[0]
    assert "Goodbye" in heard[1]
    ringing, voicemail, transcription = (line.channel.read(received) for received in line.ledger.kept)
    assert {message.kind for message in (ringing, voicemail, transcription)} == {Kind.CALL}
    assert {message.channel for message in (ringing, voicemail, transcription)} == {"voice"}
    assert ringing.payload["event"] == "ringing"
    assert ringing.payload["call_id"] == voicemail.payload["call_id"] == transcription.payload["call_id"]
    assert await line.channel.fetch(voicemail.remote_files[0], max_bytes=10_000) == (
        b"Please call me back about the roof."
    )
    assert transcription.text == "Please call me back about the roof."
    assert len({received.external_id for received in line.ledger.kept}) == 3


async def test_a_shared_place_is_put_into_words(line: Line) -> None:
    fields = [
        ("MessageSid", "SM1"),
        ("From", f"whatsapp:{CUSTOMER}"),
        ("To", OWN_WHATSAPP),
        ("Body", ""),
        ("Latitude", "52.52"),
        ("Longitude", "13.40"),
        ("Label", "Office"),
    ]
    signature = sign(f"{line.app_url}/twilio/messages", fields, auth_token=TOKEN)
    assert (await post(line, "/twilio/messages", fields, signature)).status_code == 200
    assert line.channel.read(line.ledger.kept[0]).text == "Office: 52.52, 13.40"


async def test_what_came_during_an_outage_can_be_asked_for(line: Line) -> None:
    line.ledger.failure = OSError("down")
    picture = File("photo.png", "image/png", b"png")
    for number in range(130):
        await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body=f"Text {number}")
    await line.sandbox.text(sender=f"whatsapp:{CUSTOMER}", recipient=OWN_WHATSAPP, body="", media=[picture])
    missed = await line.channel.list_received(since=FrozenClock()())
    texts = [line.channel.read(received) for received in missed]
    assert sorted(text.text for text in texts if text.channel == "sms") == sorted(
        f"Text {number}" for number in range(130)
    )
    (with_picture,) = (text for text in texts if text.channel == "whatsapp")
    assert await line.channel.fetch(with_picture.remote_files[0], max_bytes=10) == b"png"
    assert len({received.external_id for received in missed}) == 131


async def test_what_came_earlier_is_not_asked_for(line: Line) -> None:
    await line.sandbox.text(sender=CUSTOMER, recipient=OWN, body="Early")
    assert await line.channel.list_received(since=FrozenClock().advance(timedelta(minutes=1))) == []
