"""The parts of a split, said as acts of their own, are one change: a deal cannot be split twice at once."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.dialogue.outcome import Json, Operation

SPLIT = "deal.split"


def joined_splits(operations: Sequence[Operation]) -> list[Operation]:
    """The operations, with the parts of each deal's split gathered on its first one."""
    joined: list[Operation] = []
    for operation in operations:
        first = next((one for one in joined if _is_same_split(one, operation)), None)
        if first is None:
            joined.append(operation)
        else:
            joined[joined.index(first)] = _with_part(first, operation)
    return joined


def _is_same_split(one: Operation, other: Operation) -> bool:
    return one.name == other.name == SPLIT and one.args["deal_id"] == other.args["deal_id"]


def _with_part(first: Operation, other: Operation) -> Operation:
    parts: list[Json] = [*_parts(first), *_parts(other)]
    return replace(first, args={**first.args, "parts": parts}, after=f"{first.after} + {other.after}")


def _parts(operation: Operation) -> list[Json]:
    parts = operation.args["parts"]
    return parts if isinstance(parts, list) else []
