"""What can go wrong with the records, each with a sentence for its reader."""

from collections.abc import Sequence

from config.errors import RapportError


class StorageError(RapportError):
    """The root of the storage package's errors."""

    code = "storage_error"


class RecordNotFound(StorageError):
    """No record of this kind has this id."""

    code = "not_found"

    def __init__(self, entity: str, record_id: object) -> None:
        super().__init__(f"There is no {entity.replace('_', ' ')} with the id {record_id!r}.")
        self.entity = entity
        self.record_id = record_id


class ReadOnlyTransaction(StorageError):
    """Something was written in a transaction opened for reading."""

    code = "read_only"


class DatabaseBusy(StorageError):
    """Another process holds the lock; nothing was written and the same call may be tried again."""

    code = "database_busy"


class DatabaseUnavailable(StorageError):
    """The database could not be reached, or the connection to it was lost."""

    code = "database_unavailable"


class StorageFull(StorageError):
    """The disk under the database is full; nothing of the transaction was kept."""

    code = "storage_full"


class SchemaOutdated(StorageError):
    """The database has the newest revision's name, but not its shape: a build before the release made it."""

    code = "schema_outdated"

    def __init__(self, address: str, lacking: Sequence[str]) -> None:
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        super().__init__(
            f"The database {address} was made by an earlier build of Rapport and lacks {lacking[0]}{more}. "
            "It cannot be upgraded. Export what you need with that build, set the database aside or name "
            "another in DATABASE_URL, start again, and import it."
        )


class AlreadyUndone(StorageError):
    """A batch can be undone once; undo the undo to bring it back."""

    code = "already_undone"

    def __init__(self, batch_id: str) -> None:
        super().__init__("These changes were already undone. Undo the undo to bring them back.")
        self.batch_id = batch_id


class MergeRefused(StorageError):
    """Two contacts cannot be merged, or a merged one cannot be taken apart, for the reason given."""

    code = "merge_refused"


class InvalidCursor(StorageError):
    """A page was asked for with a cursor that did not come from the page before it."""

    code = "invalid_cursor"

    def __init__(self, cursor: str) -> None:
        super().__init__(f"The cursor {cursor[:40]!r} is not one of ours: start again without a cursor.")
