"""Customers who left and who may, with the words it was read from."""

from datetime import timedelta

from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters, Report
from storage.database import Database
from storage.models import Company, Contact, Deal, Interaction, Ticket
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock
from tests.unit.assistant.reports.company import work_on


def customer(uow: UnitOfWork, name: str) -> tuple[str, str]:
    company = uow.add(Company(name=name))
    uow.flush()
    contact = uow.add(Contact(name=f"Jo {name}", company_id=company.id))
    then = uow.now - timedelta(days=200)
    uow.add(
        Deal(title=name, company_id=company.id, status="won", stage="won", closed_at=then, created_at=then)
    )
    uow.flush()
    return company.id, contact.id


def wrote(uow: UnitOfWork, contact_id: str, text: str, *, intent: str, days_ago: int) -> str:
    at = uow.now - timedelta(days=days_ago)
    said = Interaction(contact_id=contact_id, channel="email", new_text=text, intents=[intent], at=at)
    return uow.add(said).id


def churn(database: Database) -> Report:
    with database.read() as uow:
        return run_report(work_on(uow), "churn", Parameters())


def test_wish_to_cancel_is_quoted_and_cited(sqlite_database: Database) -> None:
    with sqlite_database.begin(actor="system") as uow:
        _, contact_id = customer(uow, "Globex")
        said = wrote(uow, contact_id, "Please end our contract.", intent="cancel.request", days_ago=5)
    (row,) = churn(sqlite_database).rows
    assert row.cells[:2] == ("Globex", "left")
    assert "“Please end our contract.” (25 Feb 2026, email)" in row.cells[3]
    assert row.behind["interactions"] == (said,)


def test_customer_with_an_open_deal_is_at_risk_and_has_not_left(sqlite_database: Database) -> None:
    with sqlite_database.begin(actor="system") as uow:
        company_id, contact_id = customer(uow, "Globex")
        wrote(uow, contact_id, "We think of leaving.", intent="cancel.request", days_ago=5)
        uow.add(Deal(title="Renewal", company_id=company_id))
    report = churn(sqlite_database)
    assert (report.totals["left"], report.totals["at_risk"]) == (0, 1)
    assert report.rows[0].cells[1] == "at risk"


def test_lost_deal_silence_late_ticket_and_low_mark_are_signals(
    sqlite_database: Database, clock: FrozenClock
) -> None:
    with sqlite_database.begin(actor="system") as uow:
        company_id, contact_id = customer(uow, "Acme")
        wrote(uow, contact_id, "Hello", intent="other", days_ago=120)
        due = clock.now - timedelta(hours=1)
        uow.add(Ticket(number=1, subject="Down", company_id=company_id, resolution_due_at=due))
        asked = clock.now - timedelta(days=2)
        uow.add(
            Ticket(
                number=2,
                subject="Slow",
                status="closed",
                company_id=company_id,
                csat=1,
                csat_asked_at=asked,
            )
        )
    (row,) = churn(sqlite_database).rows
    assert row.cells[1] == "at risk"
    assert row.values["points"] == 6
    for words in ("ticket #1 “Down” is late", "gave ticket #2 a mark of 1", "no word since 2 Nov 2025"):
        assert words in row.cells[3]


def test_company_that_never_bought_is_no_customer(sqlite_database: Database) -> None:
    with sqlite_database.begin(actor="system") as uow:
        uow.add(Company(name="Prospect"))
    report = churn(sqlite_database)
    assert report.rows == ()
    assert report.totals["customers"] == 0
