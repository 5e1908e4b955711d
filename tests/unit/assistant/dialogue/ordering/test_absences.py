"""Leave, told in words."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import select

from assistant.dialogue.ordering.absences import read
from assistant.work import Work, member_actor
from storage.database import Database
from storage.models import Member, Ticket
from tests.fixtures.working import working


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """Dana, a rep, on Monday the second of March 2026."""
    with sqlite_database.begin() as uow:
        for name, role in (("Dana Reyes", "rep"), ("Sam Okoye", "agent"), ("Max Moss", "manager")):
            uow.add(Member(email=f"{name[:3].lower()}@rapport.example", name=name, role=role))
        uow.flush()
        yield working(uow)


def member(work: Work, name: str) -> Member:
    """A colleague."""
    return next(one for one in work.uow.session.exec(select(Member)) if one.name.startswith(name))


def said(work: Work, who: str, text: str) -> str | None:
    """What a colleague is answered."""
    reply = read(work.acting_as(member_actor(member(work, who))), text)
    return None if reply is None else reply.text


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("I'm on leave until March 12", date(2026, 3, 12)),
        ("I am away until Thursday.", date(2026, 3, 5)),
        ("I'm out of office through Friday", date(2026, 3, 7)),
        ("I'm on vacation, back on 16 March", date(2026, 3, 16)),
    ],
)
def test_leave_is_noted_with_the_day_of_return(work: Work, text: str, back: date) -> None:
    assert said(work, "Dana", text) is not None
    assert member(work, "Dana").leave_until == back


def test_a_stand_in_is_named_and_forgotten_on_return(work: Work) -> None:
    said(work, "Dana", "I'm on leave until Thursday, Sam stands in")
    assert member(work, "Dana").stand_in_id == member(work, "Sam").id
    assert said(work, "Dana", "I'm back!") == "Welcome back! You get new tickets and leads again."
    assert (member(work, "Dana").leave_until, member(work, "Dana").stand_in_id) == (None, None)


def test_who_is_away_is_told_with_the_day_of_return_and_the_stand_in(work: Work) -> None:
    assert said(work, "Max", "who's away today?") == "Nobody is on leave."
    said(work, "Dana", "I'm on leave until Thursday, Sam stands in")
    told = said(work, "Max", "who is on leave?")
    assert told == "• Dana Reyes, back on Thu 5 March 2026; Sam Okoye stands in"
    assert "may not" in (said(work, "Sam", "Dana is back") or "")
    assert (
        said(work, "Max", "Dana is back early") == "Dana Reyes is back, and gets new tickets and leads again."
    )
    assert member(work, "Dana").leave_until is None


def test_tickets_that_lie_still_meanwhile_are_named(work: Work) -> None:
    work.uow.add(Ticket(number=1, subject="x", owner_id=member(work, "Dana").id, created_at=work.now))
    work.uow.flush()
    assert "1 open ticket stays where it is" in (said(work, "Dana", "I'm on leave until Thursday") or "")


def test_a_manager_notes_a_colleagues_leave_and_a_rep_may_not(work: Work) -> None:
    assert "may not" in (said(work, "Dana", "Sam is away until Friday") or "")
    said(work, "Max", "Sam is away until Friday")
    assert member(work, "Sam").leave_until == date(2026, 3, 6)


@pytest.mark.parametrize(
    "text",
    [
        "I'm away",
        "I'm sick of this",
        "I'm back to back in meetings",
        "Jane is away until Friday",
        "I'm on it",
    ],
)
def test_other_words_are_left_to_the_talk(work: Work, text: str) -> None:
    assert said(work, "Dana", text) is None
