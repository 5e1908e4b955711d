"""A ticket's clocks: started, paused, moved on, stopped; and what is kept of a breach."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.actions import tickets
from assistant.follow_ups.tickets import service_levels
from assistant.follow_ups.tickets.clocks import level_of
from assistant.work import Work
from config.service import CalendarRules, ServiceLevel
from storage.database import Database
from storage.models import Company, Member, Tag, Ticket
from storage.queries.service_levels import service_level_events
from tests.factories import add_contact
from tests.fixtures.working import working


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction, Monday at half past nine; the company works nine to five."""
    with sqlite_database.begin() as uow:
        yield working(uow)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def later(work: Work, moment: datetime) -> Work:
    """The same work, so much later."""
    work.uow.now = moment
    return work


def opened(work: Work, *, priority: str = "normal") -> Ticket:
    """A ticket of a customer."""
    contact = add_contact(work.uow)
    return tickets.create_ticket(work, subject="The brakes squeal", contact=contact, priority=priority)


def test_a_ticket_is_due_in_working_time_and_warns_at_four_fifths(work: Work) -> None:
    ticket = opened(work)
    assert ticket.first_response_due_at == at(2, 13, 30)
    assert ticket.resolution_due_at == at(9, 9, 30)
    assert ticket.alarm_at == at(2, 12, 42)


def test_a_pause_gives_back_what_was_left(work: Work) -> None:
    ticket = opened(work)
    tickets.update_ticket(later(work, at(2, 11, 30)), ticket, status="pending")
    assert ticket.alarm_at is None
    tickets.update_ticket(later(work, at(4, 10)), ticket, status="open")
    assert ticket.first_response_due_at == at(4, 12)
    assert ticket.paused_at is None
    tickets.update_ticket(later(work, at(4, 11)), ticket, status="on_hold")
    tickets.update_ticket(later(work, at(7, 12)), ticket, status="open")
    assert ticket.first_response_due_at == at(9, 10)


def test_a_changed_priority_counts_what_was_used_before(work: Work) -> None:
    ticket = opened(work)
    tickets.update_ticket(later(work, at(2, 10)), ticket, status="pending")
    tickets.update_ticket(later(work, at(2, 15)), ticket, status="open")
    tickets.update_ticket(work, ticket, priority="high")
    assert ticket.first_response_due_at == at(2, 15, 30)


def test_the_next_response_is_owed_from_the_customers_word_to_ours(work: Work) -> None:
    ticket = opened(work)
    tickets.note_answered(later(work, at(2, 10)), ticket)
    assert ticket.first_response_due_at is None
    assert ticket.next_response_due_at is None
    service_levels.customer_wrote(later(work, at(2, 16)), ticket)
    assert ticket.next_response_due_at == at(3, 16)
    service_levels.customer_wrote(later(work, at(3, 9)), ticket)
    assert ticket.next_response_due_at == at(3, 16)
    tickets.note_answered(later(work, at(3, 10)), ticket)
    assert ticket.next_response_due_at is None


def test_a_reopened_ticket_goes_on_with_the_time_it_had_left(work: Work) -> None:
    ticket = opened(work, priority="urgent")
    tickets.note_answered(work, ticket)
    tickets.close_ticket(later(work, at(2, 11, 30)), ticket)
    tickets.reopen_ticket(later(work, at(5, 9)), ticket)
    assert ticket.resolution_due_at == at(5, 11)


def test_the_first_policy_that_fits_counts(work: Work) -> None:
    company = work.uow.add(Company(name="Halden Bikes", domain="halden-bikes.example"))
    work.uow.add(Tag(entity="company", record_id=company.id, name="VIP"))
    work.uow.flush()
    levels = (
        ServiceLevel(name="texts", channel="sms", first_response=5),
        ServiceLevel(name="key", companies=("halden-bikes.example",), priority="urgent", first_response=10),
        ServiceLevel(name="vip", tag="vip", first_response=20),
        ServiceLevel(name="us", team="austin", first_response=30),
        ServiceLevel(name="rest", first_response=60),
    )
    work = working(work.uow, service_levels=levels)

    def policy(**facts: Any) -> str:
        found = level_of(work, Ticket(number=1, subject="x", **facts))
        return found.name if found else ""

    assert policy(channel="sms") == "texts"
    assert policy(company_id=company.id, priority="urgent") == "key"
    assert policy(company_id=company.id) == "vip"
    assert policy(team="austin") == "us"
    assert policy(team="munich") == "rest"
    assert policy() == "rest"


def test_a_policy_counts_by_its_own_calendar(work: Work) -> None:
    tokyo = CalendarRules(time_zone="Asia/Tokyo")
    levels = (
        ServiceLevel(name="outage", priority="urgent", calendar="always", first_response=600),
        ServiceLevel(name="rest", calendar="tokyo", first_response=30),
    )
    work = working(work.uow, service_levels=levels, calendars={"tokyo": tokyo})
    assert opened(work, priority="urgent").first_response_due_at == at(2, 19, 30)
    ticket = tickets.create_ticket(work, subject="Another")
    assert ticket.first_response_due_at == at(3, 0, 30)


def test_an_answer_after_the_time_is_a_breach_with_its_reason(work: Work) -> None:
    ticket = opened(work)
    tickets.note_answered(later(work, at(2, 14)), ticket)
    [event] = service_level_events(work.uow, ticket_id=ticket.id)
    assert (event.kind, event.clock, event.policy, event.due_at) == (
        "breach",
        "first_response",
        "normal",
        at(2, 13, 30),
    )
    assert event.reason == "Nobody answered: nobody owned it."


def test_a_breach_says_who_had_it_and_since_when(work: Work) -> None:
    owner = work.uow.add(Member(email="sam@rapport.example", name="Sam Okoye", role="agent"))
    work.uow.flush()
    ticket = opened(work)
    work.uow.flush()
    tickets.assign_ticket(later(work, at(2, 12)), ticket, owner)
    work.uow.flush()
    tickets.note_answered(later(work, at(2, 15)), ticket)
    [event] = service_level_events(work.uow, ticket_id=ticket.id)
    assert event.reason == "Nobody answered: Sam Okoye was given it only after 150 of 240 minutes."


def test_a_ticket_nobody_measures_is_never_due(work: Work) -> None:
    ticket = opened(working(work.uow, service_levels=()))
    assert ticket.first_response_due_at is None
    assert ticket.alarm_at is None
