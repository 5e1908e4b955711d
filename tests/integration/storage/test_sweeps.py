"""What a sweep looks for is found by an index over the few rows that wait, however many there are."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from storage.database import Database
from storage.models import Lead, Ticket
from storage.queries import assigning, nudging, schedules, service, service_levels
from storage.unit_of_work import UnitOfWork

SWEEPS: dict[str, Callable[[UnitOfWork], object]] = {
    "ix_task_remind": service.tasks_to_remind,
    "ix_task_repeating": service.repeating_tasks_due,
    "ix_ticket_alarm": lambda uow: service_levels.tickets_due(uow, "alarm_at"),
    "ix_ticket_closing": lambda uow: service_levels.tickets_due(uow, "closing_at"),
    "ix_ticket_survey": lambda uow: service_levels.tickets_due(uow, "survey_at"),
    # Without statistics SQLite takes the index over status, which is as narrow.
    "ix_ticket_status_owner": lambda uow: assigning.unowned(uow, Ticket),
    "ix_lead_status": lambda uow: assigning.unowned(uow, Lead),
    "ix_schedule_due": schedules.due_schedules,
    "ix_nudge_waiting": nudging.due_nudges,
}


@pytest.mark.parametrize("index", SWEEPS)
def test_a_sweep_goes_by_its_own_index(sqlite_database: Database, index: str) -> None:
    asked: list[tuple[str, Any]] = []

    def remember(
        _connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object
    ) -> None:
        asked.append((statement, parameters))

    event.listen(sqlite_database.engine, "before_cursor_execute", remember)
    with sqlite_database.begin() as uow:
        SWEEPS[index](uow)
        [(statement, parameters)] = [one for one in asked if one[0].startswith("SELECT")]
        plan = uow.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert index in " ".join(str(row) for row in plan)
