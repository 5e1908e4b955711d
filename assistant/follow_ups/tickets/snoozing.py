"""Tickets laid aside until a moment: they open again by themselves, and whoever has them is told, once."""

from collections.abc import Mapping

import structlog

from assistant.actions.colleagues import notify_member, post_in_thread
from assistant.actions.tickets import update_ticket
from assistant.bootstrap import Runtime
from assistant.events import emit
from assistant.follow_ups.assigning.presence import muted_until, stand_in_of
from assistant.follow_ups.sending import lateness
from assistant.presenting.cards import ticket_card
from assistant.presenting.times import say_moment
from assistant.work import Work, member_actor
from channels.reply import Reply
from storage.models import Member, Ticket
from storage.queries import conversations
from storage.queries.service_levels import tickets_due

log = structlog.get_logger()


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Wake every ticket whose moment has come, each in a transaction of its own."""
    with runtime.database.read() as uow:
        due = tickets_due(uow, "snoozed_until")
    for ticket_id in due:
        with runtime.database.begin(actor="system", cause="snoozing") as uow:
            wake(runtime.work(uow), uow.get_locked(Ticket, ticket_id))


def wake(work: Work, ticket: Ticket) -> None:
    """Open a ticket whose snooze is over; who comes second finds it awake."""
    until = ticket.snoozed_until
    if until is None or until > work.now:
        return
    log.info("snoozing.ended", ticket_id=ticket.id)
    said = "The snooze is over: it is open again."
    if lateness.minutes_late(work, until):
        said = f"The snooze was over {say_moment(work, until)}; it is open again, late."
    update_ticket(work, ticket, status="open")
    ticket.snoozed_until = None
    emit(work, "ticket.snooze_ended", ticket)
    work.uow.flush()
    key = f"snooze:{ticket.id}:{until.isoformat()}"
    for post in conversations.posts_of(work.uow, entity="ticket", record_id=ticket.id):
        post_in_thread(work, post, Reply(text=said), key=f"{key}:{post.id}")
    owner = work.uow.find(Member, ticket.owner_id)
    if owner is not None and owner.is_active:
        _tell(work, ticket, stand_in_of(work, owner), said, key=key)


def _tell(work: Work, ticket: Ticket, member: Member, said: str, *, key: str) -> None:
    card = ticket_card(work.acting_as(member_actor(member)), ticket)
    reply = Reply(title=card.title, text=f"{said}\n{card.text}", facts=card.facts, actions=card.actions)
    notify_member(work, member, reply, key=f"{key}:{member.id}", due_at=muted_until(work, member))
