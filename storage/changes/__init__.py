"""The books of what was changed: written by the session, read as history, applied backwards as undo."""

from storage.changes.history import ChangePage, changes_of, changes_since
from storage.changes.outcome import FieldConflict, FieldUndone, UndoOutcome
from storage.changes.undo import undo_batch

__all__ = [
    "ChangePage",
    "FieldConflict",
    "FieldUndone",
    "UndoOutcome",
    "changes_of",
    "changes_since",
    "undo_batch",
]
