"""How tickets end by themselves, and how their customers are asked and understood."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from assistant.actions import tickets
from assistant.follow_ups.tickets import closing, satisfaction
from assistant.operations.service import send_macro
from assistant.work import InvalidValue, Work
from storage.database import Database
from storage.models import Consent, Contact, Interaction, Member, SendVerdict, Ticket
from storage.queries.team import find_member_by_email
from tests.factories import add_contact, add_conversation
from tests.fixtures.working import told_to, working

CUSTOMER = "greta@halden-bikes.example"
AGENT = "sam@rapport.example"


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction, Monday at half past nine."""
    with sqlite_database.begin() as uow:
        yield working(uow)


def helped(work: Work, contact: Contact | None = None) -> Ticket:
    """A ticket Sam has answered."""
    contact = contact or add_contact(work.uow)
    conversation = add_conversation(work.uow, contact)
    ticket = tickets.create_ticket(
        work, subject="The brakes squeal", contact=contact, conversation=conversation, channel="email"
    )
    sam = find_member_by_email(work.uow, AGENT)
    sam = sam or work.uow.add(Member(email=AGENT, name="Sam Okoye", role="agent"))
    ticket.owner_id = sam.id
    work.uow.flush()
    tickets.note_answered(work, ticket)
    return ticket


def after(work: Work, **span: float) -> Work:
    """The same work, so much later."""
    work.uow.now += timedelta(**span)
    return work


def test_a_silent_customer_is_told_and_then_the_ticket_is_closed(work: Work) -> None:
    ticket = helped(work)
    tickets.update_ticket(work, ticket, status="pending")
    closing.look_into(after(work, days=6.9), ticket)
    assert told_to(work, CUSTOMER) == []
    closing.look_into(after(work, days=0.1), ticket)
    [said] = told_to(work, CUSTOMER)
    assert "We will close it in 3 days" in said
    closing.look_into(after(work, days=2), ticket)
    assert ticket.status == "pending"
    closing.look_into(after(work, days=1), ticket)
    assert (ticket.status, ticket.survey_at) == ("closed", None)
    assert len(told_to(work, CUSTOMER)) == 1


def test_a_customer_who_spoke_last_is_not_told_of_their_silence_but_the_owner_of_ours(work: Work) -> None:
    ticket = helped(work)
    work.uow.add(Interaction(ticket_id=ticket.id, direction="in", at=work.now))
    tickets.update_ticket(work, ticket, status="pending")
    closing.look_into(after(work, days=7), ticket)
    work.uow.flush()
    assert told_to(work, CUSTOMER) == []
    [said] = told_to(work, AGENT)
    assert "Greta Halden wrote last, and nobody has answered since 2 March 2026" in said
    work.uow.add(Interaction(ticket_id=ticket.id, direction="out", at=work.now))
    closing.look_into(after(work, days=7), ticket)
    assert len(told_to(work, CUSTOMER)) == 1


def test_a_word_meanwhile_puts_the_closing_off(work: Work) -> None:
    ticket = helped(work)
    tickets.update_ticket(work, ticket, status="pending")
    said = Interaction(ticket_id=ticket.id, direction="out", at=after(work, days=5).now)
    work.uow.add(said)
    closing.look_into(after(work, days=2), ticket)
    assert told_to(work, CUSTOMER) == []
    assert ticket.closing_at == said.at + timedelta(days=7)


def test_an_answer_after_the_notice_keeps_the_ticket_open(work: Work) -> None:
    ticket = helped(work)
    tickets.update_ticket(work, ticket, status="pending")
    closing.look_into(after(work, days=7), ticket)
    tickets.update_ticket(work, ticket, status="open")
    assert (ticket.closing_at, ticket.closing_told_at) == (None, None)
    closing.look_into(after(work, days=4), ticket)
    assert ticket.status == "open"


def test_a_customer_who_cannot_be_told_is_left_to_a_person(work: Work) -> None:
    contact = add_contact(work.uow)
    ticket = helped(work, contact)
    work.uow.add(Consent(kind="email", address=CUSTOMER, purpose="all", is_granted=False, at=work.now))
    tickets.update_ticket(work, ticket, status="pending")
    closing.look_into(after(work, days=7), ticket)
    closing.look_into(after(work, days=30), ticket)
    assert ticket.status == "pending"


def test_a_solved_ticket_is_closed_without_a_word_and_reopens_within_its_days(work: Work) -> None:
    ticket = helped(work)
    tickets.update_ticket(work, ticket, status="solved")
    solved_at = ticket.solved_at
    closing.look_into(after(work, days=4), ticket)
    assert (ticket.status, ticket.solved_at) == ("closed", solved_at)
    assert told_to(work, CUSTOMER) == []


