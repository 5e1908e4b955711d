"""Calls from a record: who is called, what is written down, what a colleague without a line is told."""

from collections.abc import Iterator

import pytest

from assistant.actions.calls import callable_of, note_progress, start_call
from assistant.presenting.cards import deal_card
from assistant.work import InvalidValue, Work, member_actor
from storage.database import Database
from storage.models import Contact, Deal, DealContact, Delivery, Identity, Member
from tests.factories import add_contact
from tests.fixtures.working import working

NUMBER = "+436601234567"


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction of a rep of a company without a phone line."""
    with sqlite_database.begin() as uow:
        rep = uow.add(Member(email="rita@x.example", name="Rita Rep", role="rep"))
        yield working(uow, actor=member_actor(rep))


@pytest.fixture
def sam(work: Work) -> Contact:
    """A customer with a number."""
    made = add_contact(work.uow)
    made.name = "Sam Fox"
    work.uow.add(Identity(contact_id=made.id, kind="phone", address=NUMBER, lookup=NUMBER))
    work.uow.flush()
    return made


@pytest.fixture
def deal(work: Work, sam: Contact) -> Deal:
    """A deal of the rep's with two people, one of whom has a number."""
    made = work.uow.add(Deal(title="Acme", owner_id=work.actor.id, pipeline="sales", stage="qualified"))
    other = add_contact(work.uow, email="kim@x.example")
    for contact in (other, sam):
        work.uow.add(DealContact(deal_id=made.id, contact_id=contact.id))
    work.uow.flush()
    return made


def test_without_a_line_the_colleague_dials_and_the_call_is_written_down(work: Work, sam: Contact) -> None:
    started = start_call(work, sam)
    assert started.told(sam) == f"Call Sam Fox at {NUMBER}. The call is on the timeline."
    assert (started.interaction.kind, started.interaction.text) == ("call", f"Called {NUMBER}.")


def test_a_deals_card_calls_the_first_of_its_people_with_a_number(
    work: Work, sam: Contact, deal: Deal
) -> None:
    assert callable_of(work, deal) == sam
    assert "Call Sam Fox" in [one.label for one in deal_card(work, deal).actions]
    assert start_call(work, sam, deal=deal).interaction.deal_id == deal.id


def test_nobody_without_a_number_is_called(work: Work) -> None:
    with pytest.raises(InvalidValue, match="no phone number"):
        start_call(work, add_contact(work.uow))


def test_what_the_customers_leg_told_is_not_overwritten_by_the_colleagues(work: Work, sam: Contact) -> None:
    logged = start_call(work, sam).interaction
    work.uow.flush()
    delivery = Delivery(key="k", channel="voice", address="x", interaction_id=logged.id)
    note_progress(work, delivery, {"leg": "customer", "outcome": "busy"})
    note_progress(work, delivery, {"leg": "colleague", "outcome": "no-answer"})
    assert logged.text == f"Called {NUMBER}: the line was busy."
