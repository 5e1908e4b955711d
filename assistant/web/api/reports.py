"""`reports/{name}`: what managers ask, as JSON and as a picture."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Response

from assistant.reports.addressing import read_back
from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters, Report
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.people_lookup import owner_id_of
from assistant.work import InvalidValue
from channels.chart import draw_chart
from nlp.values import Period

router = APIRouter(prefix="/reports", tags=["reports"])


def asked(
    name: str,
    caller: CallerDependency,
    group_by: str = "",
    owner: Annotated[list[str] | None, Query()] = None,
    start: date | None = None,
    end: date | None = None,
    metric: str = "",
    of: str = "",
    where: str = "",
) -> Report:
    """The report asked for, with its chart; `where` narrows it: `region:EMEA|APAC;-source:web`."""
    if (start is None) != (end is None):
        raise InvalidValue("Send both start and end, or neither.", fields={"end": "Goes with start."})
    period = Period(start, end) if start is not None and end is not None else None
    parameters = Parameters(period=period, group_by=group_by, metric=metric, of=of, has_chart=True)
    with caller.runtime.database.read() as uow:
        work = caller.runtime.work(uow, caller.actor)
        owner_ids = tuple(owner_id_of(work, one) for one in owner or ())
        narrowed = replace(parameters, owner_ids=owner_ids, where=read_back(work, where))
        return run_report(work, name, narrowed)


Asked = Annotated[Report, Depends(asked)]


@router.get("/{name}")
def report(report: Asked) -> JsonObject:
    """A report with the records behind each number and its chart as data; `end` is exclusive."""
    return report.as_json()


@router.get("/{name}/chart.png", response_class=Response, responses={200: {"content": {"image/png": {}}}})
def chart(report: Asked) -> Response:
    """A report's chart as a picture; the header `Image-Description` says what it shows, percent-encoded."""
    if report.chart is None:
        raise InvalidValue(f"There is nothing to draw in {report.title}.")
    headers = {"Image-Description": quote(report.chart.alt), "Cache-Control": "private, no-store"}
    return Response(draw_chart(report.chart), media_type="image/png", headers=headers)
