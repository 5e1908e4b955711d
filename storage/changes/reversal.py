"""Taking back what one batch did to one record."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from storage.audit.capture import CREATED_OR_DELETED, CUSTOM
from storage.audit.fields import audited_fields, fields_together
from storage.audit.values import from_json, to_json
from storage.changes.links import LINKS, reverse_links
from storage.changes.outcome import FieldConflict, FieldUndone, Undoing
from storage.changes.references import missing_parent, referring
from storage.entities import model_of
from storage.models import Change
from storage.unit_of_work import UnitOfWork

Json = Any


@dataclass(frozen=True)
class BatchRecord:
    """What one batch did to one record, oldest change first."""

    changes: list[Change]

    @property
    def model(self) -> type[SQLModel]:
        """The record's kind."""
        return model_of(self.changes[0].entity)

    @property
    def was_made(self) -> bool:
        """Whether the batch created it."""
        return self.changes[0].field == CREATED_OR_DELETED and self.changes[0].before is None

    @property
    def was_deleted(self) -> bool:
        """Whether the batch deleted it."""
        return self.changes[-1].field == CREATED_OR_DELETED and self.changes[-1].after is None


def take_out(uow: UnitOfWork, made: BatchRecord, undoing: Undoing) -> list[str]:
    """Delete a record the batch made, unless it was changed since; returns the references that forbid it."""
    first = made.changes[0]
    record = uow.find(made.model, first.record_id)
    if record is None:
        undoing.conflicts.append(_conflict(first, CREATED_OR_DELETED, expected=first.after, found=None))
        return []
    left = {**first.after, **{change.field: change.after for change in made.changes[1:]}}
    changed = [
        _conflict(first, field, expected=left[field], found=_value(record, field))
        for field in left
        if _is_compared(made.model, field) and _value(record, field) != left[field]
    ]
    if changed:
        undoing.conflicts.extend(changed)
        return []
    uow.flush()
    if needed_by := referring(uow, record):
        return needed_by
    uow.delete(record)
    uow.flush()
    undoing.undone.append(_undone(first, CREATED_OR_DELETED, before=first.after, after=None))
    return []


def report_needed(made: BatchRecord, needed_by: list[str], undoing: Undoing) -> None:
    """Say that a record the batch made stays, for others refer to it."""
    undoing.conflicts.append(_conflict(made.changes[0], CREATED_OR_DELETED, expected=None, found=needed_by))


def bring_back(uow: UnitOfWork, gone: BatchRecord, undoing: Undoing) -> None:
    """Make a record the batch deleted anew, as it was before the batch."""
    model, changes, deleted = gone.model, gone.changes, gone.changes[-1]
    values: dict[str, Json] = dict(deleted.before)
    for change in reversed(changes[:-1]):
        _set_json(values, change.field, change.before)
    record = model(**{field: from_json(model, field, value) for field, value in values.items()})
    uow.flush()
    if (parent := missing_parent(uow, record)) is not None:
        undoing.conflicts.append(_conflict(deleted, parent, expected=values[parent], found=None))
        return
    try:
        with uow.savepoint():
            uow.add(record)
    except IntegrityError:
        undoing.conflicts.append(_conflict(deleted, CREATED_OR_DELETED, expected=None, found="another"))
        return
    undoing.undone.append(_undone(deleted, CREATED_OR_DELETED, before=None, after=values))


def put_back(uow: UnitOfWork, changed: BatchRecord, undoing: Undoing) -> None:
    """Put the fields back that the batch changed and nobody changed since."""
    model, changes = changed.model, changed.changes
    record = uow.find(model, changes[0].record_id)
    if record is None:
        undoing.conflicts.append(_conflict(changes[0], CREATED_OR_DELETED, expected={}, found=None))
        return
    span: dict[str, tuple[Json, Json]] = {}
    for change in changes:
        if change.field.startswith(LINKS):
            reverse_links(uow, change, undoing)
        else:
            first = span.get(change.field, (change.before, None))[0]
            span[change.field] = (first, change.after)
    found = {field: _value(record, field) for field in span}
    conflicting = {field for field in span if found[field] != span[field][1]}
    for field, (before, after) in span.items():
        if field in conflicting:
            undoing.conflicts.append(_conflict(changes[0], field, expected=after, found=found[field]))
        elif conflicting.isdisjoint(fields_together(model, field)):
            _set(record, field, before)
            undoing.undone.append(_undone(changes[0], field, before=after, after=before))
    uow.flush()


def _is_compared(model: type[SQLModel], field: str) -> bool:
    # Custom fields changed in the batch are compared one by one, so the whole of `custom` is not.
    return field in audited_fields(model) or field.startswith(f"{CUSTOM}.")


def _value(record: SQLModel, field: str) -> Json:
    if field.startswith(f"{CUSTOM}."):
        return (getattr(record, CUSTOM) or {}).get(field.removeprefix(f"{CUSTOM}."))
    return to_json(getattr(record, field))


def _set(record: SQLModel, field: str, value: Json) -> None:
    if not field.startswith(f"{CUSTOM}."):
        setattr(record, field, from_json(type(record), field, value))
        return
    values = {CUSTOM: dict(getattr(record, CUSTOM) or {})}
    _set_json(values, field, value)
    setattr(record, CUSTOM, values[CUSTOM])


def _set_json(values: dict[str, Json], field: str, value: Json) -> None:
    if not field.startswith(f"{CUSTOM}."):
        values[field] = value
        return
    custom = dict(values.get(CUSTOM) or {})
    custom.pop(field.removeprefix(f"{CUSTOM}."), None)
    if value is not None:
        custom[field.removeprefix(f"{CUSTOM}.")] = value
    values[CUSTOM] = custom


def _conflict(change: Change, field: str, *, expected: Json, found: Json) -> FieldConflict:
    return FieldConflict(change.entity, change.record_id, field, expected, found)


def _undone(change: Change, field: str, *, before: Json, after: Json) -> FieldUndone:
    return FieldUndone(change.entity, change.record_id, field, before, after)
