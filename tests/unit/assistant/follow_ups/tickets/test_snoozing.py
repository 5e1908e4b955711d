"""A ticket laid aside opens again by itself when its moment comes: once, with a word, late if need be."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

import pytest
from sqlmodel import select

from assistant.actions import tickets
from assistant.actions.colleagues import post_card
from assistant.follow_ups.tickets import snoozing
from assistant.presenting.cards import ticket_card
from assistant.work import InvalidValue, Work
from storage.database import Database
from storage.models import Delivery, Ticket
from storage.queries.service_levels import tickets_due
from tests.factories import add_contact
from tests.fixtures.working import RememberedJobs, told_to, working
from tests.unit.assistant.follow_ups.tickets.test_ticket_ends import AGENT, after, helped

HOUR = timedelta(hours=1)


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction, Monday at half past nine."""
    with sqlite_database.begin() as uow:
        yield working(uow)


@pytest.fixture
def ticket(work: Work) -> Ticket:
    """A ticket of Sam's with a card in Slack, laid aside for an hour."""
    made = helped(work, add_contact(work.uow))
    post_card(
        work, channel="C1", entity="ticket", record_id=made.id, reply=ticket_card(work, made), key="card"
    )
    tickets.snooze_ticket(work, made, until=work.now + HOUR)
    work.uow.flush()
    return made


def events(work: Work, name: str) -> int:
    """How often an event was told."""
    return sum(job.key.startswith(f"{name}:") for job in cast(RememberedJobs, work.jobs).left)


def in_thread(work: Work) -> list[str]:
    """What was said in the thread of the ticket's card."""
    work.uow.flush()
    found = work.uow.session.exec(select(Delivery).order_by("id"))
    return [one.content["reply"]["text"] for one in found if "snooze:" in one.key and one.channel == "slack"]


def test_its_card_says_until_when_it_rests(work: Work, ticket: Ticket) -> None:
    facts = {one.label: one.value for one in ticket_card(work, ticket).facts}
    assert facts["Status"] == "snoozed until Mon 2 March 2026, 10:30"


def test_it_is_not_woken_before_its_time(work: Work, ticket: Ticket) -> None:
    assert tickets_due(work.uow, "snoozed_until") == []
    snoozing.wake(after(work, minutes=59), ticket)
    assert ticket.status == "on_hold"


def test_it_opens_once_with_an_event_and_a_word_in_its_thread_and_to_its_owner(
    work: Work, ticket: Ticket
) -> None:
    after(work, hours=1)
    assert tickets_due(work.uow, "snoozed_until") == [ticket.id]
    for _ in range(2):
        snoozing.wake(work, ticket)
    assert (ticket.status, ticket.snoozed_until) == ("open", None)
    assert events(work, "ticket.snooze_ended") == 1
    assert in_thread(work) == ["The snooze is over: it is open again."]
    [said] = told_to(work, AGENT)
    assert said.startswith("The snooze is over: it is open again.")


def test_after_downtime_it_is_said_to_be_late(work: Work, ticket: Ticket) -> None:
    snoozing.wake(after(work, hours=30), ticket)
    assert in_thread(work) == [
        "The snooze was over Mon 2 March 2026, 10:30; it is open again, late.",
    ]


@pytest.mark.parametrize("status", ["open", "closed"])
def test_what_a_colleague_changed_meanwhile_stays(work: Work, ticket: Ticket, status: str) -> None:
    tickets.update_ticket(work, ticket, status=status)
    snoozing.wake(after(work, hours=2), ticket)
    assert (ticket.status, in_thread(work)) == (status, [])


def test_its_clocks_stand_still_meanwhile(work: Work, ticket: Ticket) -> None:
    due_at = ticket.resolution_due_at
    assert due_at is not None
    snoozing.wake(after(work, hours=1), ticket)
    assert ticket.resolution_due_at == due_at + HOUR


def test_a_moment_gone_by_and_an_ended_ticket_are_refused(work: Work, ticket: Ticket) -> None:
    with pytest.raises(InvalidValue, match="passed"):
        tickets.snooze_ticket(work, ticket, until=work.now)
    tickets.close_ticket(work, ticket)
    with pytest.raises(InvalidValue, match="nothing to snooze"):
        tickets.snooze_ticket(work, ticket, until=work.now + HOUR)
