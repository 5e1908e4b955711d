"""What sets rules off: an event's job asks every rule that waits for it, each in a transaction of its own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.follow_ups.rules import book
from assistant.follow_ups.rules.engine import evaluate
from assistant.follow_ups.rules.firing import Occasion
from assistant.follow_ups.rules.history import before_batch
from assistant.follow_ups.rules.schema import ENTITY_OF_EVENT
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
            listed = book.find(uow, runtime.company.crm, name)
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
    rules = book.listed(uow, runtime.company.crm)
    return [one.ready.name for one in rules if one.ready.rule.event == event and _is_on(one)]


def _is_on(listed: book.ListedRule) -> bool:
    """A paused rule is asked, so that its verdict says so; one switched off where it is written is not."""
    return listed.ready.rule.enabled and not listed.is_off
