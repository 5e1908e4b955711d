"""What a ticket's life waits for: its clocks, its closing, its survey; and what the clocks said."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, func, or_, select, text

from storage.models import Interaction, ServiceLevelEvent, Tag, Ticket
from storage.unit_of_work import UnitOfWork

Hour = Literal["alarm_at", "closing_at", "survey_at", "snoozed_until"]


def tickets_due(uow: UnitOfWork, hour: Hour, *, limit: int = 500) -> list[str]:
    """Ids of tickets one of whose hours has come, the longest waiting first (a partial index each)."""
    column = col(getattr(Ticket, hour))
    # Said as the index says it: SQLite does not use a partial index for a condition it cannot read off.
    query = select(Ticket.id).where(text(f"{hour} IS NOT NULL"), column <= uow.now)
    return list(uow.session.exec(query.order_by(column).limit(limit)))


def last_word_at(uow: UnitOfWork, ticket: Ticket) -> datetime | None:
    """When anybody last said something to or as the customer about a ticket; automatic words do not count."""
    return uow.session.exec(select(func.max(Interaction.at)).where(*_said_about(ticket))).one()


def customer_spoke_last(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether nobody of ours has answered the customer's newest word about a ticket."""
    newest = (col(Interaction.at).desc(), col(Interaction.id).desc())
    said = select(Interaction.direction).where(*_said_about(ticket)).order_by(*newest).limit(1)
    return uow.session.exec(said).first() == "in"


def _said_about(ticket: Ticket) -> tuple[ColumnElement[bool], ...]:
    about = [col(Interaction.ticket_id) == ticket.id]
    if ticket.conversation_id is not None:
        about.append(col(Interaction.conversation_id) == ticket.conversation_id)
    spoken = col(Interaction.direction).in_(("in", "out"))
    return or_(*about), spoken, col(Interaction.is_automatic).is_(False)


def last_survey_at(uow: UnitOfWork, contact_id: str) -> datetime | None:
    """When a customer was last asked how it went."""
    query = select(func.max(Ticket.csat_asked_at)).where(Ticket.contact_id == contact_id)
    return uow.session.exec(query).one()


def surveyed_lately(uow: UnitOfWork, contact_id: str, *, since: datetime) -> Ticket | None:
    """The ticket a customer was last asked about, where that was after a moment."""
    return uow.session.exec(
        select(Ticket)
        .where(Ticket.contact_id == contact_id, col(Ticket.csat_asked_at) >= since)
        .order_by(col(Ticket.csat_asked_at).desc())
        .limit(1)
    ).first()


def has_customer_tag(uow: UnitOfWork, ticket: Ticket, name: str) -> bool:
    """Whether the ticket's company or contact carries a tag."""
    whose = [
        and_(Tag.entity == entity, Tag.record_id == record_id)
        for entity, record_id in (("company", ticket.company_id), ("contact", ticket.contact_id))
        if record_id is not None
    ]
    if not whose:
        return False
    query = select(Tag.id).where(or_(*whose), func.lower(Tag.name) == name.lower()).limit(1)
    return uow.session.exec(query).first() is not None


def find_service_level_event(
    uow: UnitOfWork, *, ticket_id: str, clock: str, counted_from: datetime, kind: str, level: int
) -> ServiceLevelEvent | None:
    """What a run of a clock said of one kind (unique index)."""
    return uow.session.exec(
        select(ServiceLevelEvent).where(
            ServiceLevelEvent.ticket_id == ticket_id,
            ServiceLevelEvent.clock == clock,
            ServiceLevelEvent.counted_from == counted_from,
            ServiceLevelEvent.kind == kind,
            ServiceLevelEvent.level == level,
        )
    ).one_or_none()


def service_level_events(uow: UnitOfWork, *, ticket_id: str) -> list[ServiceLevelEvent]:
    """What a ticket's clocks said, in order."""
    return list(
        uow.session.exec(
            select(ServiceLevelEvent)
            .where(ServiceLevelEvent.ticket_id == ticket_id)
            .order_by(col(ServiceLevelEvent.at), ServiceLevelEvent.id)
        )
    )
