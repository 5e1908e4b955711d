"""Who could get what nobody owns: the records that wait, the colleagues, and what these have already.

On PostgreSQL those who assign lock the colleagues first, in one order, so that one assigns after the other;
a record somebody else is changing is left for the next time.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlmodel import col, func, select, text
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Deal, Interaction, Lead, Member, Ticket
from storage.unit_of_work import UnitOfWork

Unowned: TypeAlias = Ticket | Lead
Held: TypeAlias = Ticket | Lead | Deal

# The very conditions of the partial indexes: said otherwise, the indexes are not used.
_WAITING: Mapping[type[Unowned], str] = {
    Ticket: "owner_id IS NULL AND status = 'open'",
    Lead: "owner_id IS NULL AND status = 'new'",
}
_OPEN: Mapping[type[Held], tuple[str, ...]] = {
    Ticket: ("open", "pending", "on_hold"),
    Lead: ("new", "working", "qualified"),
    Deal: ("open",),
}


def unowned(uow: UnitOfWork, model: type[Unowned], *, after: str = "", limit: int = 200) -> list[Unowned]:
    """Records that wait for an owner, the oldest first."""
    query: SelectOfScalar[Any] = select(model).where(text(_WAITING[model]), col(model.id) > after)
    return list(uow.session.exec(query.order_by(col(model.id)).limit(limit)))


def lock_unowned(uow: UnitOfWork, model: type[Unowned], record_id: str) -> Unowned | None:
    """One record that waits for an owner, held until the transaction ends; None where it does no more."""
    query: SelectOfScalar[Any] = (
        select(model)
        .where(col(model.id) == record_id, text(_WAITING[model]))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return uow.session.exec(query).one_or_none()


def candidates(uow: UnitOfWork, roles: Sequence[str]) -> list[Member]:
    """Active colleagues of these roles."""
    query = select(Member).where(Member.is_active, col(Member.role).in_(roles)).order_by(col(Member.id))
    return list(uow.session.exec(query))


def lock_candidates(uow: UnitOfWork, roles: Sequence[str]) -> list[Member]:
    """The same, and whoever else assigns waits until this transaction ends."""
    query = (
        select(Member)
        .where(Member.is_active, col(Member.role).in_(roles))
        .order_by(col(Member.id))
        # As weak as it may be: rows that refer to a colleague can still be written meanwhile.
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(uow.session.exec(query))


def lock_team(uow: UnitOfWork, name: str) -> list[Member]:
    """Active colleagues of a team, held like those who are candidates by their role."""
    query = (
        select(Member)
        .where(Member.is_active, func.lower(Member.team) == name.lower())
        .order_by(col(Member.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(uow.session.exec(query))


def loads(uow: UnitOfWork, model: type[Held]) -> dict[str, int]:
    """How many open records of a kind each colleague has."""
    rows = uow.session.exec(
        select(col(model.owner_id), func.count())
        .where(col(model.status).in_(_OPEN[model]), col(model.owner_id).is_not(None))
        .group_by(col(model.owner_id))
    )
    return {str(owner_id): count for owner_id, count in rows}


def language_spoken(uow: UnitOfWork, conversation_id: str) -> str | None:
    """The language of the last word a customer said in a conversation."""
    return uow.session.exec(
        select(Interaction.language)
        .where(
            Interaction.conversation_id == conversation_id,
            Interaction.direction == "in",
            col(Interaction.language).is_not(None),
        )
        .order_by(col(Interaction.at).desc())
        .limit(1)
    ).first()
