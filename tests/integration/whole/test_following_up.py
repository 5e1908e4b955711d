"""What goes out by itself, and what keeps it from going out; what fails, and what that holds up."""

from datetime import timedelta

from assistant.actions import people
from assistant.follow_ups.sequences.enrolments import enrol
from assistant.outgoing.outbox import Draft, queue
from assistant.stores.files import StoredFile
from assistant.work import SYSTEM
from channels.contract import Address
from channels.reply import Reply
from storage.models import Contact, Delivery, Enrolment, InboxEntry, Ticket
from storage.queries import outreach
from storage.unit_of_work import UnitOfWork
from tests.fixtures.whole import CUSTOMER, House, mail


async def test_a_sequence_goes_on_by_itself_and_ends_with_an_answer(house: House) -> None:
    await _enrol(house)
    await house.tick("sweep.sequences")
    [first] = house.sandbox.mail.messages_to(CUSTOMER)
    assert first.message["Subject"] == "Thank you for your interest, Greta"
    assert first.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    await house.mail(mail("Tell me more.", In_Reply_To=str(first.message["Message-ID"])))
    [enrolment] = await house.all(Enrolment)
    assert (enrolment.state, enrolment.reason) == ("stopped", "they replied")
    await house.pass_time(timedelta(days=7))
    await house.tick("sweep.sequences")
    subjects = [one.message["Subject"] for one in house.sandbox.mail.messages_to(CUSTOMER)]
    assert "Shall we talk?" not in subjects


async def test_a_sequence_nobody_answers_takes_its_second_step(house: House) -> None:
    await _enrol(house)
    await house.tick("sweep.sequences")
    await house.pass_time(timedelta(days=1))
    await house.tick("sweep.sequences")
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1
    await house.pass_time(timedelta(days=4))
    await house.tick("sweep.sequences")
    await house.tick("sweep.sequences")
    assert [one.message["Subject"] for one in house.sandbox.mail.messages_to(CUSTOMER)][1:] == [
        "Shall we talk?"
    ]


async def test_a_message_that_fails_is_parked_replayable_and_holds_nobody_up(house: House) -> None:
    house.understander.fails_on = "squeal"
    await house.mail(mail("The brakes of our bikes squeal."))
    await house.mail(
        mail("The bell is silent.", sender="Otto <otto@bells.example>", message_id="<o1@bells.example>")
    )
    assert [one.subject for one in await house.all(Ticket)] == ["The brakes squeal"]
    assert await house.dispositions("email") == ["pending", "filed"]
    for _ in range(4):
        await house.retry_jobs()
    [entry, _] = [one for one in await house.entries() if one.channel == "email"]
    assert (entry.disposition, entry.error) == ("parked", "RuntimeError: the reader broke")
    assert house.sandbox.mail.messages_to(CUSTOMER) == []

    house.understander.fails_on = ""
    await house.change(lambda uow: house.inbox.replay(uow, uow.get(InboxEntry, entry.id)))
    await house.settle()
    assert await house.dispositions("email") == ["filed", "filed"]
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1


async def test_a_delivery_that_cannot_be_made_ready_is_put_off_alone(house: House) -> None:
    def leave(uow: UnitOfWork) -> None:
        work = house.runtime.work(uow)
        lost = StoredFile(filename="a.pdf", content_type="application/pdf", sha256="0" * 64, size=1)
        draft = Draft("email", Address(CUSTOMER), Reply(text="See the file."), subject="File", files=[lost])
        queue(work, draft, key="broken")
        queue(work, Draft("email", Address(CUSTOMER), Reply(text="Hello."), subject="Hello"), key="whole")

    await house.change(leave)
    await house.settle()
    assert [one.message["Subject"] for one in house.sandbox.mail.messages_to(CUSTOMER)] == ["Hello"]
    states = {one.key: one.state for one in await house.all(Delivery)}
    assert states == {"broken": "queued", "whole": "sent"}


async def _enrol(house: House) -> None:
    def start(uow: UnitOfWork) -> None:
        work = house.runtime.work(uow, SYSTEM)
        contact: Contact = people.create_contact(work, name="Greta Halden", email=CUSTOMER)
        uow.flush()
        sequence = outreach.find_sequence(uow, "welcome")
        assert sequence is not None
        enrol(work, contact, sequence)

    await house.change(start)
