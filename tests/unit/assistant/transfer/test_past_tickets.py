"""A helpdesk's tickets are taken over as they stand; nobody is told, and none is taken twice."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from assistant.follow_ups.tickets import closing
from assistant.transfer.importing import Imported
from storage.models import Contact, Delivery, Interaction, Job, Tag, Ticket
from storage.queries import service
from storage.queries.service_levels import tickets_due
from storage.search import search
from tests.unit.assistant.transfer.test_transfer import Desk, desk

__all__ = ["desk"]

HEAD = "id,subject,description,status,priority,category,tags,requester,requester_email,assignee,created_at"
ROW = (
    "67012,Printer on fire,It burns.,open,high,support,fire printer,Lea Lind,lea@newco.example,"
    "agent@own.example,2024-03-01T10:00:00Z"
)
STATES = "id,subject,status,requester_email,created_at,solved_at\n" + "".join(
    f"{number},Old {state},{state},lea@newco.example,2024-03-01 10:00,{solved}\n"
    for number, (state, solved) in enumerate(
        [("open", ""), ("pending", ""), ("hold", ""), ("solved", "2024-03-02 10:00"), ("closed", "")], 1
    )
)


def tickets(desk: Desk) -> dict[str, Ticket]:
    """Every ticket by the id it had elsewhere."""
    with desk.runtime.database.read() as uow:
        return {str(one.custom["external_id"]): one for one in uow.session.exec(select(Ticket))}


def test_a_ticket_comes_with_its_words_its_people_and_its_day(desk: Desk) -> None:
    assert desk.take("tickets", f"{HEAD}\n{ROW}\n") == Imported(new=1)
    [ticket] = tickets(desk).values()
    assert (ticket.number, ticket.subject, ticket.priority, ticket.category) == (
        1,
        "Printer on fire",
        "high",
        "support",
    )
    assert ticket.created_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert ticket.owner_id == desk.actors["agent"].id
    with desk.runtime.database.read() as uow:
        assert uow.get(Contact, ticket.contact_id or "").name == "Lea Lind"
        assert {one.name for one in uow.session.exec(select(Tag))} == {"fire", "printer"}
        [note] = uow.session.exec(select(Interaction))
    assert (note.text, note.direction, note.at) == ("It burns.", "internal", ticket.created_at)


def test_the_same_file_twice_adds_nothing_and_undoes_no_work_done_here(desk: Desk) -> None:
    desk.take("tickets", f"{HEAD}\n{ROW}\n")
    with desk.runtime.database.begin() as uow:
        uow.session.exec(select(Ticket)).one().status = "closed"
    assert desk.take("tickets", f"{HEAD}\n{ROW}\n") == Imported(known=1)
    assert tickets(desk)["67012"].status == "closed"


def test_a_ticket_is_found_by_the_number_it_had_but_ours_come_first(desk: Desk) -> None:
    desk.take("tickets", f"{HEAD}\n{ROW}\n{ROW.replace('67012', '1')}\n")
    with desk.runtime.database.read() as uow:
        assert [one.detail for one in search(uow, "ticket #67012", entities=("ticket",))] == ["#1, open"]
        numbers = [service.find_ticket(uow, number) for number in (67012, 1, 2, 3)]
    assert [one.number if one else None for one in numbers] == [1, 1, 2, None]


def test_nobody_is_told_and_nothing_is_late(desk: Desk) -> None:
    assert desk.take("tickets", STATES) == Imported(new=5)
    runtime = desk.runtime
    with runtime.database.read() as uow:
        assert list(uow.session.exec(select(Job))) == []
        uow.now += timedelta(days=60)
        assert [len(tickets_due(uow, due)) for due in ("closing_at", "survey_at", "alarm_at")] == [0, 0, 1]
    closing.sweep(runtime, {})
    with runtime.database.read() as uow:
        assert list(uow.session.exec(select(Delivery))) == []


def test_clocks_of_the_open_count_from_now_and_the_past_has_none(desk: Desk) -> None:
    desk.take("tickets", STATES)
    found = tickets(desk)
    due_at = found["1"].first_response_due_at
    assert due_at is not None
    assert due_at > desk.runtime.clock()
    assert all(found[one].first_response_due_at is None for one in "2345")
    assert (found["4"].status, found["4"].solved_at) == ("solved", datetime(2024, 3, 2, 10, tzinfo=UTC))
    assert (found["5"].status, found["5"].closed_at) == ("closed", datetime(2024, 3, 1, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    "file",
    [
        "ID,Subject,Requester,Requester email,Status,Priority,Assignee,Group,Created at,Solved at\n"
        "67012,Printer,Lea Lind,lea@newco.example,Hold,-,agent,Second line,2024-03-01 10:00:00 UTC,\n",
        "id;number;title;state;priority;customer;owner;group;created_at\n"
        "9;67012;Printer;on hold;2 normal;Lea Lind <lea@newco.example>;agent;Second line;"
        "2024-03-01T10:00:00Z\n",
        "Ticket ID,Subject,Status,Priority,Full name,Email,Agent,Group,Created time,Resolved time\n"
        "67012,Printer,Waiting on third party,Medium,Lea Lind,lea@newco.example,agent,Second line,"
        "2024-03-01 11:00:00 +0100,\n",
    ],
)
def test_what_other_helpdesks_write_is_understood(desk: Desk, file: str) -> None:
    assert desk.take("tickets", file) == Imported(new=1)
    ticket = tickets(desk)["67012"]
    assert (ticket.status, ticket.priority, ticket.team) == ("on_hold", "normal", "Second line")
    assert ticket.created_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert ticket.owner_id == desk.actors["agent"].id
    assert desk.show("tickets")[1][6:9] == ["Lea Lind", "lea@newco.example", "agent@own.example"]


def test_what_went_out_is_known_when_it_comes_in_again_and_new_elsewhere(desk: Desk) -> None:
    desk.take("tickets", f"{HEAD}\n{ROW}\n")
    head, row = desk.show("tickets")
    assert head[-1] == "id"
    assert row[:6] == ["Printer on fire", "It burns.", "open", "high", "support", "fire printer"]
    assert desk.take("tickets", f"{','.join(head)}\n{','.join(row)}\n") == Imported(known=1)


def test_who_is_nobody_here_is_told_and_rows_that_cannot_be_are_refused(desk: Desk) -> None:
    rows = (
        *("1,A,open,Lea,Nobody,2024-03-01", ",B,open,Lea,,2024-03-01", "3,C,odd,Lea,,2024-03-01"),
        *("4,,open,Lea,,2024-03-01", "5,E,open,Lea,,2999-03-01", "6,F,open,Lea,,yesterday"),
        *("7,G,open,,,2024-03-01", "8,H,2,,,2024-03-01"),
    )
    taken = desk.take("tickets", "\n".join(["id,subject,status,requester,assignee,created_at", *rows]))
    assert (taken.new, [one.partition(":")[0] for one in taken.problems]) == (
        2,
        ["line 3", "line 4", "line 5", "line 6", "line 7", "line 9"],
    )
    assert taken.notes == ["line 2: Nobody here is called Nobody: #1 has no owner."]
    assert "one of open, pending" in taken.problems[1]


def test_two_of_one_name_are_told_apart_by_their_address_only(desk: Desk) -> None:
    desk.take("contacts", "name,email\nLea Lind,lea@newco.example\nLea Lind,lea@oldco.example\n")
    taken = desk.take("tickets", "id,subject,requester\n1,A,Lea Lind\n")
    assert "Several contacts are called Lea Lind" in taken.problems[0]


def test_who_wrote_no_name_is_called_by_their_address(desk: Desk) -> None:
    desk.take("tickets", "id,subject,email\n1,A,lea.lind@newco.example\n")
    assert desk.show("tickets")[1][6:8] == ["Lea Lind", "lea.lind@newco.example"]