def test_a_customer_is_asked_an_hour_after_and_once(work: Work) -> None:
    ticket = helped(work)
    tickets.close_ticket(work, ticket)
    assert not satisfaction.ask(after(work, minutes=59), ticket)
    assert satisfaction.ask(after(work, minutes=1), ticket)
    assert not satisfaction.ask(after(work, hours=1), ticket)
    [asked] = told_to(work, CUSTOMER)
    assert "from 1 (not at all) to 5 (very)" in asked
    other = helped(work, work.uow.get(Contact, ticket.contact_id or ""))
    tickets.close_ticket(work, other)
    assert not satisfaction.ask(after(work, days=20), other)
    third = helped(work, work.uow.get(Contact, ticket.contact_id or ""))
    tickets.close_ticket(work, third)
    assert satisfaction.ask(after(work, days=20), third)


def test_nobody_is_asked_about_what_nobody_did_or_what_was_reopened(work: Work) -> None:
    untouched = tickets.create_ticket(work, subject="x", contact=add_contact(work.uow))
    tickets.close_ticket(work, untouched)
    assert untouched.survey_at is None
    ticket = helped(work, work.uow.get(Contact, untouched.contact_id or ""))
    tickets.close_ticket(work, ticket)
    tickets.reopen_ticket(work, ticket)
    assert ticket.survey_at is None
    assert not satisfaction.ask(after(work, hours=5), ticket)


def test_who_wants_no_surveys_is_not_asked_and_the_verdict_says_why(work: Work) -> None:
    ticket = helped(work)
    work.uow.add(Consent(kind="email", address=CUSTOMER, purpose="survey", is_granted=False, at=work.now))
    tickets.close_ticket(work, ticket)
    assert not satisfaction.ask(after(work, hours=1), ticket)
    assert ticket.csat_asked_at is None
    work.uow.flush()
    [verdict] = work.uow.session.exec(select(SendVerdict))
    assert (verdict.verdict, verdict.cause) == ("never", "notice:survey")


def test_at_night_the_question_waits_for_the_morning(work: Work) -> None:
    ticket = helped(work)
    work.uow.get(Contact, ticket.contact_id or "").time_zone = "America/Los_Angeles"
    tickets.close_ticket(work, ticket)
    assert satisfaction.ask(after(work, hours=1), ticket)
    assert ticket.csat_asked_at is not None
    assert f"{ticket.csat_asked_at:%H:%M}" == "16:00"


def test_an_answer_becomes_the_tickets_mark_and_a_bad_one_is_told(work: Work) -> None:
    ticket = helped(work)
    contact = work.uow.get(Contact, ticket.contact_id or "")
    tickets.close_ticket(work, ticket)
    satisfaction.ask(after(work, hours=1), ticket)
    assert satisfaction.take_answer(after(work, hours=1), contact, "My chain broke, please help") is None
    assert satisfaction.take_answer(work, contact, "2 - too slow") is not None
    work.uow.flush()
    assert (ticket.csat, ticket.csat_comment) == (2, "too slow")
    assert told_to(work, AGENT) == ["Greta Halden gave 2 of 5: “too slow”"]
    assert satisfaction.take_answer(work, contact, "sorry, I meant 4") is not None
    assert (ticket.csat, ticket.csat_comment) == (4, "too slow")


def test_a_number_weeks_later_is_no_answer(work: Work) -> None:
    ticket = helped(work)
    contact = work.uow.get(Contact, ticket.contact_id or "")
    tickets.close_ticket(work, ticket)
    satisfaction.ask(after(work, hours=1), ticket)
    assert satisfaction.take_answer(after(work, days=15), contact, "5") is None


@pytest.mark.parametrize(("macro", "status"), [("resolved", "solved"), ("more information", "pending")])
def test_a_macro_answers_and_gives_the_ticket_its_status(work: Work, macro: str, status: str) -> None:
    ticket = helped(work)
    send_macro(work, ticket, macro, key="macro")
    assert ticket.status == status
    assert len(told_to(work, CUSTOMER)) == 1


def test_a_macro_nobody_wrote_or_can_get_is_refused(work: Work) -> None:
    with pytest.raises(InvalidValue, match="There is no macro"):
        send_macro(work, helped(work), "sorry", key="macro")
    with pytest.raises(InvalidValue, match="no customer"):
        send_macro(work, tickets.create_ticket(work, subject="x"), "resolved", key="macro")
