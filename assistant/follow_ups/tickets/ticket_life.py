"""What a ticket's new status sets going: its clocks, the silence after which it is closed, the survey."""

from datetime import timedelta

from assistant.follow_ups.tickets import service_levels
from assistant.work import Work
from storage.models import Ticket

ENDED = ("solved", "closed")


def status_changed(work: Work, ticket: Ticket, *, was: str) -> None:
    """Called when a ticket's status was set, with the one it had; the same one again changes nothing."""
    if ticket.status == was:
        return
    service_levels.status_changed(work, ticket, was=was)
    rules = work.crm.tickets
    ticket.closing_told_at = ticket.snoozed_until = None
    days = {"pending": rules.auto_close_days, "solved": rules.solved_close_days}.get(ticket.status, 0)
    ticket.closing_at = work.now + timedelta(days=days) if days else None
    if ticket.status not in ENDED:
        ticket.survey_at = None
    elif was not in ENDED and _is_worth_asking(work, ticket):
        ticket.survey_at = work.now + timedelta(hours=rules.csat_after_hours)


def _is_worth_asking(work: Work, ticket: Ticket) -> bool:
    """Whether a person helped a customer: nobody is asked about what nobody did, nor twice."""
    return (
        work.crm.tickets.csat_every_days > 0
        and ticket.contact_id is not None
        and ticket.first_response_at is not None
        and ticket.csat_asked_at is None
        and ticket.merged_into_id is None
    )
