"""Sequences, enrolments, verdicts and nudges."""

from collections.abc import Sequence as Many

from sqlalchemy import bindparam
from sqlmodel import col, func, select

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
        col(Enrolment.state).in_(bindparam("states", expanding=True)),
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


def due_enrolments(uow: UnitOfWork, *, limit: int = 200) -> list[Enrolment]:
    """Enrolments whose next step is due (`ix_enrolment_due`)."""
    return list(
        uow.session.exec(
            select(Enrolment)
            .where(Enrolment.state == "active", col(Enrolment.due_at) <= uow.now)
            .order_by(col(Enrolment.due_at))
            .limit(limit)
        )
    )


def paused_enrolments_due(uow: UnitOfWork, *, limit: int = 200) -> list[Enrolment]:
    """Paused enrolments whose pause is over."""
    return list(
        uow.session.exec(
            select(Enrolment)
            .where(Enrolment.state == "paused", col(Enrolment.paused_until) <= uow.now)
            .order_by(col(Enrolment.paused_until))
            .limit(limit)
        )
    )


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
