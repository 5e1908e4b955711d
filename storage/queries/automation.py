"""Rules' books: the accepted file, rules made by chat, pauses, and what every evaluation came to."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select, union_all

from storage.models import DealContact, RuleFile, RulePause, RuleRun, SavedRule
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork

_AWAITED: Prepared[str] = Prepared(
    union_all(select(RuleFile.awaits), select(SavedRule.event).where(col(SavedRule.event) != ""))
)


def rule_file(uow: UnitOfWork) -> RuleFile | None:
    """The file every process goes by; None before one was ever accepted."""
    return uow.find(RuleFile, 1)


def awaited_events(uow: UnitOfWork) -> frozenset[str]:
    """The events some rule waits for, of the file or made by chat; paused rules wait too."""
    return frozenset(" ".join(_AWAITED.all(uow)).split())


def saved_rules(uow: UnitOfWork) -> list[SavedRule]:
    """Rules made by chat, oldest first."""
    return list(uow.session.exec(select(SavedRule).order_by(SavedRule.id)))


def find_saved_rule(uow: UnitOfWork, name: str) -> SavedRule | None:
    """The rule of that name made by chat."""
    return uow.session.exec(select(SavedRule).where(SavedRule.name == name)).one_or_none()


def pauses(uow: UnitOfWork) -> dict[str, RulePause]:
    """What is switched off, by rule; `*` is all of them."""
    return {one.rule: one for one in uow.session.exec(select(RulePause))}


def find_run(uow: UnitOfWork, *, rule: str, key: str) -> RuleRun | None:
    """The evaluation of a rule for a cause, if there was one."""
    return uow.session.exec(select(RuleRun).where(RuleRun.rule == rule, RuleRun.key == key)).one_or_none()


def last_marked(uow: UnitOfWork, *, rule: str, schedule: str) -> RuleRun | None:
    """The newest occurrence of a rule's schedule that was seen."""
    return uow.session.exec(
        select(RuleRun)
        .where(RuleRun.rule == rule, RuleRun.entity == "schedule", RuleRun.record_id == schedule)
        .order_by(col(RuleRun.key).desc())
        .limit(1)
    ).one_or_none()


def count_done(
    uow: UnitOfWork, *, rule: str, since: datetime, record_id: str = "", contact_id: str = ""
) -> int:
    """How often a rule acted since a moment, perhaps on one record or for one contact."""
    query = select(func.count()).where(
        RuleRun.rule == rule, RuleRun.verdict == "done", col(RuleRun.at) > since
    )
    if record_id:
        query = query.where(RuleRun.record_id == record_id)
    if contact_id:
        query = query.where(RuleRun.contact_id == contact_id)
    return uow.session.exec(query).one()


def runs_of_occurrence(uow: UnitOfWork, *, rule: str, occurrence: str) -> list[RuleRun]:
    """What a schedule's occurrence came to, record by record."""
    return list(
        uow.session.exec(
            select(RuleRun)
            .where(RuleRun.rule == rule, RuleRun.occurrence == occurrence, RuleRun.entity != "schedule")
            .order_by(RuleRun.id)
        )
    )


def latest_runs(
    uow: UnitOfWork,
    *,
    rule: str = "",
    record_ids: Sequence[str] = (),
    contact_id: str = "",
    limit: int = 20,
) -> list[RuleRun]:
    """The newest verdicts, perhaps of one rule, on some records or about one contact."""
    query = select(RuleRun).where(RuleRun.entity != "schedule")
    if rule:
        query = query.where(RuleRun.rule == rule)
    if record_ids:
        query = query.where(col(RuleRun.record_id).in_(record_ids))
    if contact_id:
        query = query.where(RuleRun.contact_id == contact_id)
    return list(uow.session.exec(query.order_by(col(RuleRun.at).desc(), col(RuleRun.id).desc()).limit(limit)))


def main_contact_id(uow: UnitOfWork, deal_id: str) -> str | None:
    """The main contact of a deal."""
    return uow.session.exec(
        select(DealContact.contact_id)
        .where(DealContact.deal_id == deal_id)
        .order_by(col(DealContact.is_primary).desc(), DealContact.id)
        .limit(1)
    ).first()


def count_done_by_rule(uow: UnitOfWork, *, since: datetime) -> dict[str, int]:
    """How often each rule acted since a moment."""
    query = select(RuleRun.rule, func.count()).where(RuleRun.verdict == "done", col(RuleRun.at) > since)
    return dict(uow.session.exec(query.group_by(RuleRun.rule)).all())
