"""Reports about tickets, answers and activity say what the books say."""

from collections import Counter
from datetime import date, datetime, timedelta
from statistics import median

import pytest

from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters
from assistant.work import Work
from nlp.values import Period
from tests.unit.assistant.reports.books import Books

FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
OPEN = ("open", "pending", "on_hold")


def is_within(moment: datetime | None, period: Period) -> bool:
    return moment is not None and period.start <= moment.date() < period.end


@pytest.mark.parametrize("group_by", ["status", "priority", "category", "owner", "channel", "month"])
def test_tickets_are_counted_once_in_their_group(work: Work, books: Books, group_by: str) -> None:
    report = run_report(work, "tickets", Parameters(period=FEBRUARY, group_by=group_by))
    found = [one for one in books.tickets.values() if is_within(one.born, FEBRUARY)]
    assert sorted(key for row in report.rows for key in row.record_ids) == sorted(one.id for one in found)
    if group_by in ("status", "priority"):
        expected = Counter(str(getattr(one, group_by)) for one in found)
        assert {row.cells[0]: row.values["tickets"] for row in report.rows} == dict(expected)
    assert report.totals["transfers"] == sum(one.moves for one in found)
    for row in report.rows:
        own = [books.tickets[key] for key in row.record_ids]
        if group_by == "owner":
            assert {books.members[one.owner] for one in own} == {row.cells[0]}
        if group_by == "month":
            assert {f"{one.born:%Y-%m}" for one in own} == {row.cells[0]}
        lengths = [(one.solved - one.born).total_seconds() / 3600 for one in own if one.solved]
        late = [one.id for one in own if one.status in OPEN and one.due is not None and one.due < work.now]
        assert row.values["open"] == sum(one.status in OPEN for one in own)
        assert set(row.behind["late"]) == set(late)
        assert row.values["late"] == len(late)
        assert row.values["solved"] == len(lengths)
        assert row.values["handle_hours"] == (round(median(lengths), 2) if lengths else None)
        assert row.values["transfers"] == sum(one.moves for one in own)
        assert set(row.behind["transfers"]) == {one.id for one in own if one.moves}


def test_backlog_and_breaches_are_all_that_is_open_now(work: Work, books: Books) -> None:
    report = run_report(work, "tickets", Parameters(period=FEBRUARY))
    backlog = [one for one in books.tickets.values() if one.status in OPEN]
    late = [one for one in backlog if one.due is not None and one.due < work.now]
    assert report.totals["backlog"] == len(backlog)
    assert report.totals["late"] == len(late)


def test_response_time_on_tickets_is_from_opened_to_answered(work: Work, books: Books) -> None:
    owner = sorted(books.members)[1]
    report = run_report(work, "response_time", Parameters(period=FEBRUARY, owner_ids=(owner,)))
    waits = [
        (one.answered - one.born).total_seconds()
        for one in books.tickets.values()
        if one.owner == owner and is_within(one.born, FEBRUARY) and one.answered is not None
    ]
    assert report.totals["answered"] == len(waits)
    assert report.totals["median_hours"] == round(median(waits) / 3600, 2)
    assert report.totals["average_hours"] == pytest.approx(sum(waits) / len(waits) / 3600, abs=0.005)


def test_response_time_on_leads_knows_who_still_waits(work: Work, books: Books) -> None:
    report = run_report(work, "response_time", Parameters(period=FEBRUARY, of="leads"))
    leads = {key: one for key, one in books.leads.items() if is_within(one[3], FEBRUARY)}
    waits = {
        key: (books.lead_answers[key] - leads[key][3]).total_seconds() / 3600
        for key in leads
        if key in books.lead_answers
    }
    waiting = [key for key, one in leads.items() if one[1] != "converted" and key not in waits]
    assert report.totals["answered"] == len(waits)
    assert report.totals["median_hours"] == pytest.approx(median(waits.values()), abs=0.006)
    for row in report.rows:
        own = [wait for key, wait in waits.items() if books.members[leads[key][2]] == row.cells[0]]
        assert row.values["answered"] == len(own) == len(row.behind["answered"])
        assert row.values["median_hours"] == (pytest.approx(median(own), abs=0.006) if own else None)
    assert report.entity == "leads"
    assert sorted(key for row in report.rows for key in row.behind["waiting"]) == sorted(waiting)


def test_csat_is_the_share_of_marks_of_four_and_five(work: Work, books: Books) -> None:
    report = run_report(work, "csat", Parameters(period=FEBRUARY))
    marks = [
        one.mark for one in books.tickets.values() if one.mark is not None and is_within(one.solved, FEBRUARY)
    ]
    assert report.totals["answered"] == len(marks)
    assert report.totals["satisfied_percent"] == round(100 * sum(one >= 4 for one in marks) / len(marks), 1)
    assert report.totals["average_mark"] == round(sum(marks) / len(marks), 2)
    for row in report.rows:
        asked = [
            one
            for one in books.tickets.values()
            if is_within(one.solved, FEBRUARY)
            and (one.mark is not None or one.number % 2)
            and books.members[one.owner] == row.cells[0]
        ]
        own = [one.mark for one in asked if one.mark is not None]
        assert (row.values["asked"], row.values["answered"]) == (len(asked), len(own))
        assert row.values["average_mark"] == (round(sum(own) / len(own), 2) if own else None)


def test_activity_is_counted_by_colleague_and_kind(work: Work, books: Books) -> None:
    report = run_report(work, "activity", Parameters(period=FEBRUARY))
    done = [(books.members[who], kind) for who, kind, at in books.acts if is_within(at, FEBRUARY)]
    columns = {"calls": "call", "meetings": "meeting", "messages": "email", "notes": "note"}
    for row in report.rows:
        for column, kind in columns.items():
            assert row.values[column] == done.count((row.cells[0], kind))
            assert len(row.behind[column]) == row.values[column]
        own = sum(who == row.cells[0] for who, _ in done)
        assert (row.values["all"], row.values["minutes"]) == (own, 5 * own)
    assert report.totals["received"] == sum(is_within(one[3], FEBRUARY) for one in books.words)
    assert report.totals["activities"] == len(done)


def test_activity_without_a_period_is_of_this_week(work: Work, books: Books) -> None:
    report = run_report(work, "activity", Parameters())
    monday = work.today - timedelta(days=work.today.weekday())
    assert report.totals["activities"] == sum(at.date() >= monday for _, _, at in books.acts)
    assert "this week" in report.said_filter
