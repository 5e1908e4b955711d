"""Rules on events: where a rule's condition holds for the record, somebody is told; once per cause."""

from collections.abc import Mapping
from typing import TypeAlias

from assistant.actions.messages import notify_member
from assistant.bootstrap import Runtime
from assistant.follow_ups.automations import Rule, load_automations
from assistant.templates import render, variables_for
from assistant.work import Work
from channels.reply import Reply
from storage.models import Contact, Deal, Interaction, Lead, Member, Role, RuleRun, Ticket
from storage.queries import outreach, team

EventRecord: TypeAlias = Contact | Deal | Lead | Interaction | Ticket
MODELS: dict[str, type[EventRecord]] = {
    "contact": Contact,
    "deal": Deal,
    "lead": Lead,
    "message": Interaction,
    "ticket": Ticket,
}


def run_event(runtime: Runtime, payload: Mapping[str, str]) -> None:
    """Evaluate every rule that waits for this event; each leaves a verdict."""
    event, record_id = payload["event"], payload["record_id"]
    rules = load_automations(runtime.settings.automations_config).waiting_for(event)
    if not rules or payload.get("actor", "").startswith("rule:"):
        return
    entity = event.split(".")[0]
    with runtime.database.begin(actor="system", cause=f"event:{event}") as uow:
        record = uow.find(MODELS[entity], record_id)
        if record is None:
            return
        for rule in rules:
            evaluate(runtime.work(uow), rule, entity, record, key=f"{event}:{record_id}:{payload['cause']}")


def evaluate(work: Work, rule: Rule, entity: str, record: EventRecord, *, key: str) -> None:
    """Run one rule on one record, once per key."""
    from cel import evaluate as evaluate_cel

    if outreach.find_rule_run(work.uow, rule=rule.name, key=key) is not None:
        return
    holds = evaluate_cel(rule.condition, {"record": record.model_dump(mode="json")}) is True
    work.uow.add(
        RuleRun(
            rule=rule.name,
            key=key,
            entity=entity,
            record_id=record.id,
            verdict="done" if holds else "withheld",
            reason="" if holds else f"the condition does not hold: {rule.condition}",
        )
    )
    if not holds:
        return
    ticket = record if isinstance(record, Ticket) else None
    deal = record if isinstance(record, Deal) else None
    text = render(rule.text, variables_for(work, ticket=ticket, deal=deal))
    for member in _told(work, rule, getattr(record, "owner_id", None)):
        notify_member(work, member, Reply(text=text), key=f"rule:{rule.name}:{key}:{member.id}")


def _told(work: Work, rule: Rule, owner_id: str | None) -> list[Member]:
    if rule.notify == "owner":
        owner = work.uow.find(Member, owner_id)
        return [owner] if owner is not None else []
    return [one for one in team.active_members(work.uow) if one.role in (Role.MANAGER, Role.ADMIN)]
