"""Sequences at work: who is due, who is concerned when something happens, what a step came to."""

from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy import select as row_of
from sqlmodel import case, col, func, or_, select, text, update

from storage.among import among
from storage.models import (
    Contact,
    DealContact,
    Delivery,
    Enrolment,
    InboxEntry,
    SendVerdict,
    Sequence,
    SequenceVersion,
    StepRun,
    Task,
)
from storage.models.ledger import LEAVING
from storage.models.outreach import ACTIVE, PAUSED
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork

RUNNING = ("active", "paused")


_LOCKED = Prepared(
    select(Enrolment)
    .where(
        among(Enrolment.contact_id, "contact_ids"),
        among(Enrolment.state, "states"),
    )
    .order_by(Enrolment.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_WAITING_FOR_A_COLLEAGUE = Prepared(
    select(Contact.id)
    .join(Enrolment, col(Enrolment.contact_id) == Contact.id)
    .join(Sequence, col(Sequence.id) == Enrolment.sequence_id)
    .where(
        Contact.company_id == bindparam("company_id"),
        col(Enrolment.state).in_(RUNNING),
        col(Sequence.stop_on_colleague).is_(True),
    )
    .distinct(),
    sees_pending=False,
)
"""Of whom the database knows: a contact made just now is in no sequence yet."""


_DUE = Prepared(
    select(Enrolment.id)
    .where(text(ACTIVE), col(Enrolment.due_at) <= bindparam("now"))
    .order_by(col(Enrolment.due_at))
    .limit(bindparam("at_most"))
)
_RESTED = Prepared(
    select(Enrolment.id)
    .where(text(PAUSED), col(Enrolment.paused_until) <= bindparam("now"))
    .order_by(col(Enrolment.paused_until))
    .limit(bindparam("at_most"))
)


def due_enrolment_ids(uow: UnitOfWork, *, limit: int) -> list[str]:
    """Enrolments whose step is due, longest first (`ix_enrolment_due`)."""
    return _DUE.all(uow, now=uow.now, at_most=limit)


def rested_enrolment_ids(uow: UnitOfWork, *, limit: int) -> list[str]:
    """Paused enrolments whose pause is over (`ix_enrolment_paused`)."""
    return _RESTED.all(uow, now=uow.now, at_most=limit)


def lock_enrolments(
    uow: UnitOfWork, *, contact_ids: Many[str], states: Many[str] = RUNNING
) -> list[Enrolment]:
    """Enrolments of these contacts, held until the transaction ends: no step of theirs goes out meanwhile."""
    if not contact_ids:
        return []
    return _LOCKED.all(uow, contact_ids=list(contact_ids), states=list(states))


def running_in_company(uow: UnitOfWork, company_id: str) -> list[str]:
    """People of a company who are in a sequence now that ends when a colleague of theirs answers."""
    return _WAITING_FOR_A_COLLEAGUE.all(uow, company_id=company_id)


def contact_ids_of_deal(uow: UnitOfWork, deal_id: str) -> list[str]:
    """Who takes part in a deal, and who is in a sequence because of it."""
    parts = select(DealContact.contact_id).where(DealContact.deal_id == deal_id)
    enrolled = select(Enrolment.contact_id).where(Enrolment.deal_id == deal_id)
    return list(dict.fromkeys((*uow.session.exec(parts), *uow.session.exec(enrolled))))


def sequences_from_file(uow: UnitOfWork) -> list[Sequence]:
    """The sequences `crm.yaml` names, or named once."""
    return list(uow.session.exec(select(Sequence).where(col(Sequence.is_from_file).is_(True))))


def find_version(uow: UnitOfWork, *, sequence_id: str, version: int) -> SequenceVersion | None:
    """The steps a sequence had in a former version."""
    return uow.session.exec(
        select(SequenceVersion).where(
            SequenceVersion.sequence_id == sequence_id, SequenceVersion.version == version
        )
    ).one_or_none()


def verdict_of_delivery(uow: UnitOfWork, delivery_id: str) -> SendVerdict | None:
    """The newest verdict about a delivery."""
    return uow.session.exec(
        select(SendVerdict)
        .where(SendVerdict.delivery_id == delivery_id)
        .order_by(col(SendVerdict.id).desc())
        .limit(1)
    ).first()


def last_run(uow: UnitOfWork, enrolment_id: str) -> StepRun | None:
    """The last step an enrolment sent."""
    return uow.session.exec(
        select(StepRun)
        .where(StepRun.enrolment_id == enrolment_id)
        .order_by(col(StepRun.position).desc())
        .limit(1)
    ).first()


def withdraw_waiting(uow: UnitOfWork, *, enrolment_id: str, why: str) -> int:
    """Take back the steps of an enrolment that no worker has begun to send; how many."""
    waiting = _waiting(uow, enrolment_id)
    if not waiting:
        return 0
    taken_back = list(
        uow.session.exec(
            update(Delivery)
            .where(col(Delivery.id).in_(waiting), col(Delivery.state) == "queued")
            .values(state="cancelled", error=why)
            .returning(col(Delivery.id))
            .execution_options(synchronize_session=False)
        ).scalars()
    )
    uow.session.exec(
        update(StepRun)
        .where(col(StepRun.delivery_id).in_(taken_back))
        .values(outcome="withheld")
        .execution_options(synchronize_session="fetch")
    )
    return len(taken_back)


def put_off_waiting(uow: UnitOfWork, *, enrolment_id: str, until: datetime) -> None:
    """Hold back the steps of an enrolment that no worker has begun to send."""
    waiting = _waiting(uow, enrolment_id)
    if waiting:
        uow.session.exec(
            update(Delivery)
            .where(col(Delivery.id).in_(waiting), col(Delivery.state) == "queued")
            .values(due_at=until, first_due_at=until)
            .execution_options(synchronize_session=False)
        )


_WAITING = Prepared(
    select(Delivery.id)
    .join(StepRun, col(StepRun.delivery_id) == Delivery.id)
    .where(StepRun.enrolment_id == bindparam("enrolment_id"), Delivery.state == "queued")
)


def _waiting(uow: UnitOfWork, enrolment_id: str) -> list[str]:
    return _WAITING.all(uow, enrolment_id=enrolment_id)


def verdicts_of_enrolment(uow: UnitOfWork, enrolment_id: str, *, limit: int = 20) -> list[SendVerdict]:
    """What was decided about an enrolment's steps, newest first."""
    return list(
        uow.session.exec(
            select(SendVerdict)
            .where(SendVerdict.enrolment_id == enrolment_id)
            .order_by(col(SendVerdict.at).desc(), col(SendVerdict.id).desc())
            .limit(limit)
        )
    )


def verdicts_about_steps(uow: UnitOfWork) -> list[SendVerdict]:
    """Every verdict about a step of an enrolment, oldest first."""
    return list(
        uow.session.exec(
            select(SendVerdict).where(col(SendVerdict.enrolment_id).is_not(None)).order_by(SendVerdict.id)
        )
    )


def next_due(uow: UnitOfWork) -> datetime | None:
    """When the next step, end of a pause, delivery or reminder is due."""
    earliest = (
        select(func.min(Enrolment.due_at)).where(text(ACTIVE)),
        select(func.min(Enrolment.paused_until)).where(text(PAUSED)),
        select(func.min(Delivery.due_at)).where(text(LEAVING)),
        select(func.min(Task.due_at)).where(
            Task.status == "open", or_(col(Task.reminded_for).is_(None), Task.reminded_for != Task.due_at)
        ),
    )
    found = uow.connection().execute(row_of(*(one.scalar_subquery() for one in earliest))).one()
    return min((one for one in found if one is not None), default=None)


_UNREAD = Prepared(
    select(InboxEntry.id)
    .where(
        InboxEntry.disposition == "pending",
        col(InboxEntry.received_at) >= bindparam("since"),
        col(InboxEntry.received_at) <= bindparam("before"),
    )
    .limit(1)
)


def has_unread(uow: UnitOfWork, *, since: datetime, before: datetime) -> bool:
    """Whether something taken in then is not worked yet (`ix_inbox_entry_disposition`)."""
    return _UNREAD.first(uow, since=since, before=before) is not None


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one wording of one step came to: how many got it, and how many of these ended how."""

    position: int
    variant: str
    sent: int
    replied: int
    meetings: int
    won: int
    opted_out: int
    bounced: int


def results_of(uow: UnitOfWork, sequence_id: str) -> list[StepResult]:
    """Results by step and wording (`ix_steprun_results`)."""

    def ended(*outcomes: str) -> object:
        return func.sum(case((col(StepRun.outcome).in_(outcomes), 1), else_=0))

    rows = uow.connection().execute(
        select(  # type: ignore[call-overload]
            StepRun.position,
            StepRun.variant,
            func.count(),
            ended("replied"),
            ended("meeting"),
            ended("won"),
            ended("opted_out"),
            ended("bounced"),
        )
        .where(StepRun.sequence_id == sequence_id, StepRun.outcome != "withheld")
        .group_by(StepRun.position, StepRun.variant)
        .order_by(StepRun.position, StepRun.variant)
    )
    return [StepResult(*row) for row in rows]
