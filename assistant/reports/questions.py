"""Questions with one answer: who, which or when is best, counted from the records by a report.

“Who has the shortest handle time?”, “which region sold most in Q1?”, “which month had most tickets?”: each
runs one report, picks the row that is asked for, names ties, and shows the table it was picked from. A
question no entry of the table fits is nobody's here: the caller says so rather than guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from assistant.presenting.money import to_minor
from assistant.reports.amounts import say_amounts
from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters, Report, Row
from assistant.reports.transfers import transfers_report
from assistant.reports.wording import bars, counted
from assistant.work import Work
from channels.reply import Chart, Reply
from nlp.times import find_times
from nlp.values import Money, Period

Which = Literal["most", "least"]
TRANSFERS = "transfers"
MONEY = "won money"
NOT_COUNTED = ("nobody", "none", "unknown", "no date")
"""Rows of records that have no owner, region, …: they are nobody's success."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared: the report, the number in its rows, and which end of it is the better one."""

    pattern: re.Pattern[str]
    report: str
    value: str
    noun: str
    cell: int
    better: Which = "most"
    of: str = ""
    default_group: str = "owner"


def _said(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.I)


_SPEED = r"\b.*\b(?:fast|slow|quick)\w*"
MEASURES: tuple[Measure, ...] = (
    Measure(
        _said(rf"handl\w+ time|time to (?:solve|resolve)|(?:solves?|resolves?|handles?){_SPEED}"),
        report="tickets",
        value="handle_hours",
        noun="median handle time",
        cell=5,
        better="least",
    ),
    Measure(
        _said(r"transfer\w*|hand(?:s|ed)? (?:over|off)|pass(?:es|ed) on"),
        report=TRANSFERS,
        value="transfers",
        noun="number of tickets passed on",
        cell=1,
        better="least",
    ),
    Measure(
        _said(r"(?:issues?|categor(?:y|ies)|problems?|complaints?)\b"),
        report="tickets",
        value="tickets",
        noun="number of tickets",
        cell=1,
        default_group="category",
    ),
    Measure(
        _said(rf"(?:response|reply|answer\w*) time|(?:answers?|responds?|replies){_SPEED}"),
        report="response_time",
        value="median_hours",
        noun="median time to the first answer",
        cell=3,
        better="least",
        of="tickets",
    ),
    Measure(
        _said(rf"(?:sales )?cycles?\b|clos(?:es?|ing){_SPEED}|time to close|clos\w+ time"),
        report="velocity",
        value="average_days",
        noun="average sales cycle",
        cell=2,
        better="least",
    ),
    Measure(
        _said(r"conversion|converts?\b"),
        report="sources",
        value="conversion_percent",
        noun="conversion of leads",
        cell=3,
        default_group="source",
    ),
    Measure(
        _said(r"win rates?|success rates?"),
        report="win_rate",
        value="win_rate_percent",
        noun="win rate",
        cell=3,
    ),
    Measure(
        _said(
            r"sold|sells?\b|revenue|turnover|sales(?! (?:reps?|people|team|cycles?|stages?|leads?|calls?"
            r"|meetings?|pipeline|opportunit\w+)\b)"
        ),
        report="win_rate",
        value=MONEY,
        noun="amount won",
        cell=4,
    ),
    Measure(
        _said(r"(?:wins?|won)\b.*\bdeals?|deals?\b.*\bwon|clos\w+ (?:the )?(?:most|fewest) deals"),
        report="win_rate",
        value="won",
        noun="number of deals won",
        cell=1,
    ),
    Measure(_said(r"tickets?|cases?"), report="tickets", value="tickets", noun="number of tickets", cell=1),
)
"""The first whose words are said counts."""
_WHICH = r"(?:which|what|by|per|best|worst|top|most (?:common|frequent))"
GROUPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_said(rf"{_WHICH} (?:region|territory|country|area|state)s?"), "region"),
    (_said(rf"(?:{_WHICH}|per|each|every|over the) months?|monthly|month by month"), "month"),
    (_said(rf"{_WHICH} (?:compan(?:y|ies)|accounts?|customers?)"), "company"),
    (_said(rf"{_WHICH} (?:lead )?sources?"), "source"),
    (_said(rf"{_WHICH} channels?"), "channel"),
    (_said(rf"{_WHICH} (?:issue|category|problem|complaint)s?"), "category"),
    (_said(rf"who\b|{_WHICH} (?:rep|agent|colleague|member|person|owner|seller)s?"), "owner"),
)
FIXED = {"response_time": "owner", TRANSFERS: "owner"}
"""Reports that are grouped one way only."""
_MOST = _said(
    r"most|highest|longest|largest|biggest|slowest|max\w*|top|best|strongest|leading|common|frequent"
)
_LEAST = _said(r"least|lowest|fewest|shortest|smallest|fastest|quickest|min\w*|worst|weakest")
_GOOD, _BAD = _said("best|strongest|leading|top"), _said("worst|weakest")
_ASKS = re.compile(
    r"^(?:who|whose|which|what|when|in (?:which|what)|top|best|worst|monthly|show|list|give me|how|compare)\b"
    r"|\b(?:by|per|each|every|over the) months?\b|\bmonth by month\b|\bmonthly (?:trend|figures|numbers)\b",
    re.I,
)
_MONTHLY = re.compile(r"\b(?:monthly|month by month|(?:by|per|each|every|over the) months?)\b", re.I)
_TO_BE_POSTED = re.compile(r"#\w|\bevery (?!month\b)", re.I)
_CHART = re.compile(r"\b(?:chart|graph|plot|diagram)\w*", re.I)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: what to compare, by what, and which end is asked for (None: all of it)."""

    measure: Measure
    group_by: str
    which: Which | None
    period: Period | None
    has_chart: bool = False


def read(work: Work, text: str) -> Question | None:
    """Understand a question of one answer; None where it is none of those that can be counted exactly."""
    said = text.strip()
    if not _ASKS.search(said) or _TO_BE_POSTED.search(said):
        return None
    measure = next((one for one in MEASURES if one.pattern.search(said)), None)
    which = _which(said, measure) if measure is not None else None
    group = next((name for pattern, name in GROUPS if pattern.search(said)), "")
    if measure is None or (which is None and group != "month"):
        return None
    if group and FIXED.get(measure.report, group) != group:
        return None
    times = find_times(
        _MONTHLY.sub(" ", said), now=work.local_now, tz=work.zone, country=work.company.country
    )
    period = times[0].as_period() if times else None
    return Question(measure, group or measure.default_group, which, period, bool(_CHART.search(said)))


def answer(work: Work, question: Question) -> Reply:
    """The answer in a sentence, above the table it is read from. Raises what the report refuses with."""
    measure = question.measure
    group_by = "" if measure.report in FIXED else question.group_by
    parameters = Parameters(
        period=question.period, group_by=group_by, of=measure.of, has_chart=question.has_chart
    )
    if measure.report == TRANSFERS:
        report = transfers_report(work, parameters)
    else:
        report = run_report(work, measure.report, parameters)
    reply = report.as_reply(work)
    is_of_money = measure.value == MONEY
    title = report.title.replace("Win rate", "Deals won") if is_of_money else report.title
    if question.which is not None:
        text = _sentence(report, question)
    else:
        text = _said_sum(work, report) if is_of_money else report.summary
    return replace(reply, title=title, text=text, chart=_chart(report, question, parameters))


def best_rows(rows: Sequence[Row], question: Question) -> list[Row]:
    """The rows at the end that is asked for: several where they are equal, none where nothing compares."""
    counted = [one for one in rows if one.cells[0] not in NOT_COUNTED]
    if question.measure.value == MONEY and len(_currencies(counted)) > 1:
        return []
    numbers = [(one, _number(one, question.measure)) for one in counted]
    known = [(one, number) for one, number in numbers if number is not None]
    if not known:
        return []
    wanted = (max if question.which == "most" else min)(number for _, number in known)
    if not wanted and question.which == "most":
        return []  # who is best where nobody has anything?
    return [one for one, number in known if number == wanted]


def _currencies(rows: Sequence[Row]) -> set[str]:
    """The currencies won amounts are in: two of them cannot be compared."""
    return {name for one in rows for name in one.values if name.startswith("won_")}


def _said_sum(work: Work, report: Report) -> str:
    sums: dict[str, int] = {}
    for row in report.rows:
        for name in _currencies([row]):
            currency = name.removeprefix("won_").upper()
            minor, _ = to_minor(Money(Decimal(str(row.values[name])), currency), default_currency=currency)
            sums[currency] = sums.get(currency, 0) + minor
    return f"{counted(int(report.totals['won'] or 0), 'deal')} won, {say_amounts(work, sums)}."


def _chart(report: Report, question: Question, parameters: Parameters) -> Chart | None:
    """The number that was asked for, drawn; none of money in several currencies."""
    measure = question.measure
    if measure.value == MONEY and len(_currencies(report.rows)) > 1:
        return None
    numbers = [(row.cells[0], _number(row, measure)) for row in report.rows]
    known = [(name, number) for name, number in numbers if number is not None]
    title = f"{measure.noun.capitalize()} by {question.group_by}"
    return bars(parameters, title, values=known)


def _sentence(report: Report, question: Question) -> str:
    found = best_rows(report.rows, question)
    end = {"most": "highest", "least": "lowest"}[question.which or "most"]
    if not found:
        return f"I can't say: there is nothing to compare. {report.summary}"
    names = " and ".join(one.cells[0] for one in found)
    have = "has" if len(found) == 1 else "share"
    return f"{names} {have} the {end} {question.measure.noun}: {found[0].cells[question.measure.cell]}."


def _which(said: str, measure: Measure) -> Which | None:
    """Which end of the measure is asked for: “best” is the better one, “most” the greater."""
    if _GOOD.search(said):
        return measure.better
    if _BAD.search(said):
        return "least" if measure.better == "most" else "most"
    if _LEAST.search(said):
        return "least"
    return "most" if _MOST.search(said) else None


def _number(row: Row, measure: Measure) -> float | None:
    if measure.value == MONEY:
        return float(sum(float(row.values[name] or 0) for name in _currencies([row])))
    value = row.values.get(measure.value)
    return None if value is None else float(value)
