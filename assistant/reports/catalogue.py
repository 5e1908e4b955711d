"""The one table of reports: by name, for talking, the web, the command line and schedules alike."""

from collections.abc import Callable, Mapping

from assistant.actions.access import has_right, visible_owner_ids
from assistant.reports.pipeline import pipeline_report
from assistant.reports.report import Parameters, Report
from assistant.work import NotAllowed, Work
from config.errors import RapportError

Runner = Callable[[Work, Parameters, tuple[str, ...]], Report]

REPORTS: Mapping[str, Runner] = {
    "pipeline": pipeline_report,
}
TICKET_REPORTS = ("tickets", "csat", "response_time")


class UnknownReport(RapportError):
    """There is no report of that name."""

    code = "unknown_report"


def run_report(work: Work, name: str, parameters: Parameters) -> Report:
    """Run a report over the owners the actor may see. Raises UnknownReport or NotAllowed."""
    if name not in REPORTS:
        raise UnknownReport(f"There is no report {name!r}; there are {', '.join(REPORTS)}.")
    return REPORTS[name](work, parameters, _owners(work, name, parameters))


def _owners(work: Work, name: str, parameters: Parameters) -> tuple[str, ...]:
    if name in TICKET_REPORTS and has_right(work, "reports.tickets"):
        return parameters.owner_ids
    if not any(has_right(work, f"reports.{scope}") for scope in ("own", "team")):
        raise NotAllowed(f"You may not see the {name.replace('_', ' ')} report as {work.actor.role}.")
    visible = visible_owner_ids(work)
    if visible is None:
        return parameters.owner_ids
    asked = parameters.owner_ids or visible
    allowed = tuple(one for one in asked if one in visible)
    if not allowed:
        raise NotAllowed("You may only see your own numbers; ask your manager for others'.")
    return allowed
