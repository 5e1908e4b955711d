"""Records as they were: today's values, with what Changes tell taken back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
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


class ChangeReader:
    """Reads from a Change what it replaced, as conditions see it."""

    def __init__(self, uow: UnitOfWork, changes: Iterable[Change]) -> None:
        kept = list(changes)
        is_owner = any(one.field == "owner_id" for one in kept)
        self._emails = replaying.emails_of_members(uow) if is_owner else {}
        priced = sorted({one.record_id for one in kept if one.field == "amount_minor"})
        self._currencies = replaying.currencies_of_deals(uow, priced) if priced else {}

    def before(self, change: Change) -> Mapping[Path, Value]:
        """The value before a change; nothing for a field conditions do not know."""
        field = _NAMED.get(change.field, change.field)
        if field.startswith(f"{CUSTOM}."):
            return {Path(change.entity, field): change.before}
        known = ENTITIES[change.entity].fields.get(field)
        if known is None:
            return {}
        return {Path(change.entity, field): self._value(change, kind=known.kind)}

    def _value(self, change: Change, *, kind: str) -> Value:
        value: Any = change.before
        if change.field == "owner_id":
            return self._emails.get(value, "")
        if change.field == "amount_minor" and value is not None:
            return float(to_decimal(value, self._currencies.get(change.record_id, "USD")))
        if kind == "text":
            return value or ""
        if kind == "moment" and isinstance(value, str):
            return datetime.fromisoformat(value)
        if kind == "date" and isinstance(value, str):
            return date.fromisoformat(value)
        return value  # type: ignore[no-any-return]


def before_batch(uow: UnitOfWork, entity: str, record_id: str, *, batch_id: str) -> dict[Path, Value]:
    """What a batch changed of a record, as `was`: the values before it."""
    changes = replaying.changes_of_record(uow, entity=entity, record_id=record_id, batch_id=batch_id)
    reader = ChangeReader(uow, changes)
    found: dict[Path, Value] = {}
    for change in reversed(changes):
        found.update({Path(WAS, path.field): value for path, value in reader.before(change).items()})
    return found
