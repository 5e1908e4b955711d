"""Writing Changes: the session calls `capture` before every flush.

A JSON field is seen as changed only when a new value is assigned; editing the dict or list in place is lost
(by SQLModel itself, not only here): write `contact.custom = {**contact.custom, "size": 40}`.
Statements run past the session (`update(...)`) write no Changes; records people decide about go through it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from storage.audit.fields import audited_fields, is_audited, kept_fields
from storage.audit.values import to_json
from storage.before import changed_fields, value_before
from storage.entities import entity_name, id_of
from storage.models import Change
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

CREATED_OR_DELETED = "*"
"""The field of a Change that holds a whole record."""

CUSTOM = "custom"
"""Custom fields change one by one: their Changes are named `custom.<key>`."""


def capture(uow: UnitOfWork) -> None:
    """Write a Change for every audited field the coming flush will change."""
    rows = list(_rows(uow))
    if rows:
        write_changes(uow, rows)


def write_changes(uow: UnitOfWork, rows: list[dict[str, Any]]) -> None:
    """Write Changes (`entity`, `record_id`, `field`, `before`, `after`) into the transaction's batch."""
    batch_id = uow.write_batch()
    common = {"batch_id": batch_id, "actor": uow.actor, "cause": uow.cause, "at": uow.now}
    uow.connection().execute(insert(Change), [{"id": new_id(), **common, **row} for row in rows])


def _rows(uow: UnitOfWork) -> Iterator[dict[str, Any]]:
    session = uow.session
    record: SQLModel
    for record in session.new:
        if is_audited(record):
            yield _row(record, CREATED_OR_DELETED, before=None, after=_whole(record))
    for record in session.dirty:
        if is_audited(record) and record not in session.deleted:
            for field, before, after in _differences(uow, record):
                yield _row(record, field, before=before, after=after)
    for record in session.deleted:
        if is_audited(record):
            yield _row(record, CREATED_OR_DELETED, before=_whole(record), after=None)


def _row(record: SQLModel, field: str, *, before: Any, after: Any) -> dict[str, Any]:
    return {
        "entity": entity_name(type(record)),
        "record_id": id_of(record),
        "field": field,
        "before": before,
        "after": after,
    }


def _whole(record: SQLModel) -> dict[str, Any]:
    model = type(record)
    defaults = _defaults(model)
    values = {field: to_json(getattr(record, field)) for field in kept_fields(model)}
    return {field: value for field, value in values.items() if value != defaults.get(field)}


@cache
def _defaults(model: type[SQLModel]) -> Mapping[str, Any]:
    # What the model fills in by itself need not be kept; an id's factory never gives the same twice.
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
        if not field.is_required()
    }


def _differences(uow: UnitOfWork, record: SQLModel) -> Iterator[tuple[str, Any, Any]]:
    audited = audited_fields(type(record))
    for field in changed_fields(record):
        if field not in audited:
            continue
        before = to_json(value_before(uow, record, field))
        after = to_json(getattr(record, field))
        if before == after:
            continue
        if field == CUSTOM:
            yield from _custom_differences(before or {}, after or {})
        else:
            yield field, before, after


def _custom_differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield f"{CUSTOM}.{key}", before.get(key), after.get(key)
