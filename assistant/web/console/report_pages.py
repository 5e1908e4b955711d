"""Reports: the table, the chart, the CSV, and the records behind every number."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from assistant.csv_cells import as_text
from assistant.reports.addressing import read_back
from assistant.reports.catalogue import REPORTS, run_report
from assistant.reports.report import Parameters, Report
from assistant.web.console.list_columns import KINDS, rows_of
from assistant.web.console.serving import HEADERS, Visitor
from assistant.work import InvalidValue, NotAllowed, Work
from channels.chart import draw_chart
from nlp.values import Period
from storage.errors import RecordNotFound
from storage.queries import team

ASKED = ("start", "end", "owner", "group_by", "metric", "of", "where")
MOST_RECORDS = 300


def report_index(visitor: Visitor, _work: Work) -> Response:
    """Every report there is."""
    return visitor.page("reports.html", title="Reports", names=tuple(REPORTS))


def report_page(visitor: Visitor, work: Work) -> Response:
    """One report as a table, its chart above."""
    report = _report(visitor, work)
    return visitor.page(
        "report.html",
        title=report.title,
        report=report,
        asked=_asked(visitor),
        suffix=f"?{urlencode(_asked(visitor))}" if _asked(visitor) else "",
        names=tuple(REPORTS),
        members=team.active_members(work.uow),
        kinds=tuple(KINDS),
    )


def report_csv(visitor: Visitor, work: Work) -> Response:
    """The table as a file for a spreadsheet; no cell of it can be taken for a formula."""
    report = _report(visitor, work)
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(report.columns)
    for row in report.rows:
        writer.writerow(as_text(row.cells))
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{report.name}.csv"'}
    return Response("\ufeff" + target.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def report_chart(visitor: Visitor, work: Work) -> Response:
    """The chart as a picture."""
    report = _report(visitor, work)
    if report.chart is None:
        raise InvalidValue(f"There is nothing to draw in {report.title}.")
    return Response(draw_chart(report.chart), media_type="image/png", headers=HEADERS)


def report_records(visitor: Visitor, work: Work) -> Response:
    """The records behind a line of a report, or behind one of its numbers (`?number=`)."""
    report = _report(visitor, work)
    index = int(visitor.request.path_params["row"])
    if index >= len(report.rows):
        raise InvalidValue("The report has no such line any more. Open it again.")
    row, number = report.rows[index], visitor.request.query_params.get("number", "")
    ids = row.behind.get(number, row.record_ids)
    name = report.entities.get(number, report.entity) if number in row.behind else report.entity
    found, rows = _found(work, name, ids)
    return visitor.page(
        "report_records.html",
        title=f"{report.title}: {row.cells[0] if row.cells else ''}",
        report=report,
        number=number.replace("_", " "),
        kind=KINDS.get(name),
        rows=rows,
        count=len(ids),
        shown=len(found),
        suffix=f"?{urlencode(_asked(visitor))}" if _asked(visitor) else "",
    )


def _found(work: Work, name: str, ids: Sequence[str]) -> tuple[list[Any], list[Any]]:
    kind = KINDS.get(name)
    if kind is None:
        return [], []
    found = [one for key in ids[:MOST_RECORDS] if (one := work.uow.find(kind.model, key)) is not None]
    return found, rows_of(work, name, found)


def _asked(visitor: Visitor) -> dict[str, str]:
    query = visitor.request.query_params
    return {name: query[name] for name in ASKED if query.get(name)}


def _report(visitor: Visitor, work: Work) -> Report:
    asked = _asked(visitor)
    if work.actor.kind != "member":
        raise NotAllowed("Log in to see reports.")
    name = str(visitor.request.path_params["name"])
    if name not in REPORTS:
        raise RecordNotFound("report", name)
    owners = asked.get("owner", "").split(",") if asked.get("owner") else []
    parameters = Parameters(
        owner_ids=tuple(work.actor.id if one == "me" else one for one in owners),
        period=_period(asked),
        group_by=asked.get("group_by", ""),
        metric=asked.get("metric", ""),
        of=asked.get("of", ""),
        where=read_back(work, asked.get("where", "")),
        has_chart=True,
    )
    return run_report(work, name, parameters)


def _period(asked: dict[str, str]) -> Period | None:
    if not ("start" in asked and "end" in asked):
        return None
    try:
        return Period(date.fromisoformat(asked["start"]), date.fromisoformat(asked["end"]))
    except ValueError as error:
        raise InvalidValue("Those are no dates.", fields={"start": "Like 2026-03-31."}) from error
