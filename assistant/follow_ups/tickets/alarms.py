"""What clocks say: a warning when little time is left, the breach, and each escalation; all of them once."""

from collections.abc import Mapping

import structlog

from assistant.actions.colleagues import notify_member, post_in_thread
from assistant.bootstrap import Runtime
from assistant.events import emit
from assistant.follow_ups.assigning.presence import muted_until, stand_in_of
from assistant.follow_ups.tickets import breaches, service_levels
from assistant.follow_ups.tickets.clocks import Alarm, is_paused, next_alarms, running_clocks
from assistant.presenting.cards import ticket_card
from assistant.presenting.times import say_moment
from assistant.work import Work, member_actor
from channels.reply import Reply
from config.service import Clock
from storage.models import Member, Role, ServiceLevelEvent, Ticket
from storage.queries import conversations, team
from storage.queries.service_levels import tickets_due

WORDS: Mapping[Clock, str] = {
    "first_response": "first answer",
    "next_response": "next answer",
    "resolution": "solution",
}
EVENTS = {"warning": "sla.warning", "breach": "sla.breached"}

log = structlog.get_logger()


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Let every clock speak whose moment has come, each ticket in a transaction of its own."""
    with runtime.database.read() as uow:
        due = tickets_due(uow, "alarm_at")
    for ticket_id in due:
        with runtime.database.begin(actor="system", cause="service_levels") as uow:
            ring(runtime.work(uow), uow.get_locked(Ticket, ticket_id))


def ring(work: Work, ticket: Ticket) -> list[Alarm]:
    """Say what a ticket's clocks have to say by now. What downtime made stale is kept, and not told."""
    said: list[Alarm] = []
    while not is_paused(ticket):
        due = [one for one in next_alarms(work, ticket, running_clocks(work, ticket)) if one.at <= work.now]
        if not due:
            break
        for alarm in due:
            clock = alarm.running.clock
            ticket.alarms = {**ticket.alarms, clock: int(ticket.alarms.get(clock, 0)) + 1}
        said += due
    breached = {one.running.clock for one in said if one.kind == "breach"}
    for alarm in said:
        event = breaches.record(work, ticket, alarm)
        if event is not None and not (alarm.kind == "warning" and alarm.running.clock in breached):
            _speak(work, ticket, alarm, event)
    service_levels.look(work, ticket)
    return said


def _speak(work: Work, ticket: Ticket, alarm: Alarm, event: ServiceLevelEvent) -> None:
    log.info("service_level.said", kind=alarm.kind, clock=alarm.running.clock, ticket_id=ticket.id)
    if alarm.kind in EVENTS:
        emit(work, EVENTS[alarm.kind], ticket)
    told = _listeners(work, ticket, alarm)
    if alarm.kind == "escalation" and told:
        ticket.is_escalated = True
        ticket.escalated_to = ", ".join(one.name for one in told)
    for member in told:
        theirs = work.acting_as(member_actor(member))
        if muted_until(work, member) is None:
            notify_member(
                work, member, _reply(theirs, ticket, alarm, event), key=f"alarm:{event.id}:{member.id}"
            )
    if alarm.kind == "breach":
        for post in conversations.posts_of(work.uow, entity="ticket", record_id=ticket.id):
            note = Reply(text=_sentence(work, alarm, event))
            post_in_thread(work, post, note, key=f"alarm:{event.id}:{post.id}")


def _listeners(work: Work, ticket: Ticket, alarm: Alarm) -> list[Member]:
    """The owner, or who stands in; with an escalation, and where nobody owns it, those above."""
    owner = work.uow.find(Member, ticket.owner_id)
    tell = "owner"
    if alarm.kind == "escalation":
        tell = work.crm.alarms.escalations[alarm.level - 1].tell
    if tell == "owner" and owner is not None and owner.is_active:
        return [stand_in_of(work, owner)]
    colleagues = team.active_members(work.uow)
    managers = [one for one in colleagues if one.role == Role.MANAGER]
    if tell == "admins" or not managers:
        return [one for one in colleagues if one.role == Role.ADMIN]
    own = [one for one in managers if owner is not None and one.team == owner.team]
    return own or managers


def _reply(work: Work, ticket: Ticket, alarm: Alarm, event: ServiceLevelEvent) -> Reply:
    card = ticket_card(work, ticket)
    return Reply(title=card.title, text=_sentence(work, alarm, event), facts=card.facts, actions=card.actions)


def _sentence(work: Work, alarm: Alarm, event: ServiceLevelEvent) -> str:
    what, due = WORDS[alarm.running.clock], say_moment(work, alarm.running.due_at)
    if alarm.kind == "warning":
        return f"The {what} is due {due}; {work.crm.alarms.warn_percent} % of the time is gone."
    if alarm.kind == "breach":
        return f"The {what} was due {due}. {event.reason}"
    return f"Still no {what}, due {due}. {event.reason}"
