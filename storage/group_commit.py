"""Many small transactions in one: a commit costs a wait for the disk, a row a few microseconds."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog

from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable, StorageFull
from storage.unit_of_work import UnitOfWork

Item = TypeVar("Item")
Result = TypeVar("Result")

log = structlog.get_logger()

_EVERYBODYS = (DatabaseBusy, DatabaseUnavailable, StorageFull)
"""Failures that are no single item's fault."""


def write_together(
    database: Database,
    write: Callable[[UnitOfWork, Sequence[Item]], Sequence[Result]],
    items: Sequence[Item],
    *,
    cause: str = "group_commit",
) -> list[Result | Exception]:
    """Write items in one transaction; for each, in order, its result once it is durable, or its failure.

    `write` gets a unit of work and the items, and returns their results in order. Where it or the commit
    fails, each item is written in a transaction of its own, so that a bad one takes only itself down: `write`
    must be the same when run again after a rollback, and should leave records people decide about alone, for
    all items share one batch of Changes.
    """
    try:
        with database.begin(cause=cause) as uow:
            results = write(uow, items)
    except Exception as error:  # noqa: BLE001 (whatever it was, who waits is told)
        if len(items) > 1 and not isinstance(error, _EVERYBODYS):
            return [told for one in items for told in write_together(database, write, [one], cause=cause)]
        log.warning("group_commit.failed", cause=cause, items=len(items), error=type(error).__name__)
        return [error for _ in items]
    return list(results)
