"""Which conversation a mail goes on with, and what colleagues forward or say by mail."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

from sqlmodel import select

from assistant.actions.messages import Message, send_to_contact
from assistant.actions.tickets import close_ticket, merge_tickets
from assistant.demo.sandbox import MAILBOX
from channels.contract import Received
from config.mailboxes import MailboxRules
from storage.models import Contact, Conversation, Identity, Interaction, Ticket
from storage.queries import people
from storage.unit_of_work import UnitOfWork
from tests.fixtures.whole import CUSTOMER, PHONE, REP, House, mail

FIRST = "<m1@halden-bikes.example>"
BLOCK = (
    "---------- Forwarded message ---------\nFrom: Greta Halden <greta@halden-bikes.example>\n"
    "Date: Mon, 2 Mar 2026 at 09:00\nSubject: The brakes squeal\nTo: Dana <dana@rapport.example>\n\n"
    "Hello Dana,\n\nthe brakes of our bikes squeal."
)


async def test_an_answer_under_another_subject_opens_a_linked_ticket(sqlite_house: House) -> None:
    house = sqlite_house
    await house.mail(mail("The brakes of our bikes squeal."))
    await house.mail(_answer("Please send the invoice again.", subject="Invoice of February"))
    first, second = await _tickets(house)
    assert second.follow_up_of_id == first.id
    assert second.conversation_id != first.conversation_id
    await house.mail(_answer("They still squeal.", subject="Re: [#1] The brakes squeal", number=3))
    assert len(await _tickets(house)) == 2


async def test_a_stranger_who_answers_in_a_conversation_gets_a_linked_ticket(sqlite_house: House) -> None:
    house = sqlite_house
    await house.mail(mail("The brakes of our bikes squeal."))
    stranger = _answer("Ours squeal too.", sender="Mo <mo@elsewhere.example>")
    await house.mail(stranger)
    first, second = await _tickets(house)
    assert (first.follow_up_of_id, second.follow_up_of_id) == (None, first.id)
    colleague = _answer("I am Greta's colleague.", sender="Ida <ida@halden-bikes.example>", number=3)
    await house.mail(colleague)
    assert len(await _tickets(house)) == 2


async def test_thanks_leave_a_ticket_ended_a_question_opens_it_and_later_follows_it(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await house.mail(mail("The brakes of our bikes squeal."))
    await _change_first(house, "close")
    await house.mail(_answer("Thank you, it is quiet now.", number=2))
    assert [one.status for one in await _tickets(house)] == ["closed"]
    await house.mail(_answer("The brakes squeal again.", number=3))
    assert [one.status for one in await _tickets(house)] == ["open"]
    await _change_first(house, "close")
    await house.pass_time(timedelta(days=house.runtime.company.crm.tickets.reopen_days + 1))
    await house.mail(_answer("The brakes squeal once more.", number=4))
    first, second = await _tickets(house)
    assert (first.status, second.status, second.follow_up_of_id) == ("closed", "open", first.id)
    assert second.subject == first.subject


async def test_answers_to_a_merged_ticket_land_in_the_one_it_became(sqlite_house: House) -> None:
    house = sqlite_house
    await house.mail(mail("The brakes of our bikes squeal."))
    await house.mail(mail("The brakes squeal, I said.", message_id="<other@halden-bikes.example>"))
    await _change_first(house, "merge")
    await house.mail(_answer("Both wheels squeal."))
    first, second = await _tickets(house)
    [filed] = [one for one in await house.all(Interaction) if one.new_text.strip() == "Both wheels squeal."]
    assert (first.status, filed.ticket_id) == ("closed", second.id)


async def test_one_mail_to_two_of_our_mailboxes_is_one_conversation(sqlite_house: House) -> None:
    house = sqlite_house
    raw = bytes(mail("The brakes of our bikes squeal."))
    for account in ("support@rapport.example/INBOX", "sales@rapport.example/INBOX"):
        await house.inbox.receive(
            Received("email", account, FIRST, CUSTOMER, raw, received_at=house.runtime.clock())
        )
    await house.settle()
    assert await house.dispositions("email") == ["filed", "duplicate"]
    assert (len(await house.all(Conversation)), len(await house.all(Ticket))) == (1, 1)
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1


async def test_a_colleagues_forward_is_filed_for_its_first_sender_and_answered_by_nobody(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await house.mail(
        mail(f"Can you help her?\n\n{BLOCK}", sender=f"Dana <{REP}>", subject="Fwd: The brakes squeal")
    )
    greta = await house.contact("email", CUSTOMER)
    assert greta is not None
    assert greta.name == "Greta Halden"
    [ticket] = await _tickets(house)
    assert (ticket.contact_id, ticket.subject) == (greta.id, "The brakes squeal")
    by_direction = {one.direction: one.new_text for one in await house.all(Interaction)}
    assert by_direction["in"] == "Hello Dana,\n\nthe brakes of our bikes squeal."
    assert "Dana Reyes forwarded this mail" in by_direction["internal"]
    assert "Can you help her?" in by_direction["internal"]
    assert house.sandbox.mail.messages_to(CUSTOMER) == []
    assert await house.contact("email", REP) is None


async def test_a_forged_forward_is_nobodys_and_a_customers_own_forward_is_theirs(sqlite_house: House) -> None:
    house = sqlite_house
    await house.mail(mail(f"See this\n\n{BLOCK}", sender="Mo <mo@elsewhere.example>", subject="Fwd: x"))
    [ticket] = await _tickets(house)
    mo = await house.contact("email", "mo@elsewhere.example")
    assert mo is not None
    assert ticket.contact_id == mo.id
    assert await house.contact("email", CUSTOMER) is None


async def test_a_colleagues_mail_in_a_conversation_is_an_answer_or_a_note(sqlite_house: House) -> None:
    house = sqlite_house
    await house.mail(mail("The brakes of our bikes squeal."))
    answer = _answer("We send a technician.", sender=f"Dana <{REP}>")
    answer["Cc"] = CUSTOMER
    await house.mail(answer)
    await house.mail(_answer("Probably the pads.", sender=f"Dana <{REP}>", number=3))
    said = {one.new_text.strip(): one.direction for one in await house.all(Interaction) if one.member_id}
    assert said == {"We send a technician.": "out", "Probably the pads.": "internal"}
    [ticket] = await _tickets(house)
    assert ticket.first_response_at is not None
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1
    assert [one.name for one in await house.all(Contact)] == ["Greta Halden"]


async def test_a_colleagues_own_request_is_a_ticket_like_anybodys(sqlite_house: House) -> None:
    house = sqlite_house
    await house.mail(mail("The heating is cold.", sender=f"Dana <{REP}>", subject="Heating"))
    assert [one.subject for one in await _tickets(house)] == ["Heating"]


async def test_ancestors_that_never_came_are_known_all_the_same(sqlite_house: House) -> None:
    house = sqlite_house
    missing = "<never@halden-bikes.example>"
    await house.mail(mail("The brakes squeal.", In_Reply_To=missing, References=missing))
    other = mail("And the bell.", message_id="<m2@halden-bikes.example>", References=missing)
    await house.mail(other)
    assert (len(await _tickets(house)), len(await house.all(Conversation))) == (1, 1)


def _answer(
    text: str, *, number: int = 2, subject: str = "Re: The brakes squeal", sender: str = ""
) -> EmailMessage:
    return mail(
        text,
        sender=sender or f"Greta Halden <{CUSTOMER}>",
        subject=subject,
        message_id=f"<answer{number}@halden-bikes.example>",
        In_Reply_To=FIRST,
        References=FIRST,
    )


async def _tickets(house: House) -> list[Ticket]:
    return sorted(await house.all(Ticket), key=lambda one: one.number)


async def _change_first(house: House, what: str) -> None:
    def change(uow: UnitOfWork) -> None:
        work = house.runtime.work(uow)
        first, *others = sorted(uow.session.exec(select(Ticket)).all(), key=lambda one: one.number)
        if what == "close":
            close_ticket(work, first)
        else:
            merge_tickets(work, loser=first, winner=others[0])

    await house.change(change)


async def test_a_mailbox_gives_its_tickets_a_team_a_queue_a_category_and_a_signature(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    signature = "{{ company_name }} Billing"
    rules = MailboxRules(
        address=MAILBOX, team="finance", queue="sales", category="billing", signature=signature
    )
    company = house.runtime.company
    company = replace(company, crm=company.crm.model_copy(update={"mailboxes": (rules,)}))
    raw, account = bytes(mail("The brakes of our bikes squeal.")), f"{MAILBOX}/INBOX"
    await house.inbox.receive(Received("email", account, FIRST, CUSTOMER, raw, house.runtime.clock()))
    [entry] = await house.entries()
    await replace(house.runtime.pipeline, company=company).work(entry.id)
    await house.settle()
    [ticket] = await _tickets(house)
    assert (ticket.team, ticket.category) == ("finance", "billing")
    [acknowledged] = house.sandbox.mail.messages_to(CUSTOMER)
    assert "Rapport Billing" in acknowledged.text.split("-- \n")[-1]
    assert len(house.sandbox.slack.answers("sales")) == 1


async def test_a_mail_answered_by_text_goes_on_by_text_in_the_same_conversation(
    sqlite_house: House,
) -> None:
    house = sqlite_house
    await house.mail(mail("The brakes of our bikes squeal."))
    [ticket] = await _tickets(house)
    greta = await house.contact("email", CUSTOMER)
    assert greta is not None

    def answer(uow: UnitOfWork, key: str) -> str:
        work = house.runtime.work(uow)
        if people.find_identity(uow, kind="phone", address=PHONE) is None:
            uow.add(Identity(contact_id=greta.id, kind="phone", address=PHONE, lookup=PHONE))
            uow.flush()
        posted = send_to_contact(
            work,
            uow.get(Contact, greta.id),
            Message(text="We are on our way.", key=key, cause="a test"),
            channel="sms",
            conversation=uow.get(Conversation, ticket.conversation_id or ""),
            ticket=uow.get(Ticket, ticket.id),
        )
        return posted.verdict.decision

    assert await house.change(lambda uow: answer(uow, "by text")) == "send"
    await house.settle()
    await house.text("Thank you, at the back door please.")
    [said] = [one for one in await house.all(Interaction) if one.channel == "sms" and one.direction == "out"]
    [heard] = [one for one in await house.all(Interaction) if one.channel == "sms" and one.direction == "in"]
    assert said.details == {"instead_of": "email"}
    assert (heard.conversation_id, heard.ticket_id) == (ticket.conversation_id, ticket.id)
    assert len(await _tickets(house)) == 1
    await house.text("STOP")
    assert await house.change(lambda uow: answer(uow, "after stop")) == "never"
