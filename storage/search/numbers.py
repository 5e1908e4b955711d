"""Tickets by number: by our own, else by the one they had where they were taken over from."""

from typing import Any

from sqlalchemy import func, literal_column
from sqlmodel import col, or_, select

from storage.models import Ticket
from storage.unit_of_work import UnitOfWork

EXTERNAL = "external_id"
"""The field of a record's own fields that keeps the id it had elsewhere."""


def ticket_numbered(uow: UnitOfWork, number: int) -> Ticket | None:
    """The ticket of that number; where it is none of ours, the one that had it elsewhere."""
    ours = col(Ticket.number) == number
    query = select(Ticket).where(or_(ours, _elsewhere(uow) == str(number)))
    return uow.session.exec(query.order_by(ours.desc(), col(Ticket.number)).limit(1)).first()


def ticket_from_elsewhere(uow: UnitOfWork, external_id: str) -> Ticket | None:
    """The ticket that had that id where it was taken over from (`ix_search_ticket_elsewhere`)."""
    return uow.session.exec(select(Ticket).where(_elsewhere(uow) == external_id).limit(1)).first()


def _elsewhere(uow: UnitOfWork) -> Any:
    # As the index writes it, to the letter.
    if uow.is_sqlite:
        return func.json_extract(col(Ticket.custom), literal_column(f"'$.{EXTERNAL}'"))
    return col(Ticket.custom).op("->>")(literal_column(f"'{EXTERNAL}'"))
