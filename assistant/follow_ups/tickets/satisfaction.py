"""Asking how it went, and understanding the answer: a mark of 1 to 5, and a word why.

A customer is asked once per ticket and at most once in so many days, where they talked with us, through the
gate. Their next words there are read for a mark; anything else is an ordinary message.
"""

from datetime import timedelta

import structlog

from assistant.actions.colleagues import notify_member
from assistant.events import emit
from assistant.follow_ups.assigning.presence import muted_until, stand_in_of
from assistant.follow_ups.tickets.marks import Mark, read_mark
from assistant.outgoing.notices import write_notice
from assistant.presenting.cards import ticket_card
from assistant.work import Work
from channels.reply import Reply
from storage.models import Contact, Member, Ticket
from storage.queries.service_levels import last_survey_at, surveyed_lately

ANSWERED_WITHIN = timedelta(days=14)
UNHAPPY = 2
ENDED = ("solved", "closed")

log = structlog.get_logger()


def ask(work: Work, ticket: Ticket) -> bool:
    """Ask a ticket's customer how it went; whether the question is on its way."""
    if ticket.survey_at is None or ticket.survey_at > work.now:
        return False
    ticket.survey_at = None
    if ticket.status not in ENDED or ticket.csat is not None or ticket.contact_id is None:
        return False
    # Whoever asks the same customer about another ticket now waits here, and then sees that we asked.
    work.uow.get_locked(Contact, ticket.contact_id)
    last = last_survey_at(work.uow, ticket.contact_id)
    if last is not None and work.now - last < timedelta(days=work.crm.tickets.csat_every_days):
        return False
    posted = write_notice(work, ticket, "survey", key=f"survey:{ticket.id}", purpose="survey")
    if posted is None or posted.delivery is None:
        return False
    ticket.csat_asked_at = posted.delivery.due_at
    return True


def take_answer(work: Work, contact: Contact, text: str) -> tuple[Ticket, Mark] | None:
    """Read a customer's words as the answer to our question, and keep the mark; None where they are not.

    A later mark for the same ticket replaces the first: people mistype, and change their minds.
    """
    ticket = surveyed_lately(work.uow, contact.id, since=work.now - ANSWERED_WITHIN)
    if ticket is None or ticket.csat_asked_at is None or ticket.csat_asked_at > work.now:
        return None
    mark = read_mark(text)
    if mark is None:
        return None
    ticket.csat = mark.value
    ticket.csat_comment = mark.comment or ticket.csat_comment
    emit(work, "ticket.updated", ticket)
    log.info("survey.answered", ticket_id=ticket.id, mark=mark.value)
    if mark.value <= UNHAPPY:
        _tell_of(work, ticket, mark, contact)
    return ticket, mark


def _tell_of(work: Work, ticket: Ticket, mark: Mark, contact: Contact) -> None:
    """A customer is unhappy: their colleague should know while it can be mended."""
    owner = work.uow.find(Member, ticket.owner_id)
    if owner is None or not owner.is_active:
        return
    told = stand_in_of(work, owner)
    if muted_until(work, told) is not None:
        return
    why = f": “{mark.comment}”" if mark.comment else "."
    card = ticket_card(work, ticket)
    reply = Reply(
        title=card.title,
        text=f"{contact.name} gave {mark.value} of 5{why}",
        facts=card.facts,
        actions=card.actions,
    )
    notify_member(work, told, reply, key=f"survey:{ticket.id}:{mark.value}:{told.id}")
