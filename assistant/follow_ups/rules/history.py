"""Records as they were: what Changes say of the fields that conditions name."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.expressions.vocabulary import CUSTOM, WAS
from assistant.presenting.money import to_decimal
from storage.filters import ENTITIES, Path
from storage.filters.selecting import Value
from storage.models import Change
from storage.queries import replaying
from storage.unit_of_work import UnitOfWork

_NAMED = {"amount_minor": "amount", "owner_id": "owner"}
"""Columns that conditions know by another name."""


def before_batch(uow: UnitOfWork, entity: str, record_id: str, *, batch_id: str) -> dict[Path, Value]:
    """What a batch changed of a record, as `was`: the values before it."""
    changes = replaying.changes_of_record(uow, entity=entity, record_id=record_id, batch_id=batch_id)
    found: dict[Path, Value] = {}
    for change in reversed(changes):
        found.update({Path(WAS, path.field): value for path, value in told(uow, change).items()})
    return found


def told(uow: UnitOfWork, change: Change) -> dict[Path, Value]:
    """The value a field had before a change, as conditions see it; nothing for what they do not know."""
    field = _NAMED.get(change.field, change.field)
    if field.startswith(f"{CUSTOM}."):
        return {Path(change.entity, field): change.before}
    known = ENTITIES[change.entity].fields.get(field)
    if known is None:
        return {}
    return {Path(change.entity, field): _value(uow, change, kind=known.kind)}


def _value(uow: UnitOfWork, change: Change, *, kind: str) -> Value:
    value: Any = change.before
    if change.field == "owner_id":
        return replaying.email_of_member(uow, value) if value else ""
    if change.field == "amount_minor":
        return None if value is None else float(amount_of(uow, change.record_id, value))
    if kind == "text":
        return value or ""
    if kind == "moment" and isinstance(value, str):
        return datetime.fromisoformat(value)
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return value  # type: ignore[no-any-return]


def amount_of(uow: UnitOfWork, deal_id: str, amount_minor: int) -> Decimal:
    """A deal's amount in whole units of its currency."""
    return to_decimal(amount_minor, replaying.currency_of_deal(uow, deal_id))


def by_record(changes: Iterable[Change]) -> Mapping[str, list[Change]]:
    """Changes by their record, in the order given."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.record_id, []).append(change)
    return found
