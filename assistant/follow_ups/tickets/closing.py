"""Tickets that end by silence: the customer of a pending one is told first, a solved one is simply closed.

Silence is the customer's: where they spoke last it is ours, and its owner is told, not they.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from assistant.actions.colleagues import notify_member
from assistant.actions.tickets import close_ticket
from assistant.bootstrap import Runtime
from assistant.follow_ups.assigning.presence import stand_in_of
from assistant.outgoing.notices import write_notice
from assistant.presenting.cards import ticket_card
from assistant.presenting.times import say_date
from assistant.work import Work, member_actor
from channels.reply import Reply
from storage.models import Contact, Member, Ticket
from storage.queries.service_levels import customer_spoke_last, last_word_at, tickets_due

log = structlog.get_logger()


def sweep(runtime: Runtime, _payload: Mapping[str, str]) -> None:
    """Look into every silence that is long enough, each ticket in a transaction of its own."""
    with runtime.database.read() as uow:
        due = tickets_due(uow, "closing_at")
    for ticket_id in due:
        with runtime.database.begin(actor="system", cause="closing") as uow:
            look_into(runtime.work(uow), uow.get_locked(Ticket, ticket_id))


def look_into(work: Work, ticket: Ticket) -> None:
    """Tell the customer, close the ticket, or wait on where somebody spoke meanwhile."""
    if ticket.closing_at is None or ticket.closing_at > work.now:
        return
    rules = work.crm.tickets
    if ticket.status == "solved":
        _close(work, ticket)
    elif ticket.status != "pending" or not rules.auto_close_days:
        ticket.closing_at = None
    elif ticket.closing_told_at is not None:
        _close(work, ticket)
        ticket.survey_at = None  # nobody solved anything: there is nothing to be asked about
    elif (waits_from := _silent_since(work, ticket) + timedelta(days=rules.auto_close_days)) > work.now:
        ticket.closing_at = waits_from
    elif customer_spoke_last(work.uow, ticket):
        _tell_owner(work, ticket)
        ticket.closing_at = work.now + timedelta(days=rules.auto_close_days)
    else:
        _tell(work, ticket)


def _silent_since(work: Work, ticket: Ticket) -> datetime:
    moments = [one for one in (ticket.paused_at, last_word_at(work.uow, ticket)) if one is not None]
    return max(moments, default=ticket.created_at)


def _tell(work: Work, ticket: Ticket) -> None:
    """Announce the closing; where nobody can be told, it is for a person to close."""
    days = work.crm.tickets.close_notice_days
    key = f"closing:{ticket.id}:{ticket.paused_at.isoformat() if ticket.paused_at else ''}"
    posted = write_notice(work, ticket, "closing_soon", key=key, purpose="service", days=days)
    was_told = posted is not None and posted.delivery is not None
    ticket.closing_told_at = work.now if was_told else None
    ticket.closing_at = work.now + timedelta(days=days) if was_told else None


def _tell_owner(work: Work, ticket: Ticket) -> None:
    """It rests as if the customer owed an answer, while they wait for one."""
    owner = work.uow.find(Member, ticket.owner_id)
    contact = work.uow.find(Contact, ticket.contact_id)
    if owner is None or contact is None or not owner.is_active:
        return
    told = stand_in_of(work, owner)
    card = ticket_card(work.acting_as(member_actor(told)), ticket)
    since = say_date(_silent_since(work, ticket))
    said = f"{contact.name} wrote last, and nobody has answered since {since}: it is pending all the same."
    reply = Reply(title=card.title, text=said, facts=card.facts, actions=card.actions)
    notify_member(work, told, reply, key=f"owed:{ticket.id}:{work.now.date().isoformat()}:{told.id}")


def _close(work: Work, ticket: Ticket) -> None:
    log.info("closing.closed", ticket_id=ticket.id)
    close_ticket(work, ticket)
