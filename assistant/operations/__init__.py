"""Changes a card may hold: each turns JSON arguments into one call of an action, when the card is applied."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.operations import automation, deals, leads, outreach, people, service
from assistant.operations.applied import Applied, Apply
from assistant.work import InvalidValue, Work

OPERATIONS: dict[str, Apply] = {
    **deals.OPERATIONS,
    **people.OPERATIONS,
    **leads.OPERATIONS,
    **service.OPERATIONS,
    **outreach.OPERATIONS,
    **automation.OPERATIONS,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One operation as stored on a card."""

    id: str
    name: str
    args: Mapping[str, object]


def apply_all(work: Work, steps: list[Step]) -> list[Applied]:
    """Apply operations in order, in the caller's transaction.

    `@op:<id>` in an argument becomes the record an earlier operation made.
    """
    made: dict[str, str] = {}
    applied: list[Applied] = []
    for step in steps:
        args = {name: _resolve(value, made) for name, value in step.args.items()}
        if step.name not in OPERATIONS:
            raise InvalidValue(f"This card holds something I no longer know how to do ({step.name}).")
        done = OPERATIONS[step.name](work, args)
        work.uow.flush()
        if done.record_id:
            made[step.id] = done.record_id
        applied.append(done)
    return applied


def _resolve(value: object, made: Mapping[str, str]) -> object:
    if isinstance(value, str) and value.startswith("@op:"):
        target = made.get(value.removeprefix("@op:"))
        if target is None:
            raise InvalidValue("A change of this card depends on another one that was left out.")
        return target
    return value
