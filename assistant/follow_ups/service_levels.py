"""The clocks of a ticket: when it must be answered and solved, in working time."""

from datetime import datetime

from assistant.follow_ups.calendar import calendar_of
from assistant.work import Work
from config.crm import ServiceLevel
from storage.models import Ticket


def level_of(work: Work, ticket: Ticket) -> ServiceLevel | None:
    """The first policy whose every named condition the ticket meets."""
    for level in work.crm.service_levels:
        conditions = (
            (level.priority, ticket.priority),
            (level.channel, ticket.channel),
            (level.category, ticket.category),
        )
        if all(not wanted or wanted == found for wanted, found in conditions):
            return level
    return None


def start(work: Work, ticket: Ticket) -> None:
    """Set the due times of a ticket that begins, begins again, or changed its priority."""
    level = level_of(work, ticket)
    begin = ticket.created_at or work.now
    if level is None:
        ticket.first_response_due_at = ticket.resolution_due_at = None
        return
    if ticket.first_response_at is None:
        ticket.first_response_due_at = _due(work, begin, level.first_response)
    ticket.resolution_due_at = _due(work, begin, level.resolution)


def customer_wrote(work: Work, ticket: Ticket) -> None:
    """The customer wrote again on an answered ticket: the clock of the next response starts."""
    level = level_of(work, ticket)
    if level is not None and ticket.first_response_at is not None and ticket.next_response_due_at is None:
        ticket.next_response_due_at = _due(work, work.now, level.next_response)


def answered(work: Work, ticket: Ticket) -> None:
    """A person answered: nothing is owed until the customer writes again."""
    ticket.first_response_due_at = None
    ticket.next_response_due_at = None


def _due(work: Work, begin: datetime, minutes: int | None) -> datetime | None:
    if minutes is None:
        return None
    return calendar_of(work.crm.calendar, zone=work.company.time_zone).add_minutes(begin, minutes)
