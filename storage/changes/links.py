"""Rows of the ledger moved from one record to another in bulk, as one Change that can be taken back.

A Change named `links.<table>.<column>` says which rows of that table were moved: `before` and `after` are
`{"to": <record id>, "ids": [<row ids>]}`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import update
from sqlmodel import SQLModel, select

from storage.audit.capture import write_changes
from storage.changes.outcome import FieldUndone, Undoing
from storage.entities import entity_name, model_of
from storage.models import Change
from storage.unit_of_work import UnitOfWork

LINKS = "links."
_CHUNK = 1000


def move_links(uow: UnitOfWork, model: type[SQLModel], column: str, *, of: tuple[str, str], to: str) -> None:
    """Point the rows of `model` whose `column` is the record `of` (its entity and id) to the record `to`."""
    entity, record_id = of
    reference = getattr(model, column)
    ids = list(uow.session.exec(select(model.id).where(reference == record_id)))  # type: ignore[attr-defined]
    if not ids:
        return
    _point(uow, model, column, ids=ids, present=record_id, to=to)
    _write(uow, entity, record_id, model=model, column=column, ids=ids, before=record_id, after=to)


def reverse_links(uow: UnitOfWork, change: Change, undoing: Undoing) -> None:
    """Point the rows of a `links` Change back, leaving those that were moved on since."""
    _, entity, column = change.field.split(".")
    model = model_of(entity)
    ids, present, to = change.after["ids"], change.after["to"], change.before["to"]
    _point(uow, model, column, ids=ids, present=present, to=to)
    _write(
        uow, change.entity, change.record_id, model=model, column=column, ids=ids, before=present, after=to
    )
    undoing.undone.append(
        FieldUndone(change.entity, change.record_id, change.field, change.after, change.before)
    )


def _point(
    uow: UnitOfWork, model: type[SQLModel], column: str, *, ids: Sequence[str], present: str, to: str
) -> None:
    reference = getattr(model, column)
    for chunk in _chunks(ids):
        those = model.id.in_(chunk)  # type: ignore[attr-defined]
        uow.session.execute(update(model).where(those, reference == present).values({column: to}))


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _write(
    uow: UnitOfWork,
    entity: str,
    record_id: str,
    *,
    model: type[SQLModel],
    column: str,
    ids: Sequence[str],
    before: str,
    after: str,
) -> None:
    row: dict[str, Any] = {
        "entity": entity,
        "record_id": record_id,
        "field": f"{LINKS}{entity_name(model)}.{column}",
        "before": {"to": before, "ids": list(ids)},
        "after": {"to": after, "ids": list(ids)},
    }
    write_changes(uow, [row])
