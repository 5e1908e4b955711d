"""Tickets and leads as reports read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select
from sqlmodel import col

from storage.models import Change, Interaction, Lead, Ticket
from storage.queries.reporting.deals import Days
from storage.queries.reporting.narrowing import Narrowing, narrowed
from storage.queries.service import OPEN_STATUSES
from storage.unit_of_work import UnitOfWork


class TicketFact(NamedTuple):
    """What is counted of a ticket."""

    id: str
    number: int
    subject: str
    status: str
    priority: str
    category: str
    channel: str
    company_id: str | None
    contact_id: str | None
    owner_id: str | None
    is_escalated: bool
    csat: int | None
    csat_asked_at: datetime | None
    first_response_at: datetime | None
    first_response_due_at: datetime | None
    next_response_due_at: datetime | None
    resolution_due_at: datetime | None
    solved_at: datetime | None
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in OPEN_STATUSES

    def is_breached(self, now: datetime) -> bool:
        """Whether it is open and one of its clocks has run out."""
        dues = (self.first_response_due_at, self.next_response_due_at, self.resolution_due_at)
        return self.is_open and any(due is not None and due < now for due in dues)


class LeadFact(NamedTuple):
    """What is counted of a lead."""

    id: str
    name: str
    status: str
    source: str
    owner_id: str | None
    contact_id: str | None
    deal_id: str | None
    first_response_at: datetime | None
    created_at: datetime


def created_tickets(
    uow: UnitOfWork, *, days: Days, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()
) -> list[TicketFact]:
    """Tickets opened in the days given; those merged into another are the other's."""
    return _tickets(uow, *_opened(days), *narrowed(Ticket, where), owner_ids=owner_ids)


class AnswerFact(NamedTuple):
    """What is counted of a ticket's first answer."""

    id: str
    owner_id: str | None
    status: str
    created_at: datetime
    first_response_at: datetime | None


def answers_to_tickets(
    uow: UnitOfWork, *, days: Days, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()
) -> list[AnswerFact]:
    """The first answers to the tickets of `created_tickets`."""
    columns = [getattr(Ticket, name) for name in AnswerFact._fields]
    query = select(*columns).where(
        col(Ticket.merged_into_id).is_(None), *_opened(days), *_owned(owner_ids), *narrowed(Ticket, where)
    )
    rows = uow.connection().execute(query.order_by(col(Ticket.number))).all()
    return [AnswerFact._make(row) for row in rows]


class Backlog(NamedTuple):
    """How many tickets are open, and how many of them late."""

    tickets: int
    late: int


def backlog(uow: UnitOfWork, *, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()) -> Backlog:
    """What is open now, whenever it came, counted by the database."""
    dues = (Ticket.first_response_due_at, Ticket.next_response_due_at, Ticket.resolution_due_at)
    is_late = or_(*(col(due) < uow.now for due in dues))
    query = select(func.count(), func.coalesce(func.sum(case((is_late, 1), else_=0)), 0)).where(
        col(Ticket.merged_into_id).is_(None),
        col(Ticket.status).in_(OPEN_STATUSES),
        *_owned(owner_ids),
        *narrowed(Ticket, where),
    )
    count, late = uow.connection().execute(query).one()
    return Backlog(int(count), int(late or 0))


def transfers(
    uow: UnitOfWork, *, days: Days, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()
) -> dict[tuple[str, str], int]:
    """How often tickets of the days given went from one owner to another, by ticket and by who gave it."""
    before, after = cast(col(Change.before), String), cast(col(Change.after), String)
    opened = select(col(Ticket.id)).where(
        col(Ticket.merged_into_id).is_(None),
        *_opened(days),
        *_owned(owner_ids),
        *narrowed(Ticket, where),
    )
    query = (
        select(col(Change.record_id), before, func.count())
        .where(col(Change.entity) == "ticket", col(Change.field) == "owner_id")
        .where(before.like('"_%"'), after.like('"_%"'), col(Change.record_id).in_(opened))
        .group_by(col(Change.record_id), before)
    )
    return {(row[0], row[1].strip('"')): row[2] for row in uow.connection().execute(query)}


def surveyed_tickets(
    uow: UnitOfWork, *, days: Days, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()
) -> list[TicketFact]:
    """Tickets whose customer was asked in the days given, or who answered unasked on one solved then."""
    return _tickets(uow, *_surveyed(days), *narrowed(Ticket, where), owner_ids=owner_ids)


