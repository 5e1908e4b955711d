"""The bridge sums exactly from what was open at the beginning to what is open at the end."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from assistant.reports.changes import changes_report
from assistant.reports.report import Parameters, Report
from assistant.reports.spans import around
from assistant.work import Work
from nlp.values import Period
from tests.unit.assistant.reports.books import Books, Known

PERIODS = (
    Period(date(2026, 1, 12), date(2026, 1, 19)),
    Period(date(2026, 2, 1), date(2026, 3, 1)),
    Period(date(2026, 3, 2), date(2026, 4, 1)),
    Period(date(2026, 1, 1), date(2026, 4, 1)),
)


def sums(deals: Iterable[Known], *, owner: str = "", due: Period | None = None) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in deals:
        is_due = due is None or due.start <= one.close < due.end
        if one.status == "open" and is_due and owner in ("", one.owner):
            found[one.currency.lower()] += one.amount
    return found


def of_row(report: Report, change: str, column: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in report.rows:
        if row.values["change"] == change:
            for key, value in row.values.items():
                if key.startswith(f"{column}_"):
                    found[key.removeprefix(f"{column}_")] += int(Decimal(str(value)) * 100)
    return found


def movements(report: Report, column: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in report.rows[1:-1]:
        found.update(of_row(report, str(row.values["change"]), column))
    return found


def states(books: Books, day: date) -> Iterable[Known]:
    return books.days.get(day, books.deals if day > min(books.days) else {}).values()


@pytest.mark.parametrize("period", PERIODS, ids=str)
@pytest.mark.parametrize("is_one_owner", [False, True], ids=["everybody", "one"])
def test_opening_and_movements_make_the_closing(
    work: Work, books: Books, period: Period, is_one_owner: bool
) -> None:
    owner = sorted(books.members)[0] if is_one_owner else ""
    report = changes_report(work, Parameters(period=period), (owner,) if owner else ())
    before, after = list(states(books, period.start)), list(states(books, period.end))
    window = around(min(period.end, work.today), "quarter") if period.end > work.today else None
    window = window or around(date.fromordinal(period.end.toordinal() - 1), "quarter")
    for column, due in (("open", None), ("due", window)):
        opening, closing = of_row(report, "opening", column), of_row(report, "closing", column)
        assert +opening == +sums(before, owner=owner, due=due)
        assert +closing == +sums(after, owner=owner, due=due)
        difference = Counter(opening)
        difference.update(movements(report, column))
        assert {key: value for key, value in difference.items() if value} == dict(+closing)


def test_each_movement_names_its_deals(work: Work, books: Books) -> None:
    period = PERIODS[1]
    report = changes_report(work, Parameters(period=period), ())
    before, after = books.days[period.start], books.days[period.end]
    rows = {str(row.values["change"]): set(row.record_ids) for row in report.rows}
    added = {one.id for one in after.values() if one.id not in before}
    won = {
        one.id
        for one in after.values()
        if one.status == "won" and (one.id not in before or before[one.id].status == "open")
    }
    slipped = {
        one.id
        for one in after.values()
        if one.status == "open"
        and one.id in before
        and before[one.id].status == "open"
        and one.close > before[one.id].close
    }
    assert rows.get("added", set()) == added
    assert rows.get("won", set()) == won
    assert rows.get("slipped", set()) == slipped
    assert added


def test_without_a_period_this_week_is_meant_and_said(work: Work, books: Books) -> None:
    assert books.deals
    report = changes_report(work, Parameters(has_chart=True), ())
    assert "this week" in report.said_filter
    assert report.chart is not None
