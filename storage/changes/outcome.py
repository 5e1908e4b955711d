"""What came of an undo."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class FieldUndone:
    """A field put back; `field` is `*` for a whole record taken out (`after` None) or brought back."""

    entity: str
    record_id: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class FieldConflict:
    """A field left as it is: the batch had left it at `expected`, and now `found` is there.

    `field` is `*` for a whole record: one that is gone (`found` None) or that others need (`found` says who).
    """

    entity: str
    record_id: str
    field: str
    expected: Any
    found: Any


@dataclass(frozen=True)
class UndoOutcome:
    """`batch_id` is the undo's own batch: undo it to bring everything back."""

    batch_id: str
    undone: tuple[FieldUndone, ...]
    conflicts: tuple[FieldConflict, ...]


@dataclass
class Undoing:
    """An undo under way."""

    undone: list[FieldUndone] = field(default_factory=list)
    conflicts: list[FieldConflict] = field(default_factory=list)
