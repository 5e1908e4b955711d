"""Tickets: opened, assigned, answered, ended, opened again."""

from datetime import datetime
from typing import get_args

from assistant.actions.access import require, require_write
from assistant.events import emit
from assistant.follow_ups.tickets import service_levels, ticket_life
from assistant.work import InvalidValue, Work
from nlp.understanding import Priority
from storage.models import Contact, Conversation, Interaction, Member, Ticket
from storage.queries import service

PRIORITIES: tuple[str, ...] = get_args(Priority)
STATUSES = ("open", "pending", "on_hold", "solved", "closed")


def create_ticket(
    work: Work,
    *,
    subject: str,
    contact: Contact | None = None,
    company_id: str | None = None,
    conversation: Conversation | None = None,
    priority: str = "normal",
    category: str = "",
    owner_id: str | None = None,
    channel: str = "",
    team: str = "",
    follow_up_of: Ticket | None = None,
) -> Ticket:
    """Open a ticket with the next number and its service level's due times."""
    require(work, "tickets.write", doing="open tickets")
    if not subject.strip():
        raise InvalidValue("A ticket needs a subject.", fields={"subject": "This is needed."})
    ticket = Ticket(
        number=service.next_ticket_number(work.uow),
        subject=" ".join(subject.split())[:200],
        priority=_one_of("priority", priority, PRIORITIES),
        category=category,
        contact_id=contact.id if contact else None,
        company_id=company_id or (contact.company_id if contact else None),
        conversation_id=conversation.id if conversation else None,
        owner_id=owner_id,
        channel=channel,
        team=team,
        follow_up_of_id=follow_up_of.id if follow_up_of else None,
        created_at=work.now,
    )
    service_levels.start(work, ticket)
    work.uow.add(ticket)
    if conversation is not None:
        conversation.ticket_id = ticket.id
    emit(work, "ticket.created", ticket)
    return ticket


def assign_ticket(work: Work, ticket: Ticket, owner: Member) -> Ticket:
    """Give a ticket to a colleague."""
    require_write(work, "tickets", ticket, doing=f"assign #{ticket.number}")
    ticket.owner_id = owner.id
    owner.last_assigned_at = work.now
    emit(work, "ticket.assigned", ticket)
    return ticket


def update_ticket(
    work: Work,
    ticket: Ticket,
    *,
    priority: str | None = None,
    status: str | None = None,
    category: str | None = None,
    subject: str | None = None,
) -> Ticket:
    """Change what is given; ending and opening again keep their own times."""
    require_write(work, "tickets", ticket, doing=f"change #{ticket.number}")
    if priority is not None:
        ticket.priority = _one_of("priority", priority, PRIORITIES)
        service_levels.start(work, ticket)
    if category is not None:
        ticket.category = category
    if subject is not None:
        ticket.subject = subject
    if status is not None:
        _set_status(work, ticket, _one_of("status", status, STATUSES))
    emit(work, "ticket.updated", ticket)
    return ticket


def close_ticket(work: Work, ticket: Ticket) -> Ticket:
    """End a ticket."""
    require_write(work, "tickets", ticket, doing=f"close #{ticket.number}")
    _set_status(work, ticket, "closed")
    emit(work, "ticket.closed", ticket)
    return ticket


def reopen_ticket(work: Work, ticket: Ticket) -> Ticket:
    """Open an ended ticket again."""
    require_write(work, "tickets", ticket, doing=f"reopen #{ticket.number}")
    if ticket.status not in ("solved", "closed"):
        return ticket
    ticket.reopened += 1
    _set_status(work, ticket, "open")
    emit(work, "ticket.reopened", ticket)
    return ticket


def snooze_ticket(work: Work, ticket: Ticket, *, until: datetime) -> Ticket:
    """Lay a ticket aside until a moment, at which it opens again by itself; any word about it does sooner."""
    require_write(work, "tickets", ticket, doing=f"snooze #{ticket.number}")
    if until <= work.now:
        raise InvalidValue("That moment has passed.", fields={"until": "A moment to come."})
    if ticket.status in ("solved", "closed"):
        raise InvalidValue(f"#{ticket.number} is {ticket.status}: there is nothing to snooze.")
    _set_status(work, ticket, "on_hold")
    ticket.snoozed_until = until
    emit(work, "ticket.updated", ticket)
    return ticket


def merge_tickets(work: Work, *, loser: Ticket, winner: Ticket) -> Ticket:
    """Make one ticket part of another: later answers to either land in the winner."""
    for ticket in (loser, winner):
        require_write(work, "tickets", ticket, doing=f"merge #{ticket.number}")
    if loser.id == winner.id:
        raise InvalidValue(f"#{loser.number} cannot be merged into itself.")
    if winner.merged_into_id is not None:
        raise InvalidValue(f"#{winner.number} was itself merged into another ticket.")
    loser.merged_into_id = winner.id
    _set_status(work, loser, "closed")
    return winner


def escalate_ticket(work: Work, ticket: Ticket, *, to: str = "") -> Ticket:
    """Raise a ticket to those above: urgent at least high, marked, and said to whom."""
    require_write(work, "tickets", ticket, doing=f"escalate #{ticket.number}")
    ticket.is_escalated, ticket.escalated_to = True, to
    if ticket.priority in ("low", "normal"):
        ticket.priority = "high"
        service_levels.start(work, ticket)
    emit(work, "ticket.updated", ticket)
    return ticket


def surviving_ticket(work: Work, ticket: Ticket) -> Ticket:
    """The ticket a merged one became."""
    while ticket.merged_into_id is not None:
        ticket = work.uow.get(Ticket, ticket.merged_into_id)
    return ticket


def add_note(work: Work, ticket: Ticket, text: str, *, external_id: str = "") -> Interaction:
    """Write an internal note on a ticket; customers never see it."""
    require(work, "tickets.write", doing="write notes")
    return work.uow.add(
        Interaction(
            contact_id=ticket.contact_id,
            company_id=ticket.company_id,
            conversation_id=ticket.conversation_id,
            ticket_id=ticket.id,
            member_id=work.actor.id or None,
            kind="note",
            direction="internal",
            text=text,
            new_text=text,
            external_id=external_id,
            at=work.now,
        )
    )


def note_answered(work: Work, ticket: Ticket) -> None:
    """A person answered the customer: the clocks of first and next response stop."""
    service_levels.answered(work, ticket)


def _set_status(work: Work, ticket: Ticket, status: str) -> None:
    was, ticket.status = ticket.status, status
    if status in ("solved", "closed"):
        ticket.solved_at = ticket.solved_at or work.now
        ticket.closed_at = work.now if status == "closed" else None
    elif was in ("solved", "closed"):
        ticket.solved_at = ticket.closed_at = None
    ticket_life.status_changed(work, ticket, was=was)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    word = value.strip().lower()
    if word not in allowed:
        raise InvalidValue(
            f"{value!r} is no {name}; it is one of {', '.join(allowed)}.",
            fields={name: f"One of {', '.join(allowed)}."},
        )
    return word
