"""How far a mailbox has been read, and who remembers it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Cursor:
    """All of a mailbox up to `last_uid` was kept; UIDs mean something only within one `uidvalidity`."""

    uidvalidity: int
    last_uid: int


class CursorStore(Protocol):
    """Keeps one cursor per account, durably. `save` is called only after the messages were kept."""

    async def load(self, account: str) -> Cursor | None:
        """The cursor of an account, None where it was never read."""
        ...

    async def save(self, account: str, cursor: Cursor) -> None:
        """Replace the cursor of an account."""
        ...


class MemoryCursorStore:
    """Forgets with the process: for trying out and for tests; the ledger makes re-reading harmless."""

    def __init__(self) -> None:
        self._cursors: dict[str, Cursor] = {}

    async def load(self, account: str) -> Cursor | None:
        """The cursor of an account, None where it was never read."""
        return self._cursors.get(account)

    async def save(self, account: str, cursor: Cursor) -> None:
        """Replace the cursor of an account."""
        self._cursors[account] = cursor
