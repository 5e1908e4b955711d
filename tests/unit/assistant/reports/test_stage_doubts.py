"""A stage is doubted only where a record speaks against it, and the record is named."""

from datetime import timedelta
from typing import Any

import pytest

from assistant.reports.stage_doubts import doubts
from storage.database import Database
from storage.models import Company, Contact, Deal, DealContact, Interaction
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock
from tests.unit.assistant.reports.company import work_on


def deal(uow: UnitOfWork, title: str, **fields: Any) -> Deal:
    company = uow.add(Company(name=title))
    contact = uow.add(Contact(name=f"Jo {title}", company_id=company.id))
    entered = uow.now - timedelta(days=10)
    whole: dict[str, Any] = {
        "amount_minor": 100,
        "close_date": uow.now.date() + timedelta(days=20),
        "stage_entered_at": entered,
        **fields,
    }
    made = uow.add(Deal(title=title, company_id=company.id, **whole))
    uow.flush()
    uow.add(DealContact(deal_id=made.id, contact_id=contact.id))
    return made


def wrote(uow: UnitOfWork, about: Deal, intent: str, *, days_ago: int) -> None:
    contact = next(one for one in uow.added(DealContact) if one.deal_id == about.id).contact_id
    at = uow.now - timedelta(days=days_ago)
    uow.add(Interaction(contact_id=contact, new_text="So it is.", intents=[intent], at=at))


def reasons(database: Database) -> dict[str, tuple[str, ...]]:
    with database.read() as uow:
        return {one.deal.title: one.reasons for one in doubts(work_on(uow))}


def test_nothing_on_record_is_no_reason(sqlite_database: Database) -> None:
    with sqlite_database.begin(actor="system") as uow:
        for stage in ("new", "qualified", "proposal", "negotiation"):
            deal(uow, stage, stage=stage)
    assert reasons(sqlite_database) == {}


def test_a_meeting_and_the_customers_last_word_speak_against_a_stage(
    sqlite_database: Database, clock: FrozenClock
) -> None:
    with sqlite_database.begin(actor="system") as uow:
        met = deal(uow, "Met", stage="new")
        uow.add(Interaction(kind="meeting", deal_id=met.id, at=clock.now - timedelta(days=1)))
        before = deal(uow, "Before", stage="new")
        uow.add(Interaction(kind="meeting", deal_id=before.id, at=clock.now - timedelta(days=30)))
        wrote(uow, deal(uow, "No", stage="proposal"), "reply.decline", days_ago=2)
        wrote(uow, deal(uow, "Yes", stage="proposal"), "reply.accept", days_ago=2)
        changed = deal(uow, "Changed", stage="proposal")
        wrote(uow, changed, "reply.decline", days_ago=3)
        wrote(uow, changed, "reply.accept", days_ago=1)
        wrote(uow, deal(uow, "Old", stage="proposal"), "reply.decline", days_ago=20)
    found = reasons(sqlite_database)
    assert set(found) == {"Met", "No", "Yes", "Changed"}
    assert found["Met"] == ("somebody spoke with them on 1 Mar 2026",)
    assert found["No"] == ("the customer said no on 28 Feb 2026: “So it is.”",)
    assert "said yes" in found["Yes"][0]
    assert "said yes on 1 Mar 2026" in found["Changed"][0]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"amount_minor": None}, "it counts as commit without an amount"),
        ({"close_date": None}, "it counts as commit without a close date"),
        ({"status": "lost"}, "it is lost"),
        ({"stage": "won"}, "it is open"),
        ({"stage": "elsewhere"}, "there is no stage “elsewhere”"),
    ],
)
def test_what_a_stage_promises_is_held_against_the_deal(
    sqlite_database: Database, fields: dict[str, Any], reason: str
) -> None:
    with sqlite_database.begin(actor="system") as uow:
        deal(uow, "Acme", **{"stage": "negotiation", **fields})
    assert reasons(sqlite_database) == {"Acme": (reason,)}