class Worry(NamedTuple):
    """Why a ticket worries: its state, its mark, and whether one of its clocks has run out."""

    id: str
    number: int
    subject: str
    company_id: str
    is_open: bool
    is_escalated: bool
    csat: int | None
    is_late: bool


def worrying_tickets(uow: UnitOfWork, *, days: Days, low_mark: int) -> list[Worry]:
    """Companies' tickets that run late, are escalated, or got a low mark: open ones, then those surveyed."""
    is_open, was_low = col(Ticket.status).in_(OPEN_STATUSES), col(Ticket.csat) <= low_mark
    dues = (Ticket.first_response_due_at, Ticket.next_response_due_at, Ticket.resolution_due_at)
    is_late = or_(*(func.coalesce(col(due) < uow.now, False) for due in dues))
    query = (
        select(
            *(col(one) for one in (Ticket.id, Ticket.number, Ticket.subject, Ticket.company_id)),
            is_open,
            col(Ticket.is_escalated),
            col(Ticket.csat),
            is_open & is_late,
        )
        .where(col(Ticket.merged_into_id).is_(None), col(Ticket.company_id).is_not(None))
        .where(
            or_(is_open & (is_late | col(Ticket.is_escalated) | was_low), was_low & and_(*_surveyed(days)))
        )
        .order_by(is_open.desc(), col(Ticket.number))
    )
    return [Worry._make(row) for row in uow.connection().execute(query).all()]


def created_leads(
    uow: UnitOfWork, *, days: Days, owner_ids: Sequence[str] = (), where: Sequence[Narrowing] = ()
) -> list[LeadFact]:
    """Leads that came in the days given."""
    columns = [getattr(Lead, name) for name in LeadFact._fields]
    query = select(*columns).where(col(Lead.created_at) >= days.start_at, col(Lead.created_at) < days.end_at)
    if owner_ids:
        query = query.where(col(Lead.owner_id).in_(owner_ids))
    query = query.where(*narrowed(Lead, where))
    return [LeadFact(*row) for row in uow.connection().execute(query.order_by(col(Lead.id)))]


def first_answers(uow: UnitOfWork, leads: Sequence[LeadFact]) -> dict[str, datetime]:
    """When a person first turned to each lead: as noted on it, else our first message, call or meeting."""
    found = {one.id: one.first_response_at for one in leads if one.first_response_at is not None}
    waiting: dict[str, list[LeadFact]] = {}
    for one in leads:
        if one.id not in found and one.contact_id is not None:
            waiting.setdefault(one.contact_id, []).append(one)
    ids = list(waiting)
    for start in range(0, len(ids), 500):
        query = (
            select(col(Interaction.contact_id), col(Interaction.at))
            .where(
                col(Interaction.contact_id).in_(ids[start : start + 500]),
                or_(col(Interaction.direction) == "out", col(Interaction.kind).in_(("call", "meeting"))),
                col(Interaction.is_automatic).is_(False),
            )
            .order_by(col(Interaction.at))
        )
        for contact_id, at in uow.connection().execute(query):
            for lead in waiting[str(contact_id)]:
                if at >= lead.created_at:
                    found.setdefault(lead.id, at)
    return found


def _opened(days: Days) -> tuple[ColumnElement[bool], ...]:
    return col(Ticket.created_at) >= days.start_at, col(Ticket.created_at) < days.end_at


def _owned(owner_ids: Sequence[str]) -> list[ColumnElement[bool]]:
    return [col(Ticket.owner_id).in_(owner_ids)] if owner_ids else []


def _surveyed(days: Days) -> tuple[ColumnElement[bool], ...]:
    when = func.coalesce(col(Ticket.csat_asked_at), col(Ticket.solved_at), col(Ticket.created_at))
    was_asked = or_(col(Ticket.csat_asked_at).is_not(None), col(Ticket.csat).is_not(None))
    return was_asked, when >= days.start_at, when < days.end_at


def _tickets(uow: UnitOfWork, *conditions: ColumnElement[bool], owner_ids: Sequence[str]) -> list[TicketFact]:
    columns = [getattr(Ticket, name) for name in TicketFact._fields]
    query = select(*columns).where(col(Ticket.merged_into_id).is_(None), *conditions, *_owned(owner_ids))
    rows = uow.connection().execute(query.order_by(col(Ticket.number))).all()
    return [TicketFact._make(row) for row in rows]
