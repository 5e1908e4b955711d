"""The clock's part of asking how it went."""

from collections.abc import Mapping

from assistant.bootstrap import Runtime
from assistant.follow_ups.tickets.satisfaction import ask
from storage.models import Ticket
from storage.queries.service_levels import tickets_due


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Ask whoever is to be asked by now, each in a transaction of its own."""
    with runtime.database.read() as uow:
        due = tickets_due(uow, "survey_at")
    for ticket_id in due:
        with runtime.database.begin(actor="system", cause="survey") as uow:
            ask(runtime.work(uow), uow.get_locked(Ticket, ticket_id))
