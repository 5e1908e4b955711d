"""Where deals stand and what happened since they came there: what may speak against a stage."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlmodel import col

from storage.models import Deal, DealContact, Interaction
from storage.unit_of_work import UnitOfWork


class StandingFact(NamedTuple):
    """A deal with what its stage is held against."""

    id: str
    title: str
    pipeline: str
    stage: str
    status: str
    category: str
    amount_minor: int | None
    currency: str
    close_date: date | None
    owner_id: str | None
    stage_entered_at: datetime
    has_person: bool


class AnswerFact(NamedTuple):
    """What a person of a deal wrote after it came to its stage."""

    deal_id: str
    interaction_id: str
    at: datetime
    intents: list[str]
    words: str


def standing_deals(
    uow: UnitOfWork, *, open_stages: Sequence[str], owner_ids: Sequence[str] = (), ids: Sequence[str] = ()
) -> list[StandingFact]:
    """Deals that are open, or ended and yet in an open stage; of these owners, or these very deals."""
    has_person = exists().where(col(DealContact.deal_id) == col(Deal.id)).label("has_person")
    columns: list[Any] = [getattr(Deal, name) for name in StandingFact._fields if name != "has_person"]
    query = (
        select(*columns, has_person)
        .where(or_(col(Deal.status) == "open", col(Deal.stage).in_(open_stages)), *_asked(owner_ids, ids))
        .order_by(col(Deal.amount_minor).desc().nulls_last(), col(Deal.id))
    )
    return [StandingFact._make(row) for row in uow.connection().execute(query)]


def met_since(uow: UnitOfWork, *, stages: Sequence[str]) -> dict[str, datetime]:
    """The first call or meeting noted on each open deal of these stages after it came there."""
    query = (
        select(col(Deal.id), func.min(col(Interaction.at)))
        .join(
            Interaction,
            and_(
                col(Interaction.deal_id) == col(Deal.id),
                col(Interaction.at) > col(Deal.stage_entered_at),
                col(Interaction.kind).in_(("call", "meeting")),
            ),
        )
        .where(col(Deal.status) == "open", col(Deal.stage).in_(stages))
        .group_by(col(Deal.id))
    )
    return {row[0]: row[1] for row in uow.connection().execute(query)}


def answered_since(uow: UnitOfWork, *, intents: Sequence[str]) -> list[AnswerFact]:
    """What the people of open deals wrote with one of these intents since the deal came to its stage."""
    said = cast(col(Interaction.intents), String)
    query = (
        select(
            col(Deal.id),
            col(Interaction.id),
            col(Interaction.at),
            col(Interaction.intents),
            func.coalesce(func.nullif(col(Interaction.new_text), ""), col(Interaction.subject)),
        )
        .join(DealContact, col(DealContact.deal_id) == col(Deal.id))
        .join(
            Interaction,
            and_(
                col(Interaction.contact_id) == col(DealContact.contact_id),
                col(Interaction.at) > col(Deal.stage_entered_at),
                col(Interaction.direction) == "in",
            ),
        )
        .where(col(Deal.status) == "open")
        .where(or_(*(said.contains(f'"{one}"', autoescape=True) for one in intents)))
        .order_by(col(Interaction.at), col(Interaction.id))
    )
    return [AnswerFact._make(row) for row in uow.connection().execute(query)]


def _asked(owner_ids: Sequence[str], ids: Sequence[str]) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if owner_ids:
        asked.append(col(Deal.owner_id).in_(owner_ids))
    if ids:
        asked.append(col(Deal.id).in_(ids))
    return asked
