"""Records nobody owns find an owner who is there, once, whoever else assigns at the same time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from assistant.actions import tickets
from assistant.follow_ups.assigning import assignment, giving_out
from assistant.follow_ups.assigning.assignment import ASSIGNER, assign
from assistant.work import Work
from storage.database import Database
from storage.models import Change, Identity, Interaction, Lead, Member, Ticket
from storage.unit_of_work import UnitOfWork
from tests.factories import add_contact, add_conversation
from tests.fixtures.clock import FrozenClock
from tests.fixtures.databases import needs_postgresql
from tests.fixtures.working import runtime_on, working


def agent(uow: UnitOfWork, name: str, **facts: Any) -> Member:
    """A colleague at the desk."""
    facts = {"role": "agent", **facts}
    made = uow.add(Member(email=f"{name.lower()}@rapport.example", name=name, **facts))
    uow.flush()
    return made


def ticket(work: Work, subject: str = "The brakes squeal") -> Ticket:
    """A ticket nobody owns."""
    made = tickets.create_ticket(work, subject=subject)
    work.uow.flush()
    return made


def owners(database: Database) -> list[str | None]:
    """Who owns each ticket, the oldest first."""
    with database.read() as uow:
        names = {one.id: one.name for one in uow.session.exec(select(Member))}
        found = uow.session.exec(select(Ticket).order_by(col(Ticket.number)))
        return [names.get(one.owner_id or "") for one in found]


def test_a_sweep_shares_out_what_waits(sqlite_database: Database) -> None:
    with sqlite_database.begin() as uow:
        agent(uow, "Ada"), agent(uow, "Bo")
        for number in range(4):
            ticket(working(uow), f"Matter {number}")
    giving_out.sweep(runtime_on(sqlite_database), {})
    assert Counter(owners(sqlite_database)) == {"Ada": 2, "Bo": 2}


def test_who_comes_back_gets_what_waited(sqlite_database: Database, clock: FrozenClock) -> None:
    with sqlite_database.begin() as uow:
        agent(uow, "Ada", leave_until=date(2026, 3, 4))
        agent(uow, "Bo", working_hours={"tue": [["13:00", "17:00"]]}, capacity=1)
        ticket(working(uow)), ticket(working(uow))
    runtime = runtime_on(sqlite_database)
    giving_out.sweep(runtime, {})
    assert owners(sqlite_database) == [None, None]
    clock.advance(timedelta(days=1, hours=4))
    giving_out.sweep(runtime, {})
    assert owners(sqlite_database) == ["Bo", None]
    clock.advance(timedelta(days=1))
    giving_out.sweep(runtime, {})
    assert owners(sqlite_database) == ["Bo", "Ada"]


def test_who_speaks_the_customers_language_and_knows_the_matter_is_preferred(
    sqlite_database: Database,
) -> None:
    with sqlite_database.begin() as uow:
        work = working(uow, actor=ASSIGNER)
        agent(uow, "Ada", languages=["en"])
        agent(uow, "Bo", languages=["de"], skills=["billing"])
        agent(uow, "Cy", languages=["de"], skills=["support"])
        contact = add_contact(uow)
        conversation = add_conversation(uow, contact)
        uow.add(
            Interaction(contact_id=contact.id, conversation_id=conversation.id, language="de", at=uow.now)
        )
        matter = tickets.create_ticket(
            work, subject="Bremsen", contact=contact, conversation=conversation, category="support"
        )
        uow.flush()
        given = assign(work, "tickets", matter.id)
        assert given is not None
        assert given.name == "Cy"


def test_a_lead_goes_to_a_seller_of_its_territory_and_stays_new(sqlite_database: Database) -> None:
    with sqlite_database.begin() as uow:
        work = working(uow, actor=ASSIGNER)
        agent(uow, "Ada", role="rep", territories=["us"])
        agent(uow, "Bo", role="rep", territories=["DE"])
        contact = add_contact(uow, email="g@x.example")
        number = "+4930901820"
        uow.add(Identity(contact_id=contact.id, kind="phone", address=number, lookup=number))
        lead = uow.add(Lead(name="Greta", contact_id=contact.id))
        uow.flush()
        given = assign(work, "leads", lead.id)
        assert given is not None
        assert (given.name, lead.status) == ("Bo", "new")


def test_an_owned_or_switched_off_record_is_left_alone(sqlite_database: Database) -> None:
    with sqlite_database.begin() as uow:
        off = assignment.rules_of(working(uow), "tickets").model_copy(update={"strategy": "off"})
        kinds = working(uow).crm.assignment.model_copy(update={"tickets": off})
        ada, bo = agent(uow, "Ada"), agent(uow, "Bo")
        matter = ticket(working(uow))
        assert assign(working(uow, assignment=kinds), "tickets", matter.id) is None
        tickets.assign_ticket(working(uow), matter, bo)
        uow.flush()
        assert assign(working(uow), "tickets", matter.id) is None
        assert matter.owner_id == bo.id != ada.id


@needs_postgresql
@pytest.mark.parametrize("strategy", ["round_robin", "least_busy"])
def test_workers_at_the_same_time_give_each_once_and_take_turns(
    postgres_database: Database, strategy: str
) -> None:
    with postgres_database.begin() as uow:
        for name in ("Ada", "Bo", "Cy"):
            agent(uow, name)
        rules = working(uow).crm.assignment
        rules = rules.model_copy(update={"tickets": rules.tickets.model_copy(update={"strategy": strategy})})
        for number in range(12):
            ticket(working(uow), f"Matter {number}")
    runtime = runtime_on(postgres_database, assignment=rules)
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _: giving_out.sweep(runtime, {}), range(4)))
    assert Counter(owners(postgres_database)) == {"Ada": 4, "Bo": 4, "Cy": 4}
    with postgres_database.read() as uow:
        given = uow.session.exec(select(Change).where(Change.field == "owner_id"))
        assert len(list(given)) == 12
