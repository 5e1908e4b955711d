"""What colleagues are nudged about: silences, deals at rest, leads nobody turned to; and what was told."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import col, or_, select, text

from storage.models import Contact, Conversation, Deal, Interaction, Lead, Nudge, Ticket
from storage.unit_of_work import UnitOfWork

FORGOTTEN = timedelta(days=60)
"""A silence older than this is no news to anybody."""
_SLICE = 400


class DealAtRest(NamedTuple):
    """What is looked at in an open deal somebody owns."""

    id: str
    title: str
    pipeline: str
    stage: str
    owner_id: str
    next_step: str
    close_date: date | None
    last_activity_at: datetime
    stage_entered_at: datetime


class Told(NamedTuple):
    """A nudge that was given, or waits to be given again."""

    kind: str
    record_id: str
    value: str
    member_id: str


def waiting_for_customer(
    uow: UnitOfWork, *, since: datetime, limit: int = 2000
) -> list[tuple[Conversation, str, str]]:
    """Open conversations a colleague had the last word in, before a moment; with both names.

    Nobody is waited for where the ticket is solved.
    """
    rows = uow.session.exec(
        select(Conversation, Interaction.member_id, Contact.name)
        .join(Contact, col(Contact.id) == col(Conversation.contact_id))
        .join(Interaction, col(Interaction.conversation_id) == col(Conversation.id))
        .outerjoin(Ticket, col(Ticket.id) == col(Conversation.ticket_id))
        .where(
            Conversation.is_open,
            or_(col(Ticket.id).is_(None), col(Ticket.status).not_in(("solved", "closed"))),
            Conversation.last_at < since,
            Conversation.last_at > since - FORGOTTEN,
            Interaction.at == Conversation.last_at,
            Interaction.direction == "out",
            col(Interaction.is_automatic).is_(False),
            col(Interaction.member_id).is_not(None),
        )
        .order_by(col(Conversation.last_at))
        .limit(limit)
    )
    return [(conversation, member_id, name) for conversation, member_id, name in rows if member_id]


def open_deals(uow: UnitOfWork) -> list[DealAtRest]:
    """Every open deal somebody owns, in few columns."""
    columns = [getattr(Deal, name) for name in DealAtRest._fields]
    query = select(*columns).where(Deal.status == "open", col(Deal.owner_id).is_not(None))
    return [DealAtRest(*row) for row in uow.connection().execute(query.order_by(col(Deal.id)))]


def unanswered_leads(uow: UnitOfWork, *, before: datetime, since: datetime) -> list[Lead]:
    """Open leads of a span that nobody turned to yet (`ix_lead_status`)."""
    return list(
        uow.session.exec(
            select(Lead)
            .where(
                col(Lead.status).in_(("new", "working")),
                col(Lead.created_at) <= before,
                col(Lead.created_at) > since,
                col(Lead.first_response_at).is_(None),
            )
            .order_by(col(Lead.created_at))
        )
    )


def known_nudges(uow: UnitOfWork, wanted: Sequence[Told]) -> dict[Told, Nudge]:
    """Which of these were given before, or wait."""
    ids = sorted({one.record_id for one in wanted})
    found: dict[Told, Nudge] = {}
    for start in range(0, len(ids), _SLICE):
        query = select(Nudge).where(col(Nudge.record_id).in_(ids[start : start + _SLICE]))
        for nudge in uow.session.exec(query):
            found[Told(nudge.kind, nudge.record_id, nudge.value, nudge.member_id or "")] = nudge
    return {one: found[one] for one in wanted if one in found}


def latest_nudges(uow: UnitOfWork, record_id: str, *, limit: int = 3) -> list[Nudge]:
    """The nudges about a record, told or put off, newest first."""
    query = select(Nudge).where(Nudge.record_id == record_id)
    return list(uow.session.exec(query.order_by(col(Nudge.at).desc(), col(Nudge.id).desc()).limit(limit)))


def due_nudges(uow: UnitOfWork) -> list[Nudge]:
    """Nudges that wait to be told for the first time, or whose pause is over (`ix_nudge_waiting`)."""
    query = (
        select(Nudge)
        .where(text("snoozed_until IS NOT NULL"), col(Nudge.snoozed_until) <= uow.now)
        .order_by(col(Nudge.id))
    )
    return list(uow.session.exec(query))


def nudges_told_together(uow: UnitOfWork, group_key: str) -> list[Nudge]:
    """The nudges of one message, in its order."""
    return list(uow.session.exec(select(Nudge).where(Nudge.group_key == group_key).order_by(col(Nudge.id))))
