"""No silent loss: every message a mailbox holds is in the ledger, or named here as a gap."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from assistant.bootstrap import Runtime
from channels.contract import Received
from channels.email.mailbox import MailboxEntry
from channels.errors import ChannelError
from storage.queries import ledger

LOOK_BACK = timedelta(days=3)


@runtime_checkable
class ListsMessages(Protocol):
    """A channel that can say all it holds."""

    async def list_messages(self) -> list[MailboxEntry]:
        """Every message every mailbox holds now."""
        ...


@runtime_checkable
class ListsReceived(Protocol):
    """A channel whose provider can be asked for what it has for us."""

    async def list_received(self, *, since: datetime) -> list[Received]:
        """Everything since a moment, whole enough to be taken in."""
        ...


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One mailbox compared with the ledger; `gaps` are messages that never came in.

    `problem` says why a mailbox could not be compared at all.
    """

    account: str
    held: int
    gaps: tuple[str, ...]
    problem: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether everything there is in the ledger."""
        return not self.gaps and not self.problem

    @property
    def sentence(self) -> str:
        """What was found, for people."""
        if self.problem:
            return f"{self.account}: not compared. {self.problem}"
        if not self.gaps:
            return f"{self.account}: {self.held} messages, all in the ledger."
        named = "\n".join(f"  - {gap}" for gap in self.gaps)
        return f"{self.account}: {len(self.gaps)} of {self.held} messages are not in the ledger:\n{named}"

    def as_json(self) -> dict[str, object]:
        """The comparison for programs."""
        return asdict(self)


async def reconcile(runtime: Runtime) -> list[Reconciliation]:
    """Compare every mailbox with the ledger, by id. A mail without one is known by its UID.

    Texts are compared over the last days, and those an outage made us miss are taken in at once. A mailbox
    that cannot be read is a problem of its own, and does not keep the others from being compared.
    """
    found: list[Reconciliation] = []
    for adapter in runtime.channels.adapters():
        try:
            if isinstance(adapter, ListsMessages):
                entries = await adapter.list_messages()
                found += await asyncio.to_thread(_compare, runtime, entries)
            if isinstance(adapter, ListsReceived):
                found.append(await _take_missed(runtime, adapter))
        except ChannelError as error:
            found.append(Reconciliation(adapter.name, 0, (), problem=str(error)))
    return found


async def _take_missed(runtime: Runtime, adapter: ListsReceived) -> Reconciliation:
    listed = await adapter.list_received(since=runtime.clock() - LOOK_BACK)
    missed = [one.external_id for one in listed if await runtime.inbox.receive(one)]
    gaps = tuple(f"{external_id}, taken in now" for external_id in missed)
    return Reconciliation("texts", len(listed), gaps)


def _compare(runtime: Runtime, entries: list[MailboxEntry]) -> list[Reconciliation]:
    by_account: dict[str, list[MailboxEntry]] = {}
    for entry in entries:
        by_account.setdefault(entry.account, []).append(entry)
    results = []
    with runtime.database.read() as uow:
        for account, held in sorted(by_account.items()):
            named = [one.message_id for one in held if one.message_id]
            known = ledger.external_ids_known(uow, channel="email", external_ids=named)
            uids = ledger.uids_known(uow, account=account)
            gaps = tuple(
                f"UID {one.uid} {one.message_id or '(no Message-ID)'}"
                for one in held
                if one.message_id not in known and f"{one.uidvalidity}.{one.uid}" not in uids
            )
            results.append(Reconciliation(account, len(held), gaps))
    return results
