"""Rules triggered by a schedule: an occurrence is marked once, run page by page, told in one message each.

Whatever is missed while Rapport is away is run once, late and said so; what is too late is dropped with a
verdict. Any number of clocks may tick: the mark is a row that exists once.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assistant.actions.colleagues import notify_member
from assistant.expressions.filtering import sieve_of
from assistant.expressions.vocabulary import Moment, customs_of, span_of
from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.definition.schedules import slots
from assistant.follow_ups.rules.registry import ListedRule
from assistant.follow_ups.rules.running.engine import evaluate
from assistant.follow_ups.rules.running.firing import Occasion
from assistant.presenting.times import say_moment
from assistant.work import Work, member_actor
from channels.reply import Reply, Section
from storage.filters import page_matching
from storage.models import Member, RuleRun
from storage.queries import automation

if TYPE_CHECKING:
    from assistant.bootstrap import Runtime

RUN, TELL = "rule.run", "rule.tell"
PAGE = 200
MOST_LINES = 20
LATE = timedelta(minutes=15)
"""From when on an occurrence is said to be late."""
_FORMAT = "%Y-%m-%dT%H:%MZ"


def sweep(runtime: "Runtime", _payload: Mapping[str, str]) -> None:
    """Look at the file, then mark every schedule that came round and leave its first page."""
    crm = runtime.company.crm
    with runtime.database.begin(actor="system", cause="sweep.rules") as uow:
        registry.adopt(uow, runtime.settings.automations_config, crm)
    with runtime.database.read() as uow:
        names = [one.name for one in registry.listed(uow, crm) if one.compiled.rule.schedule]
    for name in names:
        with runtime.database.begin(actor=f"rule:{name}", cause="sweep.rules") as uow:
            listed = registry.find(uow, crm, name)
            if listed is not None and listed.compiled.rule.enabled and not listed.is_off:
                mark(runtime.work(uow), listed)


def mark(work: Work, listed: ListedRule) -> RuleRun | None:
    """Mark a schedule's newest occurrence and leave its run; None where nothing came round since the last."""
    rule = listed.compiled.rule
    schedule = hashlib.sha256(f"{rule.schedule}|{rule.records}".encode()).hexdigest()[:12]
    last = automation.last_marked(work.uow, rule=rule.name, schedule=schedule)
    if last is None:
        return _mark(work, rule.name, schedule, work.now, "marked", "seen for the first time")
    since = datetime.strptime(last.occurrence, _FORMAT).replace(tzinfo=UTC)
    missed = list(slots(rule.schedule, zone=work.company.time_zone, after=since, until=work.now))
    if not missed:
        return None
    slot = missed[-1]
    if listed.why_silent:
        return _mark(work, rule.name, schedule, slot, "withheld", listed.why_silent)
    if work.now - slot > (span_of(rule.limits.late) or timedelta()):
        return _mark(
            work, rule.name, schedule, slot, "withheld", f"missed, and later than {rule.limits.late}"
        )
    made = _mark(work, rule.name, schedule, slot, "marked", _said_missed(len(missed) - 1))
    _leave(work, RUN, rule.name, made.occurrence)
    return made


def run_page(runtime: "Runtime", payload: Mapping[str, str]) -> None:
    """Ask a rule about one page of records, and leave the next page, or the telling."""
    name, slot = payload["rule"], payload["slot"]
    with runtime.database.begin(actor=f"rule:{name}", cause=f"schedule:{slot}") as uow:
        work = runtime.work(uow)
        listed = registry.find(uow, work.crm, name)
        if listed is None or listed.why_silent:
            return
        following = _run(work, listed, slot, payload["after"])
        _leave(work, RUN if following else TELL, name, slot, after=following or "")


def tell(runtime: "Runtime", payload: Mapping[str, str]) -> None:
    """Tell each colleague in one message what an occurrence found for them."""
    name, slot = payload["rule"], payload["slot"]
    with runtime.database.begin(actor=f"rule:{name}", cause=f"schedule:{slot}") as uow:
        work = runtime.work(uow)
        listed = registry.find(uow, work.crm, name)
        if listed is None:
            return
        lines: dict[str, list[str]] = {}
        for run in automation.runs_of_occurrence(uow, rule=name, occurrence=slot):
            for told in run.details:
                for member_id in told.get("to", ()):
                    lines.setdefault(member_id, []).append(str(told["text"]))
        for member_id, texts in lines.items():
            member = uow.get(Member, member_id)
            reply = _message(work.acting_as(member_actor(member)), listed, slot, texts)
            notify_member(work, member, reply, key=f"rule:{name}:{slot}:{member_id}")


def _run(work: Work, listed: ListedRule, slot: str, after: str) -> str | None:
    """One page; the id to go on after."""
    compiled = listed.compiled
    moment = Moment(work.now, work.company.time_zone)
    paths = sorted(compiled.condition.paths, key=str)
    customs = customs_of(work.crm)
    page = page_matching(
        work.uow,
        compiled.entity,
        sieve_of(compiled.condition, moment).wanted,
        paths=paths,
        after=after,
        limit=PAGE,
        customs=customs,
    )
    for record_id, values in page.rows:
        if compiled.condition.ask(values, moment).holds:
            evaluate(work, listed, Occasion(compiled.entity, record_id, slot, is_scheduled=True))
    return page.next


def _leave(work: Work, kind: str, rule: str, slot: str, *, after: str = "") -> None:
    payload = {"rule": rule, "slot": slot, "after": after}
    work.jobs.enqueue(work.uow, kind, f"{rule}:{slot}:{after}", payload=payload, lock=f"rule:{rule}")


def _mark(work: Work, rule: str, schedule: str, slot: datetime, verdict: str, reason: str) -> RuleRun:
    occurrence = slot.astimezone(UTC).strftime(_FORMAT)
    return work.uow.add(
        RuleRun(
            rule=rule,
            key=f"{schedule}:{occurrence}",
            occurrence=occurrence,
            entity="schedule",
            record_id=schedule,
            verdict=verdict,
            reason=reason,
            at=work.now,
        )
    )


def _said_missed(count: int) -> str:
    return f"{count} earlier ones were missed" if count else ""


def _message(work: Work, listed: ListedRule, slot: str, texts: list[str]) -> Reply:
    due = datetime.strptime(slot, _FORMAT).replace(tzinfo=UTC)
    footnote = f"Late: this was due {say_moment(work, due)}." if work.now - due > LATE else ""
    if len(texts) == 1:
        return Reply(text=texts[0], footnote=footnote)
    shown = tuple(Section(text=f"• {text}") for text in texts[:MOST_LINES])
    rest = f" The first {MOST_LINES} are:" if len(texts) > MOST_LINES else ""
    heading = listed.compiled.rule.says or listed.name
    return Reply(text=f"{heading}: {len(texts)}.{rest}", sections=shown, footnote=footnote)
