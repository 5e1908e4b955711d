"""Text messages, signed by the emulated Twilio: leads, opt-outs and what no signature covers."""

from datetime import timedelta

import httpx

from assistant.actions.messages import Message, send_to_contact
from assistant.demo.sandbox import AUTH_TOKEN, NUMBER
from assistant.stores.files import StoredFile
from channels.sandbox.loopback import loopback_client
from channels.sms.signature import sign
from storage.models import (
    Attachment,
    Consent,
    Contact,
    Delivery,
    Interaction,
    Lead,
    SendVerdict,
    Task,
    Ticket,
)
from storage.queries import ledger, people
from storage.unit_of_work import UnitOfWork
from tests.fixtures.whole import PHONE, House


async def test_a_text_makes_a_lead_and_is_acknowledged(house: House) -> None:
    await house.text("Hi, how much are 40 licences?")
    [lead] = await house.all(Lead)
    assert lead.interest == "Hi, how much are 40 licences?"
    assert lead.phone == PHONE
    [answer] = house.sandbox.twilio.messages_to(PHONE)
    assert answer.body == "Thanks for your interest! A colleague will be in touch soon."
    [delivery] = await house.deliveries("sms")
    assert delivery.state == "delivered"
    assert len(house.sandbox.slack.answers("sales")) == 1


async def test_stop_withholds_what_follows_until_start(house: House) -> None:
    await house.text("The heating is cold.")
    await house.text("STOP")
    [consent] = await house.all(Consent)
    assert not consent.is_granted
    assert "STOP" in consent.proof
    # The emulated carrier answers STOP itself, as Twilio does, and says so: we add nothing.
    sent = len(house.sandbox.twilio.messages_to(PHONE))
    assert await _write_to(house, "Are you there?", key="later") == "never"
    await house.settle()
    assert len(house.sandbox.twilio.messages_to(PHONE)) == sent
    withheld = [one for one in await house.all(SendVerdict) if one.verdict == "never"]
    assert "opted out" in withheld[-1].reason

    await house.text("START")
    assert await _write_to(house, "Are you there now?", key="again") == "send"
    await house.settle()
    assert house.sandbox.twilio.messages_to(PHONE)[-1].body == "Are you there now?"


async def test_stop_is_confirmed_once_where_the_carrier_leaves_it_to_us(house: House) -> None:
    for number in range(2):
        await _post(house, _fields("Stop!", sid=f"SM{number:032}"))
        await house.settle()
    assert (await house.dispositions("sms")).count("opt_out") == 2
    confirmed = [one.body for one in house.sandbox.twilio.messages_to(PHONE)]
    assert confirmed == ["You will get no more messages from Rapport. Reply START to hear from us again."]


async def test_the_same_webhook_twice_acts_once(house: House) -> None:
    fields = _fields("Hi, how much are 40 licences?", sid="SM" + "1" * 32)
    for _ in range(2):
        assert (await _post(house, fields)).status_code == 200
    await house.settle()
    assert len(await house.all(Lead)) == 1
    assert len(await house.all(Interaction)) == 2
    assert len(house.sandbox.twilio.messages_to(PHONE)) == 1


async def test_an_unsigned_webhook_is_refused_and_leaves_no_row(house: House) -> None:
    fields = _fields("Hi", sid="SM" + "2" * 32)
    async with loopback_client() as http:
        for headers in ({}, {"X-Twilio-Signature": "AAAA"}):
            answer = await http.post(f"{house.url}/twilio/messages", data=fields, headers=headers)
            assert answer.status_code in (401, 403)
    assert await house.entries() == []


async def test_a_second_text_joins_the_first_ones_ticket_and_contact(house: House) -> None:
    await house.text("The heating is cold.")
    await house.text("It is still cold.")
    assert len(await house.all(Ticket)) == 1
    [answer] = house.sandbox.twilio.messages_to(PHONE)
    assert "#1" in answer.body
    assert len({one.contact_id for one in await house.all(Interaction)}) == 1
    assert len([one for one in await house.all(Delivery) if one.channel == "sms"]) == 1


async def test_a_lost_text_is_not_mistaken_for_the_same_words_sent_before(house: House) -> None:
    await house.text("The heating is cold.")
    assert await _write_to(house, "We are on our way.", key="first") == "send"
    await house.settle()
    assert await _write_to(house, "We are on our way.", key="second") == "send"

    def lose(uow: UnitOfWork) -> None:
        delivery = ledger.find_delivery(uow, "second")
        assert delivery is not None
        delivery.state = "unknown"

    await house.change(lose)
    await house.settle()
    said = [one.body for one in house.sandbox.twilio.messages_to(PHONE)]
    assert said.count("We are on our way.") == 2
    assert {one.state for one in await house.deliveries("sms")} == {"delivered"}


