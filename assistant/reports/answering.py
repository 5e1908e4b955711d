"""Answer a report that was asked for in words: once, or for two periods side by side; or say why not."""

import re
from dataclasses import replace

from assistant.presenting.times import said_as_of
from assistant.reports.catalogue import run_report
from assistant.reports.heard.reading import Reading
from assistant.reports.heard.words import MOST_ENDS
from assistant.reports.narrowing import BY_OWNER, BY_REGION, ORDERED, is_ordered
from assistant.reports.report import MOST_ROWS, Parameters, Report
from assistant.reports.spans import Default, around, say_days
from assistant.work import InvalidValue, Work
from channels.reply import Reply, Table
from nlp.values import Period

OF_NOW = ("pipeline", "changes", "goal", "forecast", "churn")
"""Reports of how things stand, which cannot be set beside how they stood."""
_MOST_PERIODS = 3
_OF_BEFORE = re.compile(r"\b(?:that|it|this) compares?\b", re.I)
"""What was told before is to be compared, which is not there any more."""
_MOST_PASSED = 3


def answered(work: Work, name: str, asked: Parameters, said: Reading) -> Reply:
    """The report in words. Raises InvalidValue for what was said and cannot be honoured, NotAllowed."""
    refuse_unread(said)
    periods = _periods(work, name, asked, said)
    group_by = asked.group_by or _sides(name, said)
    asked = replace(asked, group_by=group_by, most_rows=_most_rows(name, asked, said))
    if len(periods) < 2:
        report = run_report(work, name, replace(asked, period=periods[0] if periods else None))
        return with_passed(report.as_reply(work), said)
    reports = [run_report(work, name, replace(asked, period=one)) for one in periods]
    return with_passed(_side_by_side(work, reports, periods), said)


def with_passed(reply: Reply, said: Reading) -> Reply:
    """An answer that says which words it passed over, where nothing is known of them."""
    if not said.passed:
        return reply
    words = " and ".join(f"“{one}”" for one in said.passed[:_MOST_PASSED])
    return replace(reply, text=f"{reply.text}\nI passed over {words}: nothing on record is told apart by it.")


def refuse_unread(said: Reading) -> None:
    """Raises InvalidValue where words narrow a question to what no record tells."""
    if said.unread:
        raise InvalidValue(
            f"I can't say that: I don't know what “{said.unread}” narrows it to. I know regions, sources, "
            "companies, colleagues, teams, stages and amounts as they stand in the records. Ask without it "
            "for all of them."
        )


def _periods(work: Work, name: str, asked: Parameters, said: Reading) -> tuple[Period, ...]:
    periods = tuple(dict.fromkeys(said.periods))
    if (
        len(periods) == 1
        and said.is_compared
        and said.is_period_compared
        and asked.period in (None, periods[0])
    ):
        present = around(work.today, _unit_of(periods[0]))
        if present == periods[0] and _OF_BEFORE.search(said.text):
            raise InvalidValue("Compare it with what? Say both: “win rate last quarter vs this quarter”.")
        periods = (present, *periods) if present != periods[0] else periods
    if len(periods) < 2:
        return (asked.period,) if asked.period is not None else () if said.is_of_today else periods
    if len(periods) > _MOST_PERIODS:
        raise InvalidValue("I can set at most three periods side by side.")
    if name in OF_NOW:
        raise InvalidValue(
            "I can't say that: this report tells how things stand, and no two periods of it can be set side "
            "by side. “What changed since …” tells what happened in between."
        )
    return periods


def _unit_of(period: Period) -> Default:
    """What is like it now is set beside it: this month beside last month."""
    days = (period.end - period.start).days
    units: tuple[tuple[int, Default], ...] = ((7, "week"), (31, "month"), (92, "quarter"))
    return next((unit for most, unit in units if days <= most), "year")


def _sides(name: str, said: Reading) -> str:
    """“Dana vs Priya”, “EMEA vs APAC”: a line for each of those that are compared."""
    if not said.is_compared:
        return ""
    if len(said.owner_ids) > 1 and name in BY_OWNER:
        return "owner"
    is_of_regions = any(one.field == "region" and len(one.values) > 1 for one in said.where)
    return "region" if is_of_regions and name in BY_REGION else ""


def _most_rows(name: str, asked: Parameters, said: Reading) -> int | None:
    is_most = said.end.lower() in MOST_ENDS
    if not said.end and said.most_rows is None:
        return None
    if name in ORDERED and (is_most or not said.end):
        return said.most_rows
    if is_ordered(name, asked.group_by) and (is_most or not said.end) and said.most_rows is not None:
        return said.most_rows
    words = said.end or f"the first {said.most_rows}"
    raise InvalidValue(
        f"I can't pick “{words}” of that. Ask for it by owner, source or month, and every line is shown."
    )


def _side_by_side(work: Work, reports: list[Report], periods: tuple[Period, ...]) -> Reply:
    """One table with a line for each line of each period, below each period's own summary."""
    first = reports[0].as_reply(work)
    rows = [
        (say_days(period), *row.cells)
        for report, period in zip(reports, periods, strict=True)
        for row in report.rows
    ]
    text = "\n".join(
        f"{say_days(period)}: {report.summary}" for report, period in zip(reports, periods, strict=True)
    )
    names = " and ".join(say_days(one) for one in periods)
    table = Table(("Period", *reports[0].columns), tuple(rows[:MOST_ROWS]), len(rows)) if rows else None
    as_of = said_as_of(work)
    said = first.footnote.removesuffix(as_of).replace(say_days(periods[0]), names)
    return replace(
        first,
        title=first.title.replace(say_days(periods[0]), names),
        text=text,
        table=table,
        footnote=f"{said}{as_of}",
        chart=None,
    )
