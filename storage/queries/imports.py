"""What a file that is taken in may name again."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from storage.models import Company, Contact, Deal, Interaction, Lead
from storage.unit_of_work import UnitOfWork

Importable = type[Contact] | type[Company] | type[Deal] | type[Lead]


def external_ids(uow: UnitOfWork, model: Importable, *, key: str) -> dict[str, str]:
    """By the id a record had elsewhere, kept among its own fields, its id here."""
    query = select(col(model.id), col(model.custom))
    rows: Any = uow.connection().execute(query)
    return {str(custom[key]): record_id for record_id, custom in rows if custom and key in custom}


def deals_called(uow: UnitOfWork, title: str, *, company_id: str | None) -> list[Deal]:
    """The deals of that title of one company, or of none, the oldest first."""
    query = (
        select(Deal)
        .where(_is_named(Deal.title, title), _is(col(Deal.company_id), company_id))
        .order_by(col(Deal.id))
    )
    return list(uow.session.scalars(query))


def contacts_called(uow: UnitOfWork, name: str, *, company_id: str | None) -> list[Contact]:
    """The contacts of that name at one company, or at none, the oldest first."""
    query = (
        select(Contact)
        .where(_is_named(Contact.name, name), _is(col(Contact.company_id), company_id))
        .order_by(col(Contact.id))
    )
    return list(uow.session.scalars(query))


def leads_of(uow: UnitOfWork, contact_id: str) -> list[Lead]:
    """Every lead of a contact, the oldest first."""
    return list(
        uow.session.scalars(select(Lead).where(col(Lead.contact_id) == contact_id).order_by(col(Lead.id)))
    )


def leads_called(uow: UnitOfWork, name: str, *, company: str) -> list[Lead]:
    """Every lead of that name and company's name, the oldest first."""
    query = (
        select(Lead)
        .where(
            _is_named(Lead.name, name or company),
            _is_named(Lead.company_name, company),
        )
        .order_by(col(Lead.id))
    )
    return list(uow.session.scalars(query))


def first_words(uow: UnitOfWork, ticket_id: str) -> str:
    """What a ticket began with."""
    words = select(col(Interaction.text)).where(col(Interaction.ticket_id) == ticket_id)
    first = words.order_by(col(Interaction.at), col(Interaction.id)).limit(1)
    return uow.session.scalars(first).first() or ""


def _is_named(column: str, name: str) -> Any:
    """By the index on `lower` of it; both sides by the database's own, which may know fewer letters."""
    return func.lower(col(column)) == func.lower(name)


def _is(column: Any, value: str | None) -> Any:
    return column.is_(None) if value is None else column == value
