"""Reports about deals say what the books say."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median

import pytest

from assistant.reports.amounts import convert
from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.wording import percent
from assistant.work import InvalidValue, Work
from nlp.values import Period
from tests.unit.assistant.reports.books import Books, Known
from tests.unit.assistant.reports.company import CATEGORIES, CHANCES

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


def of_row(row: Row, prefix: str) -> Counter[str]:
    return Counter(
        {
            key.removeprefix(f"{prefix}_").upper(): int(Decimal(str(value)) * 100)
            for key, value in row.values.items()
            if key.startswith(f"{prefix}_") and not key.endswith("percent")
        }
    )


def group_of(books: Books, deal: Known, group_by: str) -> str:
    """The group a deal belongs to, by the books: ended ones by the month they ended in."""
    return {
        "stage": deal.stage.capitalize(),
        "owner": books.members[deal.owner],
        "source": deal.source or "unknown",
        "company": books.companies[deal.company],
        "region": books.companies[deal.company][0],
        "category": CATEGORIES.get(deal.stage, ""),
        "month": f"{deal.closed or deal.close:%Y-%m}",
    }[group_by]


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
    for row in report.rows:
        own = [one for one in still_open if group_of(books, one, group_by) == row.cells[0]]
        assert set(row.record_ids) == {one.id for one in own}
        assert of_row(row, "amount") == worth(own)
        for currency, amount in of_row(row, "weighted").items():
            assert (
                amount
                == sum(one.amount * CHANCES[one.stage] for one in own if one.currency == currency) // 100
            )
    assert money(report, "amount") == worth(still_open)
    for currency, amount in money(report, "weighted").items():
        chances = sum(one.amount * CHANCES[one.stage] for one in still_open if one.currency == currency)
        assert amount == chances // 100


def test_the_kept_sums_say_what_the_deals_add_up_to(work: Work, books: Books) -> None:
    assert books.deals
    counted, kept = (run_report(work, "pipeline", Parameters(has_records=one)) for one in (True, False))
    assert [row.values for row in kept.rows] == [row.values for row in counted.rows]
    assert kept.totals == counted.totals
    assert not any(row.record_ids for row in kept.rows)


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
    for currency, amount in money(report, "weighted").items():
        won = worth(groups["won"])[currency]
        chances = sum(one.amount * CHANCES[one.stage] for one in due if one.currency == currency)
        assert amount == (won * 100 + chances) // 100
    assert "this quarter (Q1 2026)" in report.title


@pytest.mark.parametrize("group_by", ["owner", "source", "stage", "company", "region", "month"])
def test_win_rate_is_won_among_ended(work: Work, books: Books, group_by: str) -> None:
    report = run_report(work, "win_rate", Parameters(period=FEBRUARY, group_by=group_by))
    won, lost = closed(books, FEBRUARY, "won"), closed(books, FEBRUARY, "lost")
    assert report.totals["won"] == len(won)
    assert report.totals["lost"] == len(lost)
    assert report.totals["win_rate_percent"] == percent(len(won), len(won) + len(lost))
    for row in report.rows:
        if group_by == "stage":
            ended = [
                one for one in (*won, *lost) if row.cells[0].lower() in [stage for stage, _ in one.stays]
            ]
        else:
            ended = [one for one in (*won, *lost) if group_of(books, one, group_by) == row.cells[0]]
        good = [one for one in ended if one.status == "won"]
        assert set(row.record_ids) == {one.id for one in ended}
        assert set(row.behind["won"]) == {one.id for one in good}
        assert (row.values["won"], row.values["lost"]) == (len(good), len(ended) - len(good))
        assert row.values["win_rate_percent"] == percent(len(good), len(ended))
        assert of_row(row, "won") - Counter() == worth(good)


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


@pytest.mark.parametrize("group_by", ["owner", "source", "company", "region"])
def test_ages_by_group_are_those_of_its_won_deals(work: Work, books: Books, group_by: str) -> None:
    report = run_report(work, "velocity", Parameters(period=QUARTER, group_by=group_by))
    won = closed(books, QUARTER, "won")
    assert sum(len(row.record_ids) for row in report.rows) == len(won)
    for row in report.rows:
        own = [one for one in won if group_of(books, one, group_by) == row.cells[0]]
        days = [((one.closed or one.born) - one.born) / timedelta(days=1) for one in own]
        assert set(row.record_ids) == {one.id for one in own}
        assert row.values["average_days"] == pytest.approx(sum(days) / len(days), abs=0.051)
        assert row.values["median_days"] == pytest.approx(median(days), abs=0.051)
        assert row.values["longest_days"] == pytest.approx(max(days), abs=0.051)


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
    statuses = [one.status for one in begun]
    assert report.totals["lost"] == statuses.count("lost")
    assert report.totals["won_percent"] == percent(statuses.count("won"), len(begun))
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


@pytest.mark.parametrize("group_by", ["source", "owner", "month"])
def test_sources_count_leads_and_what_became_of_them(work: Work, books: Books, group_by: str) -> None:
    report = run_report(work, "sources", Parameters(period=FEBRUARY, group_by=group_by))
    leads = {key: one for key, one in books.leads.items() if is_within(one[3], FEBRUARY)}
    sources = {books.lead_deals[key]: leads[key][0] for key in sorted(leads) if key in books.lead_deals}
    sources = {key: source or books.deals[key].source for key, source in sources.items()}
    deals = [one for one in books.deals.values() if is_within(one.born, FEBRUARY) or one.id in sources]

    def group(source: str, owner: str, born: datetime) -> str:
        return {"source": source or "unknown", "owner": books.members[owner], "month": f"{born:%Y-%m}"}[
            group_by
        ]

    for row in report.rows:
        own = [
            status
            for source, status, owner, born in leads.values()
            if group(source, owner, born) == row.cells[0]
        ]
        theirs = [
            one
            for one in deals
            if group(sources.get(one.id, one.source), one.owner, one.born) == row.cells[0]
        ]
        won = [one for one in theirs if one.status == "won"]
        assert row.values["leads"] == len(own)
        assert row.values["converted"] == own.count("converted")
        assert row.values["conversion_percent"] == percent(own.count("converted"), len(own))
        assert set(row.behind["deals"]) == {one.id for one in theirs}
        assert set(row.behind["won"]) == {one.id for one in won}
        assert of_row(row, "revenue") == worth(won)
    assert report.totals["leads"] == len(leads)
    assert sum(len(row.behind["deals"]) for row in report.rows) == len(deals)


def test_a_grouping_the_report_has_not_is_refused_by_name(work: Work) -> None:
    with pytest.raises(InvalidValue, match="cannot be grouped by weather"):
        run_report(work, "pipeline", Parameters(group_by="weather"))
