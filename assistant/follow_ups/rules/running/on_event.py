"""Rules triggered by an event: its job asks every rule that waits for it, each in its own transaction."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.definition.schema import ENTITY_OF_EVENT
from assistant.follow_ups.rules.history import before_batch
from assistant.follow_ups.rules.running.engine import evaluate
from assistant.follow_ups.rules.running.firing import Occasion
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from assistant.bootstrap import Runtime


def run_event(runtime: "Runtime", payload: Mapping[str, str]) -> None:
    """Ask every rule that waits for this event; each leaves a verdict."""
    event = payload["event"]
    with runtime.database.read() as uow:
        waiting = _waiting(uow, runtime, event)
        occasion = occasion_of(uow, payload) if waiting else None
    if occasion is None:
        return
    for name in waiting:
        with runtime.database.begin(actor=f"rule:{name}", cause=f"event:{event}") as uow:
            listed = registry.find(uow, runtime.company.crm, name)
            if listed is not None:
                evaluate(runtime.work(uow), listed, occasion)


def occasion_of(uow: UnitOfWork, payload: Mapping[str, str]) -> Occasion:
    """An event's job as an occasion."""
    prefix = payload["event"].split(".")[0]
    entity = ENTITY_OF_EVENT.get(prefix, prefix)
    batch = payload.get("batch") or payload["cause"]
    return Occasion(
        entity=entity,
        record_id=payload["record_id"],
        occurrence=f"{payload['event']}:{batch}",
        chain=tuple(payload.get("chain", "").split()),
        changed=before_batch(uow, entity, payload["record_id"], batch_id=batch),
    )


def _waiting(uow: UnitOfWork, runtime: "Runtime", event: str) -> list[str]:
    rules = registry.listed(uow, runtime.company.crm)
    return [one.name for one in rules if one.compiled.rule.event == event and _is_on(one)]


def _is_on(listed: registry.ListedRule) -> bool:
    """A paused rule is asked, so that its verdict says so; one switched off where it is written is not."""
    return listed.compiled.rule.enabled and not listed.is_off
