"""The inbox: what arrives is kept, raw and durably, before anything else happens to it (T1)."""

import hashlib
from collections.abc import Sequence

from assistant.bursts import Bursts
from assistant.work import JobQueue, NewJob
from channels.contract import Received
from config.errors import RapportError
from storage.database import Database
from storage.group_commit import write_together
from storage.intake import insert_inbox_entries
from storage.models import InboxEntry
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

JOB = "inbox"


class NotReplayable(RapportError):
    """Only parked entries are worked again."""

    code = "not_replayable"


class Inbox:
    """Takes in what channels receive: a row and a job in one transaction, then the provider may be told.

    Messages that arrive together share a transaction, so a burst costs one wait for the disk, not many.
    """

    def __init__(self, database: Database, jobs: JobQueue) -> None:
        self._jobs = jobs
        self._bursts: Bursts[Received, bool] = Bursts(
            lambda arrived: write_together(database, self._keep, arrived, cause="inbox.receive")
        )

    async def receive(self, received: Received) -> bool:
        """Keep what arrived; True where it was new. When this returns, it is on disk."""
        return await self._bursts.hand_in(received)

    def replay(self, uow: UnitOfWork, entry: InboxEntry) -> None:
        """Work a parked entry again, by today's code. Raises NotReplayable for any other."""
        if entry.disposition != "parked":
            raise NotReplayable(f"Entry {entry.id} is {entry.disposition}; only parked entries are replayed.")
        entry.disposition, entry.error, entry.settled_at = "pending", "", None
        entry.attempts += 1
        self._jobs.enqueue_many(uow, [_job(entry.id, received_of(entry), attempt=entry.attempts)])

    def _keep(self, uow: UnitOfWork, arrived: Sequence[Received]) -> list[bool]:
        rows = [_row(received) for received in arrived]
        are_new = insert_inbox_entries(uow.connection(), rows)
        new = [
            _job(str(row["id"]), received)
            for row, received, is_new in zip(rows, arrived, are_new, strict=True)
            if is_new
        ]
        if new:
            self._jobs.enqueue_many(uow, new)
        return are_new


def received_of(entry: InboxEntry) -> Received:
    """What was received, read back from its row."""
    return Received(
        channel=entry.channel,
        account=entry.account,
        external_id=entry.external_id,
        ordering_key=entry.ordering_key,
        raw=entry.raw,
        received_at=entry.received_at,
        meta={name: str(value) for name, value in entry.meta.items()},
    )


def _job(entry_id: str, received: Received, *, attempt: int = 0) -> NewJob:
    return NewJob(
        JOB,
        f"{entry_id}:{attempt}" if attempt else entry_id,
        {"entry_id": entry_id},
        lock=f"{received.channel}:{received.ordering_key}",
    )


def _row(received: Received) -> dict[str, object]:
    return {
        "id": new_id(),
        "channel": received.channel,
        "account": received.account,
        "external_id": received.external_id,
        "body_hash": _body_hash(received),
        "ordering_key": received.ordering_key,
        "raw": received.raw,
        "meta": dict(received.meta),
        "received_at": received.received_at,
    }


def _body_hash(received: Received) -> str:
    """What tells messages of one id apart: mail ids are their senders' choice, a provider's are not."""
    return hashlib.sha256(received.raw).hexdigest() if received.channel == "email" else ""
