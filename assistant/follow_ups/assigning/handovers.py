"""Reassignments that return by themselves."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from assistant.actions.reassignment import give_back
from assistant.bootstrap import Runtime
from storage.queries import team


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Give back what is due, by the company's day."""
    with runtime.database.begin(actor="system", cause="sweep.handovers") as uow:
        work = runtime.work(uow)
        today = uow.now.astimezone(ZoneInfo(runtime.settings.time_zone)).date()
        for handover in team.handovers_due(uow, today=today):
            give_back(work, handover)