async def test_yes_starts_messages_again_only_where_they_were_stopped(sqlite_house: House) -> None:
    house = sqlite_house
    await house.text("YES")
    assert await house.all(Consent) == []
    await _post(house, _fields("S.T.O.P.", sid="SM" + "3" * 32))
    await house.settle()
    await _post(house, _fields("Yes!", sid="SM" + "4" * 32))
    await house.settle()
    assert [one.is_granted for one in await house.all(Consent)] == [False, True]


async def test_a_call_becomes_one_entry_with_its_recording_its_words_and_a_task(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await house.text("The heating is cold.")
    call = {"CallSid": "CA" + "1" * 32, "AccountSid": "AC" + "0" * 32, "From": PHONE, "To": NUMBER}
    events = [
        ("voice", {"CallStatus": "ringing"}),
        ("voice/recorded", {"RecordingDuration": "12", "RecordingUrl": f"{house.sandbox.twilio.url}/r/RE1"}),
        ("voice/transcribed", {"TranscriptionStatus": "completed", "TranscriptionText": "Please call me."}),
    ]
    for path, fields in events:
        assert (await _post(house, {**call, **fields}, path=path)).status_code == 200
        await house.settle()
    [entry] = [one for one in await house.all(Interaction) if one.channel == "voice"]
    assert (entry.kind, entry.new_text) == ("voicemail", "Please call me.")
    [task] = await house.all(Task)
    assert task.contact_id == entry.contact_id
    assert "Call back" in task.text
    assert task.due_at == task.created_at + timedelta(hours=4)
    assert [one.filename for one in await house.all(Attachment)] == ["voicemail.mp3"]
    assert len(await house.all(Ticket)) == 1


async def test_the_message_of_a_caller_who_hides_their_number_is_kept(sqlite_house: House) -> None:
    house = sqlite_house
    fields = {"CallSid": "CA" + "2" * 32, "From": "anonymous", "To": NUMBER, "RecordingDuration": "5"}
    await _post(house, fields, path="voice/recorded")
    await house.settle()
    [entry] = [one for one in await house.all(Interaction) if one.channel == "voice"]
    assert (entry.kind, entry.contact_id) == ("voicemail", None)
    assert (
        "hid their number" in (await house.all(Task))[0].text
        or "anonymous" in (await house.all(Task))[0].text
    )


async def test_a_file_goes_out_with_a_text_by_an_address_twilio_can_fetch(sqlite_house: House) -> None:
    house = sqlite_house
    await house.text("The heating is cold.")
    kept = house.runtime.files.put(b"%PDF", filename="plan.pdf", content_type="application/pdf")
    assert await _write_to(house, "Here is the plan.", key="plan", files=(kept,)) == "send"
    await house.settle()
    [url] = house.sandbox.twilio.messages_to(PHONE)[-1].media_urls
    async with loopback_client() as http:
        answer = await http.get(url)
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF", "application/pdf")


async def test_a_report_settles_a_delivery_whose_answer_was_lost(sqlite_house: House) -> None:
    house = sqlite_house
    await house.text("The heating is cold.")
    house.sandbox.twilio.lose_next_answer()
    assert await _write_to(house, "On our way.", key="lost") == "send"
    await house.settle()
    [delivery] = [one for one in await house.deliveries("sms") if one.key == "lost"]
    assert delivery.state == "delivered"
    assert [one.body for one in house.sandbox.twilio.messages_to(PHONE)].count("On our way.") == 1


async def test_a_dead_number_is_written_to_no_more(sqlite_house: House) -> None:
    house = sqlite_house
    await house.text("The heating is cold.")
    house.sandbox.twilio.account.undeliverable[PHONE] = 30005
    await _write_to(house, "On our way.", key="dead")
    await house.settle()
    assert await _write_to(house, "Still there?", key="more") == "never"


async def _write_to(house: House, words: str, *, key: str, files: tuple[StoredFile, ...] = ()) -> str:
    def send(uow: UnitOfWork) -> str:
        identity = people.find_identity(uow, kind="phone", address=PHONE)
        assert identity is not None
        message = Message(text=words, key=key, cause="a test", files=files)
        posted = send_to_contact(house.runtime.work(uow), uow.get(Contact, identity.contact_id), message)
        return posted.verdict.decision

    return await house.change(send)


def _fields(body: str, *, sid: str) -> dict[str, str]:
    return {
        "MessageSid": sid,
        "AccountSid": "AC" + "0" * 32,
        "From": PHONE,
        "To": NUMBER,
        "Body": body,
        "NumMedia": "0",
    }


async def _post(house: House, fields: dict[str, str], *, path: str = "messages") -> httpx.Response:
    url = f"{house.url}/twilio/{path}"
    signature = sign(url, list(fields.items()), auth_token=AUTH_TOKEN)
    async with loopback_client() as http:
        return await http.post(url, data=fields, headers={"X-Twilio-Signature": signature})
