"""The clocks of a ticket: when it must be answered and solved, in working time.

Every clock counts from a moment (`clocks_from`, `next_response_from`), and is due its policy's minutes
after it. While a ticket is pending, on hold or ended the clocks stand still; when it goes on, the moments
move on by what was missed, so that what was left then is left now.
"""

from datetime import datetime
from typing import Any

from assistant.follow_ups.tickets import breaches
from assistant.follow_ups.tickets.clocks import (
    RUNNING,
    Running,
    alarms_of,
    calendar_for,
    is_paused,
    level_of,
    next_alarms,
    running_clocks,
)
from assistant.work import Work
from config.service import Clock
from storage.models import Ticket


def start(work: Work, ticket: Ticket) -> None:
    """Set the due times of a ticket that begins, or whose policy changed."""
    ticket.clocks_from = ticket.clocks_from or ticket.created_at or work.now
    running = running_clocks(work, ticket)
    said: dict[str, Any] = {
        one.clock: _already(work, ticket, one) for one in running if one.clock in ticket.alarms
    }
    if said != ticket.alarms:
        ticket.alarms = said
    _set_dues(work, ticket, running)


def customer_wrote(work: Work, ticket: Ticket) -> None:
    """The customer wrote again on an answered ticket: the clock of the next response starts."""
    if ticket.first_response_at is None or ticket.next_response_from is not None:
        return
    ticket.next_response_from = work.now
    _set_dues(work, ticket, running_clocks(work, ticket))


def answered(work: Work, ticket: Ticket) -> None:
    """A person answered: nothing is owed until the customer writes again."""
    _stop(work, ticket, "first_response", "next_response")
    ticket.first_response_at = ticket.first_response_at or work.now
    ticket.next_response_from = None
    _set_dues(work, ticket, running_clocks(work, ticket))


def status_changed(work: Work, ticket: Ticket, *, was: str) -> None:
    """Let the clocks stand still, or go on, with the ticket's status."""
    if was in RUNNING and is_paused(ticket):
        if ticket.status in ("solved", "closed"):
            _stop(work, ticket, "next_response", "resolution")
        ticket.paused_at = work.now
    elif not is_paused(ticket) and ticket.paused_at is not None:
        _go_on(work, ticket, ticket.paused_at)
        ticket.paused_at = None
    if ticket.status in ("solved", "closed"):
        ticket.next_response_from = None
    _set_dues(work, ticket, running_clocks(work, ticket))


def look(work: Work, ticket: Ticket) -> None:
    """Set when its clocks have something to say next."""
    _set_dues(work, ticket, running_clocks(work, ticket))


def _stop(work: Work, ticket: Ticket, *clocks: Clock) -> None:
    """End runs of clocks; one that was due before, and not yet said to be, is a breach all the same."""
    for one in running_clocks(work, ticket):
        if one.clock in clocks and not is_paused(ticket) and one.due_at < work.now:
            breaches.record_late(work, ticket, one)
    ended = [one for one in clocks if one != "resolution" and one in ticket.alarms]
    if ended:
        ticket.alarms = {name: said for name, said in ticket.alarms.items() if name not in ended}


def _set_dues(work: Work, ticket: Ticket, running: list[Running]) -> None:
    dues = {one.clock: one.due_at for one in running}
    ticket.first_response_due_at = dues.get("first_response")
    ticket.next_response_due_at = dues.get("next_response")
    ticket.resolution_due_at = dues.get("resolution")
    alarms = [] if is_paused(ticket) else next_alarms(work, ticket, running)
    ticket.alarm_at = alarms[0].at if alarms else None


def _already(work: Work, ticket: Ticket, running: Running) -> int:
    """What a clock said before, as far as it is still true by its present policy."""
    passed = sum(one.at <= work.now for one in alarms_of(running, work.crm.alarms))
    return min(int(ticket.alarms[running.clock]), passed)


def _go_on(work: Work, ticket: Ticket, paused_at: datetime) -> None:
    level = level_of(work, ticket)
    if level is None:
        return
    calendar = calendar_for(work, level)

    def moved(since: datetime) -> datetime:
        return calendar.subtract(work.now, calendar.between(since, paused_at))

    ticket.clocks_from = moved(ticket.clocks_from or paused_at)
    if ticket.next_response_from is not None:
        ticket.next_response_from = moved(ticket.next_response_from)
