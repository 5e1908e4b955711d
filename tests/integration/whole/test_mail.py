"""A customer's mail, from the SMTP server it was sent by to the answer in their mailbox."""

from storage.models import Delivery, Interaction, Suppression, Ticket
from tests.fixtures.whole import CUSTOMER, REP, House, bounce_of, complaint_about, mail


async def test_mail_opens_a_ticket_is_acknowledged_and_shown_to_the_team(house: House) -> None:
    await house.mail(mail("The brakes of our bikes squeal."))
    [ticket] = await house.all(Ticket)
    assert (ticket.number, ticket.subject, ticket.status) == (1, "The brakes squeal", "open")
    [sent] = house.sandbox.mail.messages_to(CUSTOMER)
    assert sent.message["Subject"] == "[#1] The brakes squeal"
    assert sent.message["In-Reply-To"] == "<m1@halden-bikes.example>"
    assert sent.message["Auto-Submitted"] == "auto-replied"
    [card] = house.sandbox.slack.answers("support")
    assert "The brakes squeal" in card.shown
    assert await house.dispositions("email") == ["filed"]


async def test_colleagues_words_in_the_thread_are_a_note_and_reply_goes_to_the_customer(house: House) -> None:
    await house.mail(mail("The brakes of our bikes squeal."))
    [card] = house.sandbox.slack.answers("support")
    await house.slack(REP, "probably the pads", channel="support", thread=card.ts)
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1
    await house.slack(REP, "reply: We send a technician.", channel="support", thread=card.ts)
    answer = house.sandbox.mail.messages_to(CUSTOMER)[1]
    assert "We send a technician." in answer.text
    by_direction = {one.direction: one.text for one in await house.all(Interaction) if not one.is_automatic}
    assert by_direction["internal"] == "probably the pads"
    assert by_direction["out"] == "We send a technician."

    reply = mail(
        "Friday suits us.",
        subject=f"Re: {answer.message['Subject']}",
        message_id="<m2@halden-bikes.example>",
        In_Reply_To=str(answer.message["Message-ID"]),
        References=str(answer.message["Message-ID"]),
    )
    await house.mail(reply)
    assert len(await house.all(Ticket)) == 1
    in_thread = [one.shown for one in house.sandbox.slack.answers("support") if one.thread_ts == card.ts]
    assert any("Friday suits us." in one for one in in_thread)
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 2


async def test_the_same_mail_twice_is_filed_once(house: House) -> None:
    await house.mail(mail("The brakes of our bikes squeal."), copies=2)
    assert len(await house.all(Ticket)) == 1
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1
    assert await house.dispositions("email") == ["filed"]


async def test_a_bounce_ties_to_its_delivery_and_suppresses_the_address(house: House) -> None:
    await house.mail(mail("The brakes of our bikes squeal."))
    [acknowledged] = house.sandbox.mail.messages_to(CUSTOMER)
    await house.mail(bounce_of(str(acknowledged.message["Message-ID"])))
    [delivery] = [one for one in await house.deliveries("email") if one.address == CUSTOMER]
    assert delivery.state == "bounced"
    assert "5.1.1" in delivery.error
    assert [one.address for one in await house.all(Suppression)] == [CUSTOMER]
    assert await house.dispositions("email") == ["filed", "bounce"]
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1


async def test_an_out_of_office_is_filed_and_answers_nothing(house: House) -> None:
    await house.mail(mail("I am away until Monday.", subject="Out of office", Auto_Submitted="auto-replied"))
    assert await house.dispositions("email") == ["auto_reply"]
    [filed] = await house.all(Interaction)
    assert filed.is_automatic
    assert "I am away until Monday." in filed.text
    assert await house.all(Ticket) == []
    assert await house.all(Delivery) == []


async def test_two_machines_that_answer_each_other_come_to_rest(house: House) -> None:
    await house.mail(mail("The brakes of our bikes squeal."))
    answered = 0
    for number in range(6):
        # An autoresponder without a single header that would say so.
        heard = house.sandbox.mail.messages_to(CUSTOMER)[answered:]
        if not heard:
            break
        answered += len(heard)
        ours = str(heard[-1].message["Message-ID"])
        again = mail(
            "Your message is important to us.",
            subject=f"Re: {heard[-1].message['Subject']}",
            message_id=f"<auto{number}@halden-bikes.example>",
            In_Reply_To=ours,
            References=ours,
        )
        await house.mail(again)
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1
    assert len(await house.all(Ticket)) == 1


async def test_a_broken_mail_is_filed_with_what_could_be_read(house: House) -> None:
    raw = (
        b"From: Greta <greta@halden-bikes.example>\r\nTo: support@rapport.example\r\n"
        b"Message-ID: <b@x.example>\r\n"
        b"Subject: =?utf-9?Q?Br=XX?=\r\nContent-Type: multipart/mixed; boundary=nowhere\r\n\r\n"
        b"\xff\xfe the brakes squeal\r\n"
    )
    await house.mail(raw)
    assert await house.dispositions("email") == ["filed"]
    [entry] = [one for one in await house.entries() if one.channel == "email"]
    assert b"\xff\xfe the brakes squeal" in entry.raw
    assert any("brakes squeal" in one.text for one in await house.all(Interaction))


async def test_old_mail_is_filed_but_not_acknowledged(house: House) -> None:
    old = mail("The brakes of our bikes squeal.")
    old.replace_header("Date", "Mon, 02 Feb 2026 10:00:00 +0000")
    await house.mail(old)
    assert len(await house.all(Ticket)) == 1
    assert house.sandbox.mail.messages_to(CUSTOMER) == []


async def test_a_complaint_marks_its_delivery_and_suppresses_who_complained(sqlite_house: House) -> None:
    house = sqlite_house
    await house.mail(mail("The brakes of our bikes squeal."))
    [acknowledged] = house.sandbox.mail.messages_to(CUSTOMER)
    await house.mail(complaint_about(str(acknowledged.message["Message-ID"])))
    [delivery] = [one for one in await house.deliveries("email") if one.contact_id]
    assert delivery.state == "complained"
    [suppression] = await house.all(Suppression)
    assert (suppression.address, suppression.until) == (CUSTOMER, None)
    assert "spam" in suppression.reason
    assert (await house.dispositions("email"))[-1] == "opt_out"


async def test_a_forged_bounce_about_an_address_never_written_to_suppresses_nobody(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await house.mail(bounce_of("<never-sent@rapport.example>", recipient="jane@elsewhere.example"))
    assert await house.dispositions("email") == ["bounce"]
    assert await house.all(Suppression) == []
