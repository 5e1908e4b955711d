"""Risk, goals and signs of neglect on the generated company, held against the test's own account of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from assistant.reports.attention import attention
from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters
from assistant.work import Work
from nlp.values import Period
from storage.database import Database
from tests.unit.assistant.reports.books import Books, Known
from tests.unit.assistant.reports.company import rules, work_on

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
STALE = {"new": 7, "qualified": 10, "proposal": 14, "negotiation": 14}
POINTS = {"cancel.request": 5, "complaint": 3}
OPEN = ("open", "pending", "on_hold")
RATE = Decimal("1.10")


@contextmanager
def later(database: Database, *, days: int, **changes: object) -> Iterator[Work]:
    """A report's work so many days after the company's last one."""
    moved = Database(database.engine, clock=lambda: database.clock() + timedelta(days=days))
    with moved.read() as uow:
        yield work_on(uow, crm=rules(rates={"EUR": str(RATE)}, **changes))


def bought(books: Books, company: str, owner: str = "") -> datetime | None:
    won = [one for one in books.deals.values() if one.company == company and one.status == "won"]
    is_theirs = not owner or any(one.owner == owner for one in won)
    return max((one.closed for one in won if one.closed), default=None) if is_theirs else None


def signals(books: Books, company: str, now: datetime) -> dict[object, int]:
    """Points by what they are for: words by their place in the account, deals and tickets by their id."""
    since, first_day = now - timedelta(days=90), (now - timedelta(days=90)).date()
    found: dict[object, int] = {}
    for place, (who, intent, sentiment, at) in enumerate(books.words):
        points = POINTS.get(intent, 2 if sentiment == "negative" else 0)
        if who == company and at >= since and points:
            found[place] = points
    for deal in books.deals.values():
        if (
            deal.company == company
            and deal.status == "lost"
            and deal.closed
            and deal.closed.date() >= first_day
        ):
            found[deal.id] = 5
    for ticket in books.tickets.values():
        if ticket.company != company:
            continue
        if ticket.status in OPEN and ticket.due is not None and ticket.due < now:
            found[ticket.id] = 2
        if (
            ticket.mark is not None
            and ticket.mark <= 2
            and ticket.solved
            and ticket.solved.date() >= first_day
        ):
            found[ticket.id, "mark"] = 2
    spoken = [at for who, _, _, at in books.words if who == company]
    if spoken and max(spoken) < since:
        found["silent"] = 2
    return found


def farewells(books: Books, company: str, since: datetime) -> dict[object, int]:
    own = [one for one in books.deals.values() if one.company == company]
    if any(one.status == "open" for one in own):
        return {}
    found: dict[object, int] = {
        place: 5
        for place, (who, intent, _, at) in enumerate(books.words)
        if who == company and intent == "cancel.request" and at >= since
    }
    return found | {one.id: 5 for one in own if one.status == "lost" and one.closed and one.closed >= since}


@pytest.mark.parametrize("days", [0, 60, 100])
@pytest.mark.parametrize("is_one_owner", [False, True], ids=["everybody", "one"])
def test_risk_is_the_sum_of_its_signals(lived: tuple[Database, Books], days: int, is_one_owner: bool) -> None:
    database, books = lived
    owner = sorted(books.members)[0] if is_one_owner else ""
    with later(database, days=days) as work:
        report = run_report(work, "churn", Parameters(period=YEAR, owner_ids=(owner,) if owner else ()))
        now = work.now
    since = {key: at for key in books.companies if (at := bought(books, key, owner)) is not None}
    expected = {}
    for key, at in since.items():
        left, signs = farewells(books, key, at), signals(books, key, now)
        if left or signs:
            state = "left" if left else "at risk"
            expected[books.companies[key]] = (state, sum({**signs, **left}.values()))
    found = {row.cells[0]: (row.values["state"], row.values["points"]) for row in report.rows}
    assert found == expected
    assert report.totals["customers"] == len(since)
    assert expected or days


def in_dollars(deals: list[Known]) -> int:
    euros = sum(one.amount for one in deals if one.currency == "EUR")
    converted = (Decimal(euros) * RATE).to_integral_value(ROUND_HALF_UP)
    return int(converted) + sum(one.amount for one in deals if one.currency == "USD")


def test_goals_are_held_against_what_was_won(lived: tuple[Database, Books]) -> None:
    database, books = lived
    goals = [
        {"start": "2026-01-01", "end": "2026-04-01", "target": "500000"},
        {"start": "2026-01-01", "end": "2026-04-01", "target": "9000", "member": "ann@x.example"},
    ]
    with later(database, days=0, goals=goals) as work:
        report = run_report(work, "goal", Parameters(period=QUARTER, metric="revenue"))
        today = work.today
    won = [one for one in books.deals.values() if one.status == "won"]
    targets = {"Company": 500_000_00, "Ann": 9_000_00}
    assert {row.cells[0] for row in report.rows} == set(targets)
    for row in report.rows:
        own = [one for one in won if row.cells[0] in ("Company", books.members[one.owner])]
        reached, target = in_dollars(own), targets[row.cells[0]]
        gone, left = (today - QUARTER.start).days, (QUARTER.end - today).days
        assert set(row.record_ids) == {one.id for one in own}
        assert row.values["reached_minor"] == reached
        assert row.values["left_minor"] == max(0, target - reached)
        assert row.values["needed_a_week_minor"] == pytest.approx(max(0, target - reached) * 7 / left, abs=1)
        assert row.values["so_far_a_week_minor"] == pytest.approx(reached * 7 / gone, abs=1)
        assert row.values["projected_minor"] == pytest.approx(reached * (gone + left) / gone, abs=1)


@pytest.mark.parametrize("kind", ["overdue", "stale", "no_next_step", "at_risk"])
def test_deals_that_need_attention_show_the_sign(lived: tuple[Database, Books], kind: str) -> None:
    database, books = lived
    with later(database, days=3) as work:
        reply = attention(work, kind=kind)
        now = work.now
    still_open = [one for one in books.deals.values() if one.status == "open"]
    overdue = {one.title for one in still_open if one.close < now.date()}
    # Nobody ever touched a deal but by making it, and wrote down no next step.
    stale = {one.title for one in still_open if now - one.born >= timedelta(days=STALE[one.stage])}
    expected = {
        "overdue": overdue,
        "stale": stale,
        "no_next_step": {one.title for one in still_open},
        "at_risk": overdue | stale,
    }[kind]
    assert reply.table is not None
    assert reply.table.total_rows == len(expected)
    assert {row[0] for row in reply.table.rows} <= expected
