"""What clocks say, to whom, and how often: once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from assistant.actions import tickets
from assistant.follow_ups.tickets.alarms import ring
from assistant.work import Work
from storage.database import Database
from storage.models import Member, Ticket
from storage.queries.service_levels import service_level_events, tickets_due
from tests.fixtures.working import told_to, working


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction, Monday at half past nine, with a desk."""
    with sqlite_database.begin() as uow:
        for name, role, team in (
            ("Sam", "agent", "north"),
            ("Max", "manager", "north"),
            ("Mia", "manager", "south"),
            ("Ada", "admin", ""),
        ):
            uow.add(Member(email=f"{name.lower()}@rapport.example", name=name, role=role, team=team))
        uow.flush()
        yield working(uow)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def named(work: Work, name: str) -> Member:
    """A colleague."""
    return work.uow.session.exec(select(Member).where(Member.name == name)).one()


def owned(work: Work, owner: str = "Sam") -> Ticket:
    """An answered-by-nobody ticket of Sam's, due at half past one."""
    ticket = tickets.create_ticket(work, subject="The brakes squeal", owner_id=named(work, owner).id)
    work.uow.flush()
    return ticket


def rung(work: Work, ticket: Ticket, moment: datetime) -> list[str]:
    """What was said at a moment."""
    work.uow.now = moment
    said = [f"{one.running.clock} {one.kind} {one.level}" for one in ring(work, ticket)]
    work.uow.flush()
    return said


def test_a_clock_warns_then_breaches_then_escalates_each_once(work: Work) -> None:
    ticket = owned(work)
    assert rung(work, ticket, at(2, 12, 41)) == []
    assert rung(work, ticket, at(2, 12, 42)) == ["first_response warning 0"]
    assert rung(work, ticket, at(2, 12, 43)) == []
    assert ticket.alarm_at == at(2, 13, 30)
    assert rung(work, ticket, at(2, 13, 30)) == ["first_response breach 0", "first_response escalation 1"]
    assert rung(work, ticket, at(2, 17)) == []
    assert rung(work, ticket, at(3, 9, 30)) == ["first_response escalation 2"]
    assert rung(work, ticket, at(4, 9)) == []
    assert told_to(work, "sam@rapport.example") == [
        "The first answer is due Mon 2 March 2026, 13:30; 80 % of the time is gone.",
        "The first answer was due Mon 2 March 2026, 13:30. Nobody answered: Sam had it all the time.",
    ]
    assert len(told_to(work, "max@rapport.example")) == 1
    assert told_to(work, "mia@rapport.example") == []
    assert len(told_to(work, "ada@rapport.example")) == 1
    assert (ticket.is_escalated, ticket.escalated_to) == (True, "Ada")


def test_after_downtime_the_breach_is_told_and_the_stale_warning_only_kept(work: Work) -> None:
    ticket = owned(work)
    rung(work, ticket, at(2, 15))
    kinds = [one.kind for one in service_level_events(work.uow, ticket_id=ticket.id)]
    assert sorted(kinds) == ["breach", "escalation", "warning"]
    assert len(told_to(work, "sam@rapport.example")) == 1


def test_a_standing_clock_says_nothing(work: Work) -> None:
    ticket = owned(work)
    tickets.update_ticket(work, ticket, status="on_hold")
    assert rung(work, ticket, at(9, 12)) == []
    assert tickets_due(work.uow, "alarm_at") == []


def test_an_answer_in_time_leaves_only_the_solution_to_wait_for(work: Work) -> None:
    ticket = owned(work)
    rung(work, ticket, at(2, 12, 42))
    work.uow.now = at(2, 13)
    tickets.note_answered(work, ticket)
    assert ticket.alarms == {}
    assert rung(work, ticket, at(2, 16)) == []
    assert ticket.alarm_at == at(6, 9, 30)


def test_while_the_owner_is_on_leave_the_stand_in_hears_of_it(work: Work) -> None:
    sam = named(work, "Sam")
    sam.leave_until, sam.stand_in_id = date(2026, 3, 9), named(work, "Mia").id
    rung(work, owned(work), at(2, 12, 42))
    assert told_to(work, "sam@rapport.example") == []
    assert len(told_to(work, "mia@rapport.example")) == 1


def test_who_asked_for_quiet_is_not_told_and_the_breach_is_kept(work: Work) -> None:
    named(work, "Sam").preferences = {"muted_until": at(4, 9).isoformat()}
    ticket = owned(work)
    rung(work, ticket, at(2, 12, 42))
    assert told_to(work, "sam@rapport.example") == []
    assert len(service_level_events(work.uow, ticket_id=ticket.id)) == 1


def test_a_ticket_nobody_owns_is_the_managers_matter(work: Work) -> None:
    ticket = tickets.create_ticket(work, subject="The bell is silent")
    work.uow.flush()
    rung(work, ticket, at(2, 12, 42))
    assert len(told_to(work, "max@rapport.example")) == len(told_to(work, "mia@rapport.example")) == 1
