"""Many small transactions in one: a thread writes what others hand in, and answers when it is durable.

A commit costs a wait for the disk, a row a few microseconds. Whoever hands in an item waits for its commit
all the same, so nothing is acknowledged that a power cut could take back.
"""

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from storage.errors import DatabaseBusy, DatabaseUnavailable, StorageError, StorageFull
from storage.unit_of_work import Database, UnitOfWork

Item = TypeVar("Item")
Result = TypeVar("Result")

log = structlog.get_logger()

_EVERYBODYS = (DatabaseBusy, DatabaseUnavailable, StorageFull)
"""Failures that are no single item's fault."""


class WriterStopped(StorageError):
    """An item was handed to a writer that is not running; nothing of it was written."""

    code = "writer_stopped"


@dataclass(frozen=True)
class _Waiting(Generic[Item, Result]):
    item: Item
    future: "Future[Result]"


class GroupCommitWriter(Generic[Item, Result]):
    """One thread that writes items in shared transactions. A context manager, or `start` and `stop`.

    `write` gets a unit of work and the items at hand, and returns their results in order. Where it or the
    commit fails, each item is written in a transaction of its own, so that a bad one takes only itself down:
    `write` must be the same when run again after a rollback, and should leave records people decide about
    alone, for all items share one batch of Changes.
    """

    def __init__(
        self,
        database: Database,
        write: Callable[[UnitOfWork, Sequence[Item]], Sequence[Result]],
        *,
        cause: str = "group_commit",
        most: int = 512,
    ) -> None:
        self._database = database
        self._write = write
        self._cause = cause
        self._most = most
        self._queue: queue.SimpleQueue[_Waiting[Item, Result] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the thread; twice is once."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._cause, daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Take nothing more, write what was handed in, end the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._queue.put(None)
        if thread is not None:
            thread.join()

    def __enter__(self) -> "GroupCommitWriter[Item, Result]":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def submit(self, item: Item) -> "Future[Result]":
        """Hand in an item; the future is done when it is committed. Raises `WriterStopped` if not running."""
        future: Future[Result] = Future()
        with self._lock:
            if self._thread is None:
                raise WriterStopped("Nothing was written: the writer is not running. Try again once it is.")
            self._queue.put(_Waiting(item, future))
        return future

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, is_last = self._at_hand(first)
            self._settle([one for one in batch if one.future.set_running_or_notify_cancel()])
            if is_last:
                return

    def _at_hand(self, first: _Waiting[Item, Result]) -> tuple[list[_Waiting[Item, Result]], bool]:
        """What waits already, without waiting for more; whether it is the last."""
        batch = [first]
        while len(batch) < self._most and not self._queue.empty():
            following = self._queue.get()
            if following is None:
                return batch, True
            batch.append(following)
        return batch, False

    def _settle(self, batch: Sequence[_Waiting[Item, Result]]) -> None:
        try:
            with self._database.begin(cause=self._cause) as uow:
                results = self._write(uow, [one.item for one in batch])
        except Exception as error:  # noqa: BLE001 (whatever it was, who waits gets it from the future)
            if len(batch) > 1 and not isinstance(error, _EVERYBODYS):
                for one in batch:
                    self._settle([one])
                return
            log.warning(
                "group_commit.failed", cause=self._cause, items=len(batch), error=type(error).__name__
            )
            for one in batch:
                one.future.set_exception(error)
            return
        for one, result in zip(batch, results, strict=True):
            one.future.set_result(result)
