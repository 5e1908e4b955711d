"""Goals: the right one for the question, and the run-rate it requires."""

from datetime import date, timedelta

from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters
from nlp.values import Period
from storage.database import Database
from storage.models import Deal, Goal, Member
from tests.fixtures.clock import FrozenClock
from tests.unit.assistant.reports.company import rules, work_on

QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


def set_goal(database: Database, clock: FrozenClock, *, won_minor: int) -> str:
    with database.begin(actor="system") as uow:
        ann = uow.add(Member(email="ann@x.example", name="Ann", role="rep"))
        uow.flush()
        uow.add(
            Goal(
                member_id=ann.id,
                start=QUARTER.start,
                end=QUARTER.end,
                target_minor=100_000_00,
                currency="USD",
            )
        )
        ended = clock.now - timedelta(days=3)
        uow.add(
            Deal(
                title="A", status="won", stage="won", amount_minor=won_minor, owner_id=ann.id, closed_at=ended
            )
        )
        return ann.id


def test_required_run_rate_is_what_is_left_over_the_days_left(
    sqlite_database: Database, clock: FrozenClock
) -> None:
    ann = set_goal(sqlite_database, clock, won_minor=40_000_00)
    with sqlite_database.read() as uow:
        report = run_report(work_on(uow), "goal", Parameters(owner_ids=(ann,)))
    # 2 March: 60 days of the quarter are gone, 30 are left, this one included.
    assert report.totals["days_left"] == 30
    assert report.totals["left_minor"] == 60_000_00
    assert report.totals["needed_a_week_minor"] == 60_000_00 * 7 // 30
    assert report.totals["so_far_a_week_minor"] == round(40_000_00 * 7 / 60)
    assert report.totals["projected_minor"] == 60_000_00
    assert "$40,000 of $100,000 (40%)" in report.summary


def test_reached_goal_says_so(sqlite_database: Database, clock: FrozenClock) -> None:
    ann = set_goal(sqlite_database, clock, won_minor=120_000_00)
    with sqlite_database.read() as uow:
        report = run_report(work_on(uow), "goal", Parameters(owner_ids=(ann,)))
    assert report.totals["left_minor"] == 0
    assert "the goal is reached" in report.summary


def test_goal_of_the_quarter_answers_for_a_month_with_its_own_days(
    sqlite_database: Database, clock: FrozenClock
) -> None:
    ann = set_goal(sqlite_database, clock, won_minor=40_000_00)
    march = Period(date(2026, 3, 1), date(2026, 4, 1))
    with sqlite_database.read() as uow:
        report = run_report(work_on(uow), "goal", Parameters(owner_ids=(ann,), period=march))
    assert "for Q1 2026" in report.summary


def test_goals_of_the_configuration_count_and_months_add_up(
    sqlite_database: Database, clock: FrozenClock
) -> None:
    set_goal(sqlite_database, clock, won_minor=40_000_00)
    goals = [
        {"start": "2026-01-01", "end": "2026-02-01", "target": "50000"},
        {"start": "2026-02-01", "end": "2026-04-01", "target": "150,000 USD"},
    ]
    with sqlite_database.read() as uow:
        report = run_report(work_on(uow, crm=rules(goals=goals)), "goal", Parameters())
        forecast = run_report(work_on(uow, crm=rules(goals=goals)), "forecast", Parameters())
    assert report.rows[0].values["target_minor"] == 200_000_00
    assert [row.cells[0] for row in report.rows] == ["Company", "Ann"]
    assert forecast.totals["goal_minor"] == 200_000_00
    assert "commit is $160,000 short of it" in forecast.summary


def test_without_a_goal_nothing_is_made_up(sqlite_database: Database) -> None:
    with sqlite_database.read() as uow:
        report = run_report(work_on(uow), "goal", Parameters())
    assert report.rows == ()
    assert report.summary.startswith("No goal is set for this quarter (Q1 2026);")
