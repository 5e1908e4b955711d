"""The inbox: what arrives is kept, raw and durably, before anything else happens to it (T1)."""

import asyncio
import hashlib

from assistant.work import JobQueue
from channels.contract import Received
from config.errors import RapportError
from storage.models import InboxEntry
from storage.queries import ledger
from storage.unit_of_work import Database, UnitOfWork

JOB = "inbox"
MAX_BYTES = 40 * 1024 * 1024


class NotReplayable(RapportError):
    """Only parked entries are worked again."""

    code = "not_replayable"


class Inbox:
    """Takes in what channels receive: a row and a job in one transaction, then the provider may be told."""

    def __init__(self, database: Database, jobs: JobQueue) -> None:
        self._database = database
        self._jobs = jobs

    async def receive(self, received: Received) -> bool:
        """Keep what arrived; True where it was new. When this returns, it is on disk."""
        return await asyncio.to_thread(self.keep, received)

    def keep(self, received: Received) -> bool:
        """The same, for callers with a thread of their own."""
        with self._database.begin(cause="inbox.receive") as uow:
            entry_id = ledger.put_inbox_entry(
                uow,
                channel=received.channel,
                account=received.account,
                external_id=received.external_id,
                body_hash=_body_hash(received),
                ordering_key=received.ordering_key,
                raw=received.raw,
                meta=dict(received.meta),
                received_at=received.received_at,
            )
            if entry_id is None:
                return False
            self._enqueue(uow, entry_id, received, attempt=0)
            return True

    def replay(self, uow: UnitOfWork, entry: InboxEntry) -> None:
        """Work a parked entry again, by today's code. Raises NotReplayable for any other."""
        if entry.disposition != "parked":
            raise NotReplayable(f"Entry {entry.id} is {entry.disposition}; only parked entries are replayed.")
        entry.disposition, entry.error, entry.settled_at = "pending", "", None
        entry.attempts += 1
        self._enqueue(uow, entry.id, received_of(entry), attempt=entry.attempts)

    def _enqueue(self, uow: UnitOfWork, entry_id: str, received: Received, *, attempt: int) -> None:
        self._jobs.enqueue(
            uow,
            JOB,
            f"{entry_id}:{attempt}" if attempt else entry_id,
            payload={"entry_id": entry_id},
            lock=f"{received.channel}:{received.ordering_key}",
        )


def _body_hash(received: Received) -> str:
    """What tells messages of one id apart: mail ids are their senders' choice, a provider's are not."""
    return hashlib.sha256(received.raw).hexdigest() if received.channel == "email" else ""


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
