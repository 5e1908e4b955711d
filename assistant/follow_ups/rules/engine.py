"""Asking a rule about a record: once per occasion, and never without a verdict."""

from typing import Any

from assistant.expressions.vocabulary import WAS, Moment, customs_of
from assistant.follow_ups.rules.acting import act
from assistant.follow_ups.rules.book import ListedRule
from assistant.follow_ups.rules.deeds import kind_of
from assistant.follow_ups.rules.firing import Done, Firing, Occasion
from assistant.follow_ups.rules.limits import ring, too_much
from assistant.follow_ups.rules.ready import ReadyRule
from assistant.follow_ups.rules.subjects import Subject, find_subject
from assistant.work import Actor, Work
from config.errors import RapportError
from storage.filters import Path, values_of
from storage.filters.selecting import Value
from storage.models import RuleRun
from storage.queries import automation


def evaluate(work: Work, listed: ListedRule, occasion: Occasion) -> RuleRun | None:
    """Ask one rule about one record, and act; None where the record is gone or it was asked before."""
    ready = listed.ready
    if automation.find_run(work.uow, rule=ready.name, key=occasion.key) is not None:
        return None
    subject = find_subject(work, occasion.entity, occasion.record_id)
    if subject is None:
        return None
    values = values_for(work, ready, occasion)
    reason = (
        listed.why_silent
        or ring(ready, occasion)
        or ready.condition.ask(values, Moment(work.now, work.company.time_zone)).reason
        or too_much(work, ready, subject)
    )
    if reason:
        return _keep(work, ready, occasion, subject, verdict="withheld", reason=reason)
    run = _keep(work, ready, occasion, subject, verdict="done")
    # The key is taken before anything is done: a second worker fails here, and finds it taken.
    work.uow.flush()
    _act(Firing(_as_rule(work, ready, occasion), ready, subject, occasion, values), run)
    return run


def values_for(work: Work, ready: ReadyRule, occasion: Occasion) -> dict[Path, Value]:
    """What a rule's condition and words need to know of a record, `was` as it was before the event."""
    now = {_today(path, ready.entity) for path in ready.paths}
    found = values_of(
        work.uow, ready.entity, [occasion.record_id], sorted(now, key=str), customs=customs_of(work.crm)
    ).get(occasion.record_id, {})
    before = {path: found.get(_today(path, ready.entity)) for path in ready.paths if path.record == WAS}
    return {**found, **before, **{path: value for path, value in occasion.changed.items() if path in before}}


def _today(path: Path, entity: str) -> Path:
    return Path(entity, path.field) if path.record == WAS else path


def _as_rule(work: Work, ready: ReadyRule, occasion: Occasion) -> Work:
    chain = (*occasion.chain, f"{ready.name}@{occasion.record_id}")
    return work.acting_as(Actor(kind="rule", id=ready.name, name=ready.name, chain=chain))


def _act(firing: Firing, run: RuleRun) -> None:
    """Take every action; one that cannot be taken leaves the others alone."""
    told = [_attempt(firing, position) for position in range(len(firing.ready.rule.do))]
    run.details = told
    results = {one["result"] for one in told}
    if "done" not in results:
        run.verdict = "failed" if "failed" in results else "withheld"
        run.reason = "; ".join(str(one["says"]) for one in told)


def _attempt(firing: Firing, position: int) -> dict[str, Any]:
    deed = firing.ready.rule.do[position]
    try:
        with firing.work.uow.savepoint():
            done = act(firing, deed, position=position)
            firing.work.uow.flush()
    except RapportError as error:
        return {"action": kind_of(deed), "result": "failed", "says": str(error)}
    return told(done, kind_of(deed))


def told(done: Done, action: str | None) -> dict[str, Any]:
    """What an action came to, as it is kept."""
    return {"action": action, "result": done.result, "says": done.says, **done.facts}


def _keep(
    work: Work, ready: ReadyRule, occasion: Occasion, subject: Subject, *, verdict: str, reason: str = ""
) -> RuleRun:
    return work.uow.add(
        RuleRun(
            rule=ready.name,
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
