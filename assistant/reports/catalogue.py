"""The one table of reports: by name, for talking, the web, the command line and schedules alike."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.actions.access import has_right, visible_owner_ids
from assistant.reports.activity import activity_report
from assistant.reports.changes import changes_report
from assistant.reports.churn import churn_report
from assistant.reports.forecast import forecast_report
from assistant.reports.funnel import funnel_report
from assistant.reports.goal import goal_report
from assistant.reports.leaderboard import leaderboard_report
from assistant.reports.narrowing import OF_COLLEAGUES, check_asked, told, without_excluded
from assistant.reports.outcomes import lost_reasons_report, win_rate_report
from assistant.reports.pipeline import pipeline_report
from assistant.reports.report import Parameters, Report
from assistant.reports.response_time import response_time_report
from assistant.reports.sources import sources_report
from assistant.reports.tickets import csat_report, tickets_report
from assistant.reports.velocity import velocity_report
from assistant.work import NotAllowed, Work
from config.errors import RapportError

Runner = Callable[[Work, Parameters, tuple[str, ...]], Report]

REPORTS: Mapping[str, Runner] = {
    "pipeline": pipeline_report,
    "forecast": forecast_report,
    "changes": changes_report,
    "goal": goal_report,
    "leaderboard": leaderboard_report,
    "win_rate": win_rate_report,
    "velocity": velocity_report,
    "funnel": funnel_report,
    "sources": sources_report,
    "lost_reasons": lost_reasons_report,
    "activity": activity_report,
    "response_time": response_time_report,
    "tickets": tickets_report,
    "csat": csat_report,
    "churn": churn_report,
}
TICKET_REPORTS = ("tickets", "csat", "response_time")


class UnknownReport(RapportError):
    """There is no report of that name."""

    code = "unknown_report"


def run_report(work: Work, name: str, parameters: Parameters) -> Report:
    """Run a report over the owners the actor may see.

    Raises UnknownReport, NotAllowed, or InvalidValue for what the report cannot be narrowed to or grouped by.
    """
    if name not in REPORTS:
        raise UnknownReport(f"There is no report {name!r}; there are {', '.join(REPORTS)}.")
    owner_ids = _owners(work, name, parameters)
    check_asked(name, parameters)
    meant = parameters
    if name in OF_COLLEAGUES:
        owner_ids, meant = without_excluded(work, owner_ids, parameters)
    report = REPORTS[name](work, meant, owner_ids)
    rows = report.rows[: parameters.most_rows]
    return replace(
        report, rows=rows, asked=parameters, said_filter=told(report.said_filter, parameters.where)
    )


def _owners(work: Work, name: str, parameters: Parameters) -> tuple[str, ...]:
    # How fast leads are answered is the sellers' business, not the desk's.
    is_of_tickets = name in TICKET_REPORTS and parameters.of != "leads"
    if is_of_tickets and has_right(work, "reports.tickets"):
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
