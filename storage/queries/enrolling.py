"""Many put into a sequence at once: who was in it before, and who was put in by a batch."""

from collections.abc import Sequence as Many
from dataclasses import dataclass

from sqlmodel import and_, case, col, func, or_, select

from storage.models import Change, Enrolment, Sequence
from storage.queries.sequencing import RUNNING
from storage.unit_of_work import UnitOfWork

TAKEN_BACK = "taken back"
"""How the reason of an enrolment begins that was undone: without a step it counts as never begun."""


@dataclass(frozen=True, slots=True)
class Past:
    """A contact's times in a sequence: how many, whether one runs, whether one counts as having had it."""

    round: int
    is_running: bool
    had_it: bool


def pasts_of(uow: UnitOfWork, *, sequence_id: str, contact_ids: Many[str]) -> dict[str, Past]:
    """Who of these was ever in a sequence, and how far they came in it at any time."""
    taken_back = col(Enrolment.reason).startswith(TAKEN_BACK)
    had_it = or_(col(Enrolment.position) > 0, and_(col(Enrolment.state).not_in(RUNNING), ~taken_back))
    rows = uow.session.exec(
        select(
            Enrolment.contact_id,
            func.max(Enrolment.round),
            func.max(case((col(Enrolment.state).in_(RUNNING), 1), else_=0)),
            func.max(case((had_it, 1), else_=0)),
        )
        .where(Enrolment.sequence_id == sequence_id, col(Enrolment.contact_id).in_(contact_ids))
        .group_by(Enrolment.contact_id)
    )
    return {contact_id: Past(last, bool(runs), bool(had)) for contact_id, last, runs, had in rows}


def made_in_batch(uow: UnitOfWork, batch_id: str) -> list[Enrolment]:
    """The enrolments a batch began that still run, held until the transaction ends."""
    made = select(Change.record_id).where(
        Change.batch_id == batch_id, Change.entity == "enrolment", Change.field == "*"
    )
    return list(
        uow.session.exec(
            select(Enrolment)
            .where(col(Enrolment.id).in_(made), col(Enrolment.state).in_(RUNNING))
            .order_by(Enrolment.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def sequences_with_counts(uow: UnitOfWork) -> list[tuple[Sequence, dict[str, int]]]:
    """Every sequence by name, with how many contacts are in it (`running`), rest, and `ended`."""
    rows = uow.session.exec(
        select(Enrolment.sequence_id, Enrolment.state, func.count()).group_by(
            Enrolment.sequence_id, Enrolment.state
        )
    )
    counted = {(sequence_id, state): count for sequence_id, state, count in rows}
    found = uow.session.exec(select(Sequence).order_by(Sequence.name))

    def of(one: Sequence, *states: str) -> int:
        return sum(counted.get((one.id, state), 0) for state in states)

    return [
        (
            one,
            {
                "running": of(one, *RUNNING),
                "resting": of(one, "paused"),
                "ended": of(one, "finished", "stopped"),
            },
        )
        for one in found
    ]


def whose_ways(uow: UnitOfWork) -> dict[str, tuple[str, str]]:
    """Of every enrolment: whose it is (contact id), and the name of its sequence."""
    rows = uow.session.exec(
        select(Enrolment.id, Enrolment.contact_id, Sequence.name).join(
            Sequence, col(Sequence.id) == Enrolment.sequence_id
        )
    )
    return {enrolment_id: (contact_id, name) for enrolment_id, contact_id, name in rows}
