"""`reports/{name}`: what managers ask, as JSON."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from assistant.reports.catalogue import run_report
from assistant.reports.report import Parameters
from assistant.web.api.auth import CallerDependency, JsonObject
from assistant.web.api.people_lookup import owner_id_of
from assistant.work import InvalidValue, Work
from nlp.values import Period

router = APIRouter(prefix="/reports", tags=["reports"])


@router.get("/{name}")
def report(
    name: str,
    caller: CallerDependency,
    group_by: str = "",
    owner: Annotated[list[str] | None, Query()] = None,
    start: date | None = None,
    end: date | None = None,
    metric: str = "",
    of: str = "",
) -> JsonObject:
    """A report with the records behind each number; `end` is exclusive."""
    if (start is None) != (end is None):
        raise InvalidValue("Send both start and end, or neither.", fields={"end": "Goes with start."})

    def question(work: Work) -> JsonObject:
        parameters = Parameters(
            owner_ids=tuple(owner_id_of(work, one) for one in owner or ()),
            period=Period(start, end) if start is not None and end is not None else None,
            group_by=group_by,
            metric=metric,
            of=of,
        )
        return run_report(work, name, parameters).as_json()

    return caller.reads(question)
