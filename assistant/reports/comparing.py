"""Answer a question of one answer: run its report, pick the row asked for, name ties, show the table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from assistant.presenting.money import to_minor
from assistant.reports.amounts import say_amounts
from assistant.reports.catalogue import run_report
from assistant.reports.measures import FIXED, MONEY, MONEY_OF, NOT_COUNTED, SUMMED, TRANSFERS, Measure
from assistant.reports.questions import Question
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.spans import span_of
from assistant.reports.transfers import transfers_report
from assistant.reports.wording import bars, counted
from assistant.work import Work
from channels.reply import Chart, Reply
from nlp.values import Money, Period

_MOST_NAMED = 3
_ALL_TIME = Period(date(2000, 1, 1), date(2200, 1, 1))


def answer(work: Work, question: Question) -> Reply:
    """The answer in a sentence, above the table it is read from. Raises what the report refuses with."""
    measure = question.measure
    group_by = "" if measure.report in FIXED else question.group_by
    parameters = Parameters(
        owner_ids=question.owner_ids,
        where=question.where,
        period=question.period or (_ALL_TIME if measure.title else None),
        group_by=group_by,
        of=measure.of,
        has_chart=question.has_chart,
    )
    if measure.report == TRANSFERS:
        report = transfers_report(work, parameters)
    else:
        report = run_report(work, measure.report, parameters)
    reply = report.as_reply(work)
    is_of_money = measure.value == MONEY
    title = report.title.replace("Win rate", "Deals won") if is_of_money else report.title
    title = measure.title if measure.title and question.period is None else title
    text = _said(work, report, question)
    return replace(reply, title=title, text=text, chart=_chart(report, question, parameters))


def _said(work: Work, report: Report, question: Question) -> str:
    if question.which is not None:
        return _empty_months(work, report, question) or _sentence(report, question)
    if question.measure.value == MONEY and (question.is_sum or question.group_by == "month"):
        return _said_sum(work, report, question)
    if question.group_by == "month" or question.measure.report == TRANSFERS:
        return report.summary
    return _each(report, question)


def _each(report: Report, question: Question) -> str:
    """Every row's number, the best first; or that there is none."""
    measure = question.measure
    known = [(number, row) for row in report.rows if (number := _number(row, measure)) is not None]
    if not known:
        return f"I can't say: there is nothing to count. {report.summary}"
    known.sort(key=lambda one: one[0], reverse=measure.better == "most")
    noun = measure.noun[:1].upper() + measure.noun[1:]
    return f"{noun}: " + ", ".join(f"{row.cells[0]} {row.cells[measure.cell]}" for _, row in known[:10]) + "."


def best_rows(rows: Sequence[Row], question: Question) -> list[Row]:
    """The rows at the end that is asked for: several where they are equal, none where nothing compares."""
    counted = [one for one in rows if one.cells[0] not in NOT_COUNTED]
    if question.months:
        counted = [one for one in counted if one.cells[0] in question.months]
    if question.measure.value in MONEY_OF and len(_currencies(counted, question.measure)) > 1:
        return []
    numbers = [(one, _number(one, question.measure)) for one in counted]
    known = [(one, number) for one, number in numbers if number is not None]
    if not known:
        return []
    wanted = (max if question.which == "most" else min)(number for _, number in known)
    if not wanted and question.which == "most":
        return []  # who is best where nobody has anything?
    return [one for one, number in known if number == wanted]


def _currencies(rows: Sequence[Row], measure: Measure) -> set[str]:
    """The keys of the measure's amounts, one for each currency: two of them cannot be compared."""
    return {name for one in rows for name in one.values if name.startswith(MONEY_OF[measure.value])}


def _said_sum(work: Work, report: Report, question: Question) -> str:
    sums: dict[str, int] = {}
    for row in report.rows:
        for name in _currencies([row], question.measure):
            currency = name.removeprefix(MONEY_OF[MONEY]).upper()
            minor, _ = to_minor(Money(Decimal(str(row.values[name])), currency), default_currency=currency)
            sums[currency] = sums.get(currency, 0) + minor
    return f"{counted(int(report.totals['won'] or 0), 'deal')} won, {say_amounts(work, sums)}."


def _chart(report: Report, question: Question, parameters: Parameters) -> Chart | None:
    """The number that was asked for, drawn; none of money in several currencies."""
    measure = question.measure
    if measure.value in MONEY_OF and len(_currencies(report.rows, measure)) > 1:
        return None
    numbers = [(row.cells[0], _number(row, measure)) for row in report.rows]
    known = [(name, number) for name, number in numbers if number is not None]
    title = f"{measure.noun.capitalize()} by {question.group_by}"
    return bars(parameters, title, values=known)


def _empty_months(work: Work, report: Report, question: Question) -> str:
    """The months of the period in which nothing was, where the fewest are asked for; else empty."""
    is_fewest = question.which == "least" and question.measure.value in SUMMED
    if question.group_by != "month" or not is_fewest:
        return ""
    period = span_of(work, question.period).period
    months = question.months or _months_of(period, until=work.today)
    empty = [one for one in months if one not in {row.cells[0] for row in report.rows}]
    if not empty:
        return ""
    have = "has" if len(empty) == 1 else "have"
    named = (
        " and ".join(empty) if len(empty) <= _MOST_NAMED else f"{len(empty)} months, {empty[0]} among them,"
    )
    return f"{named} {have} the lowest {question.measure.noun}: none."


def _months_of(period: Period, *, until: date) -> list[str]:
    day, found = period.start.replace(day=1), []
    while day < period.end and day <= until:
        found.append(f"{day:%Y-%m}")
        day = (day + timedelta(days=31)).replace(day=1)
    return found


def _sentence(report: Report, question: Question) -> str:
    found = best_rows(report.rows, question)
    end = {"most": "highest", "least": "lowest"}[question.which or "most"]
    if not found:
        return f"I can't say: there is nothing to compare. {report.summary}"
    if question.most_rows is not None:
        return _ranked(report, question, question.most_rows)
    names = " and ".join(one.cells[0] for one in found)
    have = "has" if len(found) == 1 else "share"
    # Who has none has no row in the report.
    among = ", of all that have any" if question.which == "least" and question.measure.value in SUMMED else ""
    return (
        f"{names} {have} the {end} {question.measure.noun}: {found[0].cells[question.measure.cell]}{among}."
    )


def _ranked(report: Report, question: Question, count: int) -> str:
    """“Top 3 reps by win rate”: so many from the end asked for; who is equal to the last is named, too."""
    measure = question.measure
    known = [
        (number, row)
        for row in report.rows
        if row.cells[0] not in NOT_COUNTED and (number := _number(row, measure)) is not None
    ]
    known.sort(key=lambda one: one[0], reverse=question.which == "most")
    last = known[:count][-1][0]
    shown = [one for place, one in enumerate(known) if place < count or one[0] == last]
    noun = measure.noun[:1].upper() + measure.noun[1:]
    return f"{noun}: " + ", ".join(f"{row.cells[0]} {row.cells[measure.cell]}" for _, row in shown) + "."


def _number(row: Row, measure: Measure) -> float | None:
    if measure.value in MONEY_OF:
        return float(sum(float(row.values[name] or 0) for name in _currencies([row], measure)))
    value = row.values.get(measure.value)
    return None if value is None else float(value)
