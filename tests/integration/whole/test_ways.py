"""One person, one conversation, any channel: an answer leaves another way than the question came."""

from storage.models import Identity, Interaction, Ticket
from storage.unit_of_work import UnitOfWork
from tests.fixtures.whole import CUSTOMER, PHONE, REP, House, mail


async def test_a_mail_answered_by_text_is_one_talk_and_everybody_sees_the_way_change(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await _with_phone(house)
    [card] = house.sandbox.slack.answers("support")

    await house.slack(REP, "reply by text: We are on our way.", channel="support", thread=card.ts)
    [text] = house.sandbox.twilio.messages_to(PHONE)
    assert text.body == "We are on our way."
    await house.text("Thank you, at the back door please.")
    in_thread = [one.shown for one in house.sandbox.slack.answers("support") if one.thread_ts == card.ts]
    assert in_thread[0] == "Sent to the customer of #1 by text message instead of mail."
    assert "wrote by text message instead of mail:\nThank you" in in_thread[1]
    [ticket] = await house.all(Ticket)
    talk = [one for one in await house.all(Interaction) if one.channel == "sms"]
    assert {one.ticket_id for one in talk} == {ticket.id}
    assert [one.details.get("instead_of") for one in talk] == ["email", "email"]


async def test_consent_is_checked_for_the_way_that_is_asked_for(sqlite_house: House) -> None:
    house = sqlite_house
    await _with_phone(house)
    [card] = house.sandbox.slack.answers("support")
    await house.text("STOP")
    await house.slack(REP, "reply by text: Are you there?", channel="support", thread=card.ts)
    assert house.sandbox.twilio.messages_to(PHONE) == []
    [told] = house.sandbox.slack.ephemerals(REP)
    assert "This cannot be sent: They opted out" in told.shown
    await house.slack(REP, "reply: Are you there?", channel="support", thread=card.ts)
    assert "Are you there?" in house.sandbox.mail.messages_to(CUSTOMER)[-1].text


async def _with_phone(house: House) -> None:
    """A mail's ticket, and the number of who wrote it."""
    await house.mail(mail("The brakes of our bikes squeal."))
    greta = await house.contact("email", CUSTOMER)
    assert greta is not None
    contact_id = greta.id

    def add(uow: UnitOfWork) -> None:
        uow.add(Identity(contact_id=contact_id, kind="phone", address=PHONE, lookup=PHONE))

    await house.change(add)


async def test_a_text_answered_by_mail_goes_on_by_mail_on_the_same_ticket(sqlite_house: House) -> None:
    house = sqlite_house
    await house.text("The brakes of our bikes squeal.")
    greta = await house.contact("phone", PHONE)
    assert greta is not None
    contact_id = greta.id

    def add(uow: UnitOfWork) -> None:
        uow.add(Identity(contact_id=contact_id, kind="email", address=CUSTOMER, lookup=CUSTOMER))

    await house.change(add)
    [card] = house.sandbox.slack.answers("support")
    await house.slack(REP, "reply by mail: Here is the plan.", channel="support", thread=card.ts)
    [sent] = house.sandbox.mail.messages_to(CUSTOMER)
    assert "Here is the plan." in sent.text
    assert sent.message["Subject"] == "The brakes of our bikes squeal."
    heard = mail(
        "Friday suits us.",
        subject=f"Re: {sent.message['Subject']}",
        In_Reply_To=str(sent.message["Message-ID"]),
    )
    await house.mail(heard)
    [ticket] = await house.all(Ticket)
    by_mail = [one for one in await house.all(Interaction) if one.channel == "email"]
    assert {one.ticket_id for one in by_mail if not one.is_automatic} == {ticket.id}
    assert [one.details.get("instead_of") for one in by_mail if not one.is_automatic] == ["sms", "sms"]
