"""What is asked again and again has its index, on both databases: by every tick, for every imported row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from storage.database import Database
from storage.models import Contact, Deal, Lead, Ticket
from storage.queries import imports, outgoing, pacing, sequencing, service, service_levels
from storage.search import ticket_from_elsewhere, ticket_numbered
from storage.synthetic_dues import NOW, fill_dues
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock

Sweep = Callable[[UnitOfWork], object]

SWEEPS: dict[str, tuple[Sweep, str]] = {
    "steps": (lambda uow: sequencing.due_enrolment_ids(uow, limit=200), "ix_enrolment_due"),
    "pauses": (lambda uow: sequencing.rested_enrolment_ids(uow, limit=200), "ix_enrolment_paused"),
    "reminders": (lambda uow: service.tasks_to_remind(uow), "ix_task_remind"),
    "ticket clocks": (lambda uow: service_levels.tickets_due(uow, "alarm_at"), "ix_ticket_alarm"),
    "deliveries": (
        lambda uow: outgoing.claim_deliveries(uow, limit=10, lease=timedelta(minutes=1), channels=("email",)),
        "ix_delivery_due",
    ),
    "dead senders": (outgoing.expire_claims, "ix_delivery_lease"),
    "next delivery": (
        lambda uow: outgoing.next_delivery_due(uow, channels=("email", "sms")),
        "ix_delivery_due",
    ),
    "pace": (
        lambda uow: pacing.nth_newest_due(
            uow, channel="email", account="", since=NOW - timedelta(hours=1), number=1
        ),
        "ix_delivery_pace",
    ),
}
LOOK_UPS: dict[str, tuple[Sweep, str]] = {
    "imported contacts": (
        lambda uow: imports.contacts_called(uow, "Lea", company_id=None),
        "ix_search_contact_called",
    ),
    "imported deals": (
        lambda uow: imports.deals_called(uow, "Renewal", company_id="newco"),
        "ix_search_deal_called",
    ),
    "imported leads": (
        lambda uow: imports.leads_called(uow, "Lea", company="Newco"),
        "ix_search_lead_called",
    ),
    "tickets of elsewhere": (
        lambda uow: ticket_from_elsewhere(uow, "67012"),
        "ix_search_ticket_elsewhere",
    ),
    "ticket numbers": (lambda uow: ticket_numbered(uow, 67012), "ix_search_ticket_elsewhere"),
}


def test_every_sweep_and_look_up_uses_its_index(database: Database, clock: FrozenClock) -> None:
    clock.now = NOW
    fill_dues(database, rows=500, due=20)
    _fill_names(database, rows=100)
    _count(database)
    for name, (sweep, index) in (SWEEPS | LOOK_UPS).items():
        with database.begin() as uow:
            if not database.is_sqlite:
                # So few rows are read quickest as a whole: what is asked is whether the index can be used.
                uow.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
            with _first_statement(database.engine) as seen:
                sweep(uow)
            plan = _plan(uow.connection(), *seen[0])
        assert index in plan, f"{name}: {plan}"


def test_a_sweep_finds_what_is_due_and_nothing_else(database: Database, clock: FrozenClock) -> None:
    clock.now = NOW
    fill_dues(database, rows=500, due=20)
    with database.begin() as uow:
        for name in ("steps", "pauses", "reminders", "ticket clocks"):
            found = SWEEPS[name][0](uow)
            assert isinstance(found, list)
            assert len(found) == 20


def _fill_names(database: Database, *, rows: int) -> None:
    with database.begin() as uow:
        for number in range(rows):
            name = f"Named {number}"
            ticket = Ticket(number=1_000_000 + number, subject=name, custom={"external_id": name})
            for record in (Contact(name=name), Deal(title=name), Lead(name=name), ticket):
                uow.add(record)


def _count(database: Database) -> None:
    """Have the planner know how much there is, as it does after a while: it counts when it finds the time."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


@contextmanager
def _first_statement(engine: Engine) -> Iterator[list[tuple[str, object]]]:
    seen: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _plan(connection: Connection, statement: str, parameters: object) -> str:
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    given = parameters if isinstance(parameters, dict | tuple) else ()
    rows = connection.exec_driver_sql(f"{explain} {statement}", given)
    return "\n".join(str(row) for row in rows)
