"""Conditions asked in memory and by the database come to the same answers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assistant.expressions.condition import compile_condition
from assistant.expressions.filtering import sieve_of
from assistant.expressions.vocabulary import Moment, Vocabulary
from storage.database import Database
from storage.filters import Kind, count_matching, page_matching, values_of
from storage.models import Company, Contact, Deal, DealContact, Member, Tag
from storage.unit_of_work import UnitOfWork

CUSTOMS: dict[str, dict[str, Kind]] = {"deal": {"seats": "number", "plan": "text"}}
DEALS = Vocabulary("deal", customs=CUSTOMS)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MOMENT = Moment(NOW, "UTC")

BY_DATABASE = {
    'deal.stage == "new"': 2,
    'deal.stage != "new"': 2,
    'deal.stage in ["new", "proposal"]': 3,
    "deal.amount > 1000": 2,
    "!(deal.amount > 1000)": 1,
    "deal.amount == null": 1,
    "deal.amount != null && deal.amount < 600.5": 1,
    "deal.amount > 1000 || deal.stage == 'new'": 3,
    "deal.last_activity_at < ago('10d')": 1,
    "deal.close_date < today": 1,
    "deal.close_date == null": 2,
    "deal.close_date == '2026-02-01'": 1,
    "deal.close_date > day(7) || deal.close_date == null": 3,
    "deal.title.contains('oll')": 1,
    "deal.title.contains('OLL')": 0,
    "deal.title.startsWith('Acme') && deal.title.endsWith('out')": 1,
    'company.name == ""': 1,
    'company.region != "north"': 1,
    '"vip" in contact.tags': 1,
    '"vip" in deal.tags || "hot" in deal.tags': 1,
    'contact.name == "Jane Doe"': 1,
    'contact.open_deals > 0 && deal.status == "open"': 1,
    'deal.owner == "dana@rapport.example"': 2,
    'owner.team == "north"': 2,
    "deal.custom.seats >= 10": 1,
    'deal.custom.plan == ""': 3,
    "false || deal.created_at <= now": 4,
}
RECORD_BY_RECORD = {
    'lower(deal.title).contains("ACME")': 0,
    'lower(deal.title).contains("acme")': 1,
    "size(deal.next_step) == 0": 3,
    "deal.amount * 2 > 90000.0 && deal.stage == 'proposal'": 1,
    "now - deal.last_activity_at > duration('240h')": 1,
    'contact.tags.exists(one, one.startsWith("vi"))': 1,
    "deal.title.matches('^[AG].*t$')": 1,
}


@pytest.fixture
def deals(database: Database) -> Database:
    """Four deals of all sorts."""
    with database.begin() as uow:
        _fill(uow)
    return database


def _fill(uow: UnitOfWork) -> None:
    dana = uow.add(Member(email="dana@rapport.example", name="Dana", team="north"))
    acme = uow.add(Company(name="Acme", region="north"))
    jane = uow.add(Contact(name="Jane Doe"))
    base: dict[str, Any] = {"stage_entered_at": NOW, "last_activity_at": NOW}
    first = uow.add(
        Deal(
            title="Acme rollout",
            stage="proposal",
            amount_minor=4_800_000,
            company_id=acme.id,
            owner_id=dana.id,
            next_step="call",
            close_date=date(2026, 2, 1),
            custom={"seats": 12, "plan": "gold"},
            **base,
        )
    )
    uow.add(
        Deal(title="Globex", stage="new", amount_minor=60_000, owner_id=dana.id, company_id=acme.id, **base)
    )
    uow.add(
        Deal(title="Yen", stage="new", amount_minor=5_000_000, currency="JPY", company_id=acme.id, **base)
    )
    old = {**base, "last_activity_at": NOW - timedelta(days=11)}
    uow.add(Deal(title="Ünter 100%", stage="won", status="won", close_date=date(2026, 4, 1), **old))
    uow.add(DealContact(deal_id=first.id, contact_id=jane.id, is_primary=True))
    uow.add(Tag(entity="contact", record_id=jane.id, name="vip"))
    uow.add(Tag(entity="contact", record_id=jane.id, name="early"))
    uow.add(Tag(entity="deal", record_id=first.id, name="hot"))


def _counts(uow: UnitOfWork, source: str) -> int:
    """For how many deals a condition holds; the database finds the same, or lets more through."""
    condition = compile_condition(source, DEALS)
    sieve = sieve_of(condition, MOMENT)
    ids = [one for one, _ in page_matching(uow, "deal", sieve_of(ALWAYS, MOMENT).wanted).rows]
    known = values_of(uow, "deal", ids, sorted(condition.paths, key=str), customs=CUSTOMS)
    holding = {one for one in ids if condition.ask(known[one], MOMENT).holds}
    passing = {one for one, _ in page_matching(uow, "deal", sieve.wanted, customs=CUSTOMS).rows}
    assert sieve.is_exact == (source in BY_DATABASE), source
    assert holding == passing if sieve.is_exact else holding <= passing, source
    assert count_matching(uow, "deal", sieve.wanted, customs=CUSTOMS) == len(passing), source
    return len(holding)


def test_the_database_and_the_library_agree(deals: Database) -> None:
    wanted = {**BY_DATABASE, **RECORD_BY_RECORD}
    with deals.read() as uow:
        assert {source: _counts(uow, source) for source in wanted} == wanted


ALWAYS = compile_condition("true", DEALS)


def test_what_is_not_known_does_not_hold_and_says_so() -> None:
    condition = compile_condition("deal.amount > 5", DEALS)

    answer = condition.ask({next(iter(condition.paths)): None}, MOMENT)

    assert not answer.holds
    assert "nothing is known of deal.amount" in answer.reason


def test_pages_go_on_where_the_last_one_ended(deals: Database) -> None:
    wanted = sieve_of(ALWAYS, MOMENT).wanted
    with deals.read() as uow:
        first = page_matching(uow, "deal", wanted, limit=3)
        rest = page_matching(uow, "deal", wanted, limit=3, after=first.next or "")

    assert (len(first.rows), len(rest.rows), rest.next) == (3, 1, None)
    assert not {one for one, _ in first.rows} & {one for one, _ in rest.rows}
