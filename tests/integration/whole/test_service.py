"""Service by itself: somebody gets the ticket, the customer is asked how it went, and every sweep runs."""

from datetime import timedelta

from sqlmodel import select

from assistant.actions import tickets
from assistant.follow_ups.ticking import TICKS
from assistant.operations.service import reply_to_ticket
from assistant.work import member_actor
from storage.models import Interaction, Ticket
from storage.unit_of_work import UnitOfWork
from tests.fixtures.whole import AGENT, CUSTOMER, PHONE, House, mail, member


async def test_a_ticket_finds_its_owner_at_once_who_is_told_once(house: House) -> None:
    await house.mail(mail("The brakes of our bikes squeal."))
    [ticket] = await house.all(Ticket)
    sam = await house.ask(lambda uow: member(uow, AGENT))
    assert ticket.owner_id == sam.id
    await house.tick("sweep.assignment")
    told = [one.message["Subject"] for one in house.sandbox.mail.messages_to(AGENT)]
    assert told == ["#1 The brakes squeal"]


async def test_a_texting_customer_is_asked_in_the_morning_and_understood(sqlite_house: House) -> None:
    house = sqlite_house
    await house.text("The brakes of our bikes squeal.")

    def solve(uow: UnitOfWork) -> None:
        work = house.runtime.work(uow, member_actor(member(uow, AGENT)))
        ticket = uow.session.exec(select(Ticket)).one()
        reply_to_ticket(work, ticket, "New pads are on their way.", key="answer")
        tickets.update_ticket(work, ticket, status="solved")

    await house.change(solve)
    await house.pass_time(timedelta(hours=2))
    await house.tick("sweep.surveys")
    asked = "Your request #1 is solved. How did we do, from 1 (badly) to 5 (great)?"
    assert not any(asked in one.body for one in house.sandbox.twilio.messages_to(PHONE))
    await house.pass_time(timedelta(hours=6))
    assert sum(asked in one.body for one in house.sandbox.twilio.messages_to(PHONE)) == 1
    await house.text("4, but a bit slow")
    [ticket] = await house.all(Ticket)
    assert (ticket.csat, ticket.csat_comment, ticket.status) == (4, "but a bit slow", "solved")
    [said] = [one for one in await house.all(Interaction) if one.text == "4, but a bit slow"]
    assert said.ticket_id == ticket.id


async def test_every_sweep_runs_over_an_old_ticket_and_leaves_nothing_undone(house: House) -> None:
    await house.mail(mail("The brakes of our bikes squeal."))
    await house.pass_time(timedelta(days=1))
    for tick in TICKS:
        await house.tick(tick.kind)
    [ticket] = await house.all(Ticket)
    assert ticket.alarms == {"first_response": 4}
    late = [one for one in house.sandbox.mail.messages_to(AGENT) if "first answer was due" in one.text]
    assert len(late) == 1
    assert len(house.sandbox.mail.messages_to(CUSTOMER)) == 1
    await house.pass_time(timedelta(hours=23))
    await house.tick("sweep.schedules")
    [digest] = [one for one in house.sandbox.mail.messages_to(AGENT) if one.message["Subject"] == "My day"]
    assert [part.get_content_type() for part in digest.message.walk()][-1] == "image/png"
