"""What a ticket's clocks said, kept for good: warnings, breaches and escalations, each with its reason."""

from zoneinfo import ZoneInfo

from assistant.follow_ups.tickets.clocks import Alarm, Running
from assistant.work import Work
from storage.models import Member, ServiceLevelEvent, Ticket
from storage.queries import service, service_levels
from storage.queries.reporting.changes import changes_of

SAID_BREACH = 2
"""How many things a clock has said once its breach is one of them."""

UNDONE = {
    "first_response": "Nobody answered",
    "next_response": "Nobody answered",
    "resolution": "It was not solved",
}


def record(work: Work, ticket: Ticket, alarm: Alarm) -> ServiceLevelEvent | None:
    """Keep what a clock said; None where it was kept before."""
    one = alarm.running
    known = service_levels.find_service_level_event(
        work.uow,
        ticket_id=ticket.id,
        clock=one.clock,
        counted_from=one.since,
        kind=alarm.kind,
        level=alarm.level,
    )
    if known is not None:
        return None
    return work.uow.add(
        ServiceLevelEvent(
            ticket_id=ticket.id,
            clock=one.clock,
            kind=alarm.kind,
            level=alarm.level,
            policy=one.level.name,
            minutes=one.minutes,
            counted_from=one.since,
            due_at=one.due_at,
            owner_id=ticket.owner_id,
            reason="" if alarm.kind == "warning" else reason_of(work, ticket, one),
            at=work.now,
        )
    )


def record_late(work: Work, ticket: Ticket, running: Running) -> None:
    """Keep the breach of a clock that was stopped too late, where it was not kept when it ran out."""
    if int(ticket.alarms.get(running.clock, 0)) >= SAID_BREACH:
        return
    record(work, ticket, Alarm(running, "breach", running.due_at))
    ticket.alarms = {**ticket.alarms, running.clock: SAID_BREACH}


def reason_of(work: Work, ticket: Ticket, running: Running) -> str:
    """Why a clock runs out, in a sentence, from who had the ticket and since when."""
    undone = UNDONE[running.clock]
    owner = work.uow.find(Member, ticket.owner_id)
    if owner is None:
        return f"{undone}: nobody owned it."
    today = work.now.astimezone(ZoneInfo(owner.time_zone or work.company.time_zone)).date()
    if owner.leave_until is not None and owner.leave_until > today:
        return f"{undone}: {owner.name} is on leave until {owner.leave_until.isoformat()}."
    return f"{undone}: {_held(work, ticket, running, owner)}"


def _held(work: Work, ticket: Ticket, running: Running, owner: Member) -> str:
    moves = changes_of(work.uow, entity="ticket", fields=("owner_id",), ids=[ticket.id]).get(ticket.id, [])
    hands = sum(bool(one.before) for one in moves)
    given_at = moves[-1].at if moves else ticket.created_at
    waited = running.calendar.minutes_between(running.since, given_at)
    if waited * 2 > running.minutes:
        return f"{owner.name} was given it only after {waited} of {running.minutes} minutes."
    if hands > 1:
        return f"it changed hands {hands} times, last to {owner.name}."
    open_tickets = service.open_tickets_by_owner(work.uow).get(owner.id, 0)
    if owner.capacity is not None and open_tickets > owner.capacity:
        return f"{owner.name} has {open_tickets} open tickets and a capacity of {owner.capacity}."
    return f"{owner.name} had it all the time."
