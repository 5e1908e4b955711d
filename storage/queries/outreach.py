"""Sequences, enrolments, verdicts and nudges."""

from collections.abc import Sequence as Many

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from storage.among import among
from storage.models import Enrolment, SendVerdict, Sequence, Template
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork


def find_sequence(uow: UnitOfWork, name: str) -> Sequence | None:
    """The sequence of that name, whatever its case."""
    return uow.session.exec(select(Sequence).where(func.lower(Sequence.name) == name.lower())).first()


_ENROLMENTS = Prepared(
    select(Enrolment)
    .where(
        Enrolment.contact_id == bindparam("contact_id"),
        among(Enrolment.state, "states"),
    )
    .order_by(Enrolment.id)
)


def enrolments_of(
    uow: UnitOfWork, *, contact_id: str, states: Many[str] = ("active", "paused")
) -> list[Enrolment]:
    """A contact's running enrolments."""
    return _ENROLMENTS.all(uow, contact_id=contact_id, states=list(states))


def last_enrolment(uow: UnitOfWork, *, contact_id: str, sequence_id: str) -> Enrolment | None:
    """The newest enrolment of a contact in a sequence, whatever its state."""
    return uow.session.exec(
        select(Enrolment)
        .where(Enrolment.contact_id == contact_id, Enrolment.sequence_id == sequence_id)
        .order_by(col(Enrolment.round).desc())
        .limit(1)
    ).first()


def verdicts_of(uow: UnitOfWork, *, contact_id: str, limit: int = 20) -> list[SendVerdict]:
    """The gate's verdicts about a contact, newest first."""
    return list(
        uow.session.exec(
            select(SendVerdict)
            .where(SendVerdict.contact_id == contact_id)
            .order_by(col(SendVerdict.at).desc(), col(SendVerdict.id).desc())
            .limit(limit)
        )
    )


def find_template(uow: UnitOfWork, name: str) -> Template | None:
    """The template of that name."""
    return uow.session.exec(select(Template).where(func.lower(Template.name) == name.lower())).first()
