"""Reports about deals say what the books say."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from assistant.reports.amounts import convert
from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters, Report
from assistant.reports.wording import percent
from assistant.work import InvalidValue, Work
from nlp.values import Period
from tests.unit.reports.company import CATEGORIES, CHANCES, Books, Known

FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


def is_within(moment: datetime | None, period: Period) -> bool:
    return moment is not None and period.start <= moment.date() < period.end


def closed(books: Books, period: Period, *statuses: str) -> list[Known]:
    return [one for one in books.deals.values() if one.status in statuses and is_within(one.closed, period)]


def money(report: Report, prefix: str) -> Counter[str]:
    return Counter(
        {
            key.removeprefix(f"{prefix}_").upper(): int(Decimal(str(value)) * 100)
            for key, value in report.totals.items()
            if key.startswith(f"{prefix}_")
        }
    )


def worth(deals: list[Known]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in deals:
        found[one.currency] += one.amount
    return found


@pytest.mark.parametrize("group_by", ["stage", "owner", "source", "company", "category", "region", "month"])
def test_pipeline_counts_every_open_deal_once(work: Work, books: Books, group_by: str) -> None:
    report = run_report(work, "pipeline", Parameters(group_by=group_by))
    still_open = [one for one in books.deals.values() if one.status == "open"]
    assert sorted(key for row in report.rows for key in row.record_ids) == sorted(
        one.id for one in still_open
    )
    assert all(row.values["deals"] == len(row.record_ids) for row in report.rows)
    assert money(report, "amount") == worth(still_open)
    for currency, amount in money(report, "weighted").items():
        chances = sum(one.amount * CHANCES[one.stage] for one in still_open if one.currency == currency)
        assert amount == chances // 100


def test_pipeline_says_the_rate_it_used(work: Work, books: Books) -> None:
    assert {one.currency for one in books.deals.values()} == {"USD", "EUR"}
    report = run_report(work, "pipeline", Parameters())
    assert "1 EUR = 1.10 USD" in report.definition
    assert "(= $" in report.summary


def test_money_without_a_rate_is_left_out_and_named(work: Work) -> None:
    found = convert(work, {"USD": 1000, "EUR": 1000, "GBP": 5})
    assert (found.amount_minor, dict(found.left_out)) == (2100, {"GBP": 5})


def test_forecast_adds_up_by_category(work: Work, books: Books) -> None:
    report = run_report(work, "forecast", Parameters())
    due = [
        one
        for one in books.deals.values()
        if one.status == "open" and QUARTER.start <= one.close < QUARTER.end
    ]
    groups = {"won": closed(books, QUARTER, "won")}
    for category in ("commit", "best", "pipeline"):
        groups[category] = [one for one in due if CATEGORIES[one.stage] == category]
    so_far: list[Known] = []
    for row in report.rows:
        name = str(row.values["category"])
        so_far += groups[name]
        assert set(row.record_ids) == {one.id for one in groups[name]}
        assert money(report, name) == worth(so_far)
    assert [row.values["category"] for row in report.rows] == list(groups)
    assert "this quarter (Q1 2026)" in report.title


@pytest.mark.parametrize("group_by", ["owner", "source", "stage", "company", "region", "month"])
def test_win_rate_is_won_among_ended(work: Work, books: Books, group_by: str) -> None:
    report = run_report(work, "win_rate", Parameters(period=FEBRUARY, group_by=group_by))
    won, lost = closed(books, FEBRUARY, "won"), closed(books, FEBRUARY, "lost")
    assert report.totals["won"] == len(won)
    assert report.totals["lost"] == len(lost)
    assert report.totals["win_rate_percent"] == percent(len(won), len(won) + len(lost))
    for row in report.rows:
        ended = [books.deals[key] for key in row.record_ids]
        assert row.values["won"] == sum(one.status == "won" for one in ended)
        if group_by == "owner":
            assert {books.members[one.owner] for one in ended} == {row.cells[0]}
        if group_by == "stage":
            assert all(row.cells[0].lower() in [stage for stage, _ in one.stays] for one in ended)


def test_lost_reasons_ignore_case_and_full_stops(work: Work, books: Books) -> None:
    report = run_report(work, "lost_reasons", Parameters(period=QUARTER))
    lost = closed(books, QUARTER, "lost")
    expected = Counter(one.reason.lower().rstrip(".") or "no reason given" for one in lost)
    assert {row.cells[0]: row.values["deals"] for row in report.rows} == dict(expected)
    assert money(report, "amount") == worth(lost)


def test_stage_lengths_add_up_to_the_age_of_won_deals(work: Work, books: Books) -> None:
    report = run_report(work, "velocity", Parameters(period=QUARTER))
    won = closed(books, QUARTER, "won")
    ages = sum(((one.closed or one.born) - one.born for one in won), timedelta())
    spent: Counter[str] = Counter()
    for one in won:
        moments = [moment for _, moment in one.stays[1:]]
        for (stage, since), until in zip(one.stays, moments, strict=False):
            spent[stage] += int((until - since).total_seconds())
    lengths = {row.cells[0].lower(): row.values["total_seconds"] for row in report.rows}
    assert lengths == {stage: float(seconds) for stage, seconds in spent.items()}
    assert sum(float(value or 0) for value in lengths.values()) == ages.total_seconds()


def test_funnel_never_widens_and_counts_who_got_how_far(work: Work, books: Books) -> None:
    report = run_report(work, "funnel", Parameters(period=FEBRUARY))
    begun = [one for one in books.deals.values() if is_within(one.born, FEBRUARY)]
    order = ("new", "qualified", "proposal", "negotiation")
    for row in report.rows:
        stage = row.cells[0].lower()
        if stage == "won":
            expected = {one.id for one in begun if one.status == "won"}
        else:
            later = order[order.index(stage) :]
            expected = {
                one.id for one in begun if one.status == "won" or any(name in later for name, _ in one.stays)
            }
        assert set(row.record_ids) == expected
    counts = [len(row.record_ids) for row in report.rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == len(begun)


def test_leaderboard_ranks_by_what_was_asked(work: Work, books: Books) -> None:
    for metric in ("revenue", "deals", "activities"):
        report = run_report(work, "leaderboard", Parameters(metric=metric))
        won = closed(books, QUARTER, "won")
        for row in report.rows:
            own = [one for one in won if books.members[one.owner] == row.values["name"]]
            assert set(row.record_ids) == {one.id for one in own}
            acts = [who for who, _, _ in books.acts if books.members[who] == row.values["name"]]
            assert row.values["activities"] == len(acts)
            assert row.values["revenue_minor"] == convert(work, worth(own)).amount_minor
        key = {"revenue": "revenue_minor"}.get(metric, metric)
        values = [int(row.values[key] or 0) for row in report.rows]
        assert values == sorted(values, reverse=True)
        assert [row.values["rank"] for row in report.rows] == [
            1 + sum(other > value for other in values) for value in values
        ]


def test_sources_count_leads_and_what_became_of_them(work: Work, books: Books) -> None:
    report = run_report(work, "sources", Parameters(period=FEBRUARY))
    leads = [one for one in books.leads.values() if is_within(one[3], FEBRUARY)]
    begun = [one for one in books.deals.values() if is_within(one.born, FEBRUARY)]
    for row in report.rows:
        name = row.cells[0]
        of_source = [status for source, status, _, _ in leads if (source or "unknown") == name]
        deals = [one for one in begun if (one.source or "unknown") == name]
        assert row.values["leads"] == len(of_source)
        assert row.values["converted"] == of_source.count("converted")
        assert set(row.behind["deals"]) == {one.id for one in deals}
        assert set(row.behind["won"]) == {one.id for one in deals if one.status == "won"}
    assert report.totals["leads"] == len(leads)


def test_a_grouping_the_report_has_not_is_refused_by_name(work: Work) -> None:
    with pytest.raises(InvalidValue, match="cannot be grouped by weather"):
        run_report(work, "pipeline", Parameters(group_by="weather"))
