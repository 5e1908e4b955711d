"""Asking a rule about a record: once per occasion, and never without a verdict."""

from typing import Any

from assistant.expressions.vocabulary import WAS, Moment, customs_of
from assistant.follow_ups.rules.definition.actions import kind_of
from assistant.follow_ups.rules.definition.compiling import CompiledRule
from assistant.follow_ups.rules.registry import ListedRule
from assistant.follow_ups.rules.running.execution import act
from assistant.follow_ups.rules.running.firing import Done, Firing, Occasion
from assistant.follow_ups.rules.running.limits import KeptTally, chain_loop, reached_cap
from assistant.follow_ups.rules.running.subjects import Subject, find_subject
from assistant.work import Actor, Work
from config.errors import RapportError
from storage.filters import Path, values_of
from storage.filters.selecting import Value
from storage.models import RuleRun
from storage.queries import automation


def evaluate(work: Work, listed: ListedRule, occasion: Occasion) -> RuleRun | None:
    """Ask one rule about one record, and act; None where the record is gone or it was asked before."""
    compiled = listed.compiled
    if automation.find_run(work.uow, rule=compiled.name, key=occasion.key) is not None:
        return None
    subject = find_subject(work, occasion.entity, occasion.record_id)
    if subject is None:
        return None
    values = values_for(work, compiled, occasion)
    reason = (
        listed.why_silent
        or chain_loop(compiled, occasion)
        or compiled.condition.ask(values, Moment(work.now, work.company.time_zone)).reason
        or reached_cap(compiled.rule.limits, KeptTally(work, compiled.name, subject), now=work.now)
    )
    if reason:
        return _keep(work, compiled, occasion, subject, verdict="withheld", reason=reason)
    run = _keep(work, compiled, occasion, subject, verdict="done")
    # The key is taken before anything is done: a second worker fails here, and finds it taken.
    work.uow.flush()
    _act(Firing(_as_rule(work, compiled, occasion), compiled, subject, occasion, values), run)
    return run


def values_for(work: Work, compiled: CompiledRule, occasion: Occasion) -> dict[Path, Value]:
    """What a rule's condition and words need to know of a record, `was` as it was before the event."""
    now = {_today(path, compiled.entity) for path in compiled.paths}
    found = values_of(
        work.uow, compiled.entity, [occasion.record_id], sorted(now, key=str), customs=customs_of(work.crm)
    ).get(occasion.record_id, {})
    before = {path: found.get(_today(path, compiled.entity)) for path in compiled.paths if path.record == WAS}
    return {**found, **before, **{path: value for path, value in occasion.changed.items() if path in before}}


def _today(path: Path, entity: str) -> Path:
    return Path(entity, path.field) if path.record == WAS else path


def _as_rule(work: Work, compiled: CompiledRule, occasion: Occasion) -> Work:
    chain = (*occasion.chain, f"{compiled.name}@{occasion.record_id}")
    return work.acting_as(Actor(kind="rule", id=compiled.name, name=compiled.name, chain=chain))


def _act(firing: Firing, run: RuleRun) -> None:
    """Take every action; one that cannot be taken leaves the others alone."""
    details = [_attempt(firing, position) for position in range(len(firing.compiled.rule.do))]
    run.details = details
    results = {one["result"] for one in details}
    if "done" not in results:
        run.verdict = "failed" if "failed" in results else "withheld"
        run.reason = "; ".join(str(one["says"]) for one in details)


def _attempt(firing: Firing, position: int) -> dict[str, Any]:
    action = firing.compiled.rule.do[position]
    try:
        with firing.work.uow.savepoint():
            done = act(firing, action, position=position)
            firing.work.uow.flush()
    except RapportError as error:
        return {"action": kind_of(action), "result": "failed", "says": str(error)}
    return as_detail(done, kind_of(action))


def as_detail(done: Done, action: str | None) -> dict[str, Any]:
    """What an action came to, as it is kept."""
    return {"action": action, "result": done.result, "says": done.says, **done.facts}


def _keep(
    work: Work,
    compiled: CompiledRule,
    occasion: Occasion,
    subject: Subject,
    *,
    verdict: str,
    reason: str = "",
) -> RuleRun:
    return work.uow.add(
        RuleRun(
            rule=compiled.name,
            key=occasion.key,
            occurrence=occasion.occurrence,
            entity=occasion.entity,
            record_id=occasion.record_id,
            contact_id=subject.contact.id if subject.contact else None,
            verdict=verdict,
            reason=reason,
            depth=len(occasion.chain),
            at=work.now,
        )
    )
