"""Which messages of a folder are asked for how, and what becomes of one that is gone meanwhile."""

from collections.abc import Sequence
from typing import cast

import pytest

from channels.contract import Received
from channels.email.addresses import parse_imap_url
from channels.email.cursor import Cursor
from channels.email.imap import ImapConnection
from channels.email.imap_fetch import Fetched
from channels.email.intake import BATCH_MESSAGES, STRETCH, MailboxIntake
from tests.fixtures.clock import FrozenClock


class Folder:
    """A folder on a connection: `gone` messages were removed after their size was told."""

    def __init__(self, count: int, *, gone: Sequence[int] = (), size: int = 10) -> None:
        self.uids = range(1, count + 1)
        self.size = size
        self.gone = set(gone)
        self.asked: list[tuple[str, int]] = []

    async def select(self) -> int:
        return 7

    async def search_after(self, uid: int) -> list[int]:
        return [one for one in self.uids if one > uid]

    async def fetch_sizes(self, uids: Sequence[int]) -> dict[int, int]:
        if uids:
            self.asked.append(("sizes", len(uids)))
        is_first = len(self.asked) < 2
        return {one: self.size for one in uids if is_first or one not in self.gone}

    async def fetch_messages(self, uids: Sequence[int], *, expected_bytes: int) -> list[Fetched]:
        self.asked.append(("messages", len(uids)))
        return [Fetched(one, 10, b"Subject: x\r\n\r\n") for one in uids if one not in self.gone]

    async def fetch_headers(self, uids: Sequence[int]) -> list[Fetched]:
        return []


class Kept:
    """What the ledger got, and the cursor."""

    def __init__(self) -> None:
        self.uids: list[str] = []
        self.unreadable: list[str] = []
        self.cursor: Cursor | None = None
        self.cursors: list[Cursor] = []

    async def receive(self, received: Received) -> bool:
        self.uids.append(received.meta["uid"])
        self.unreadable += [received.meta["uid"]] if "unreadable" in received.meta else []
        return True

    async def load(self, account: str) -> Cursor | None:
        return self.cursor

    async def save(self, account: str, cursor: Cursor) -> None:
        self.cursor = cursor
        self.cursors.append(cursor)


async def _read(folder: Folder) -> Kept:
    kept = Kept()
    address = parse_imap_url("imap://a%40b.example:x@127.0.0.1:143/INBOX")
    intake = MailboxIntake(address=address, cursors=kept, clock=FrozenClock())
    await intake.catch_up(cast(ImapConnection, folder), kept.receive)
    return kept


async def test_sizes_are_asked_for_by_the_stretch_and_messages_by_the_batch() -> None:
    folder = Folder(STRETCH + 1)
    kept = await _read(folder)
    assert len(kept.uids) == STRETCH + 1
    assert kept.cursor == Cursor(7, STRETCH + 1)
    batches = [("messages", BATCH_MESSAGES)] * (STRETCH // BATCH_MESSAGES)
    assert folder.asked == [("sizes", STRETCH), *batches, ("sizes", 1), ("messages", 1)]


async def test_a_message_removed_since_its_size_was_told_is_no_gap() -> None:
    kept = await _read(Folder(10, gone=[4]))
    assert "4" not in kept.uids
    assert kept.unreadable == []
    assert kept.cursor == Cursor(7, 10)


@pytest.mark.parametrize(("megabytes", "together"), [(3, 2), (9, 1)])
async def test_no_more_than_eight_megabytes_are_in_hand_unless_one_message_is_larger(
    megabytes: int, together: int
) -> None:
    folder = Folder(6, size=megabytes * 1024 * 1024)
    kept = await _read(folder)
    assert [count for what, count in folder.asked if what == "messages"] == [together] * (6 // together)
    assert [cursor.last_uid for cursor in kept.cursors] == [*range(together, 7, together)]
    assert len(kept.uids) == 6
