"""What managers ask: every `report.*` intent, through the one table of reports."""

from functools import partial

from assistant.dialogue.outcome import Answer, Outcome
from assistant.dialogue.turn import Turn
from assistant.reports.catalogue import REPORTS, run_report
from assistant.reports.report import Parameters
from nlp.understanding import Act
from nlp.values import Period


def report(name: str, turn: Turn, act: Act) -> Outcome:
    """Run a report with what was said about it."""
    parameters = Parameters(
        owner_ids=turn.owner_ids(act),
        period=turn.value_of(act, "period", Period),
        group_by=turn.text_of(act, "group_by") or "",
        metric=turn.text_of(act, "metric") or "",
        of=turn.text_of(act, "of") or "",
        has_chart=act.slots.get("chart") is True,
        has_records=False,
    )
    return Answer(run_report(turn.work, name, parameters).as_reply(turn.work), is_sensitive=True)


SKILLS = {f"report.{name}": partial(report, name) for name in REPORTS}
