"""Rows that wait for their time, in any number, to measure how quickly those that are due are found."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import SQLModel

from storage.bulk import load
from storage.database import Database
from storage.models import Contact, Delivery, Enrolment, Sequence, Task, Ticket
from storage.types import new_id

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
_CONTACTS = 1_000
_STEP = 100_000

Row = tuple[Any, ...]


def fill_dues(database: Database, *, rows: int, due: int) -> None:
    """Fill an empty, migrated database with `rows` of each kind that wait, of which `due` are due at NOW."""
    contacts, sequence = [new_id() for _ in range(_CONTACTS)], new_id()
    with database.begin() as uow:
        connection = uow.connection()
        named = ((one, f"Contact {number}", NOW, NOW) for number, one in enumerate(contacts))
        load(connection, Contact, ("id", "name", "created_at", "updated_at"), named)
        load(connection, Sequence, ("id", "name", "created_at", "updated_at"), [(sequence, "dues", NOW, NOW)])

    def enrolment(number: int) -> Row:
        return (sequence, contacts[number % _CONTACTS], number // _CONTACTS, "active", None)

    def resting(number: int) -> Row:
        round_ = rows // _CONTACTS + 1 + number // _CONTACTS
        return (sequence, contacts[number % _CONTACTS], round_, "paused", NOW + timedelta(days=900))

    def delivery(number: int) -> Row:
        return (f"due:{number}", "email", f"p{number}@mail.example", NOW)

    def task(number: int) -> Row:
        return (f"Task {number}",)

    def ticket(number: int) -> Row:
        return (number + 1, f"Ticket {number}")

    in_sequence = ("sequence_id", "contact_id", "round", "state")
    _fill(database, Enrolment, (*in_sequence, "paused_until"), enrolment, "due_at", rows, due)
    _fill(database, Enrolment, (*in_sequence, "due_at"), resting, "paused_until", rows, due)
    _fill(database, Delivery, ("key", "channel", "address", "first_due_at"), delivery, "due_at", rows, due)
    _fill(database, Task, ("text",), task, "due_at", rows, due)
    _fill(database, Ticket, ("number", "subject"), ticket, "alarm_at", rows, due)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _fill(
    database: Database,
    model: type[SQLModel],
    columns: tuple[str, ...],
    row: Callable[[int], Row],
    moment: str,
    rows: int,
    due: int,
) -> None:
    """Load rows in steps; their `moment`s are spread over a year to come, of every so many one is past."""
    every = max(1, rows // due)

    def made(start: int) -> Iterator[Row]:
        for number in range(start, min(start + _STEP, rows)):
            away = timedelta(seconds=1 + number * 31_000_000 // rows)
            at = NOW - timedelta(hours=1) if number % every == 0 else NOW + away
            yield (new_id(), *row(number), at, NOW, NOW)

    for start in range(0, rows, _STEP):
        with database.begin() as uow:
            load(uow.connection(), model, ("id", *columns, moment, "created_at", "updated_at"), made(start))
