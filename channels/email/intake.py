"""Fetching what is new in one folder, batch by batch: nothing is passed over unless it was kept.

The cursor moves only past messages `receive` has kept, so a crash re-reads and the ledger drops the doubles.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from channels.contract import Receive, Received
from channels.email.addresses import MailboxAddress
from channels.email.cursor import Cursor, CursorStore
from channels.email.envelope import external_id_of, sender_of
from channels.email.imap import ImapConnection, ImapRefused
from channels.email.imap_fetch import Fetched
from channels.errors import ChannelError

log = structlog.get_logger("channels.email")

MAX_MESSAGE_BYTES = 25 * 1024 * 1024
BATCH_MESSAGES = 40
STRETCH = 400
"""Of so many messages the sizes are asked for at once."""
BATCH_BYTES = 8 * 1024 * 1024
UNKNOWN_BYTES = 1024 * 1024
"""What a message is reckoned at whose size was not told."""
REPORT_EVERY = 500
STRIKES = 3
"""So often may one message cost the connection or be refused by the ledger, before it is passed over."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What one look into the mailbox brought."""

    kept: int = 0
    new: int = 0
    remaining: int = 0


@dataclass(slots=True)
class Strikes:
    """Which messages of a folder made trouble, and how often; after a lost connection each comes alone."""

    validity: int = 0
    counts: dict[int, int] = field(default_factory=dict)
    is_careful: bool = False

    def add(self, uid: int) -> None:
        """Count one more failure of a message."""
        self.counts[uid] = self.counts.get(uid, 0) + 1

    def is_out(self, uid: int) -> bool:
        """True where a message has failed often enough to be passed over."""
        return self.counts.get(uid, 0) >= STRIKES


class MailboxIntake:
    """Brings the new messages of one mailbox to `receive`, over whichever connection it is given."""

    def __init__(
        self, *, address: MailboxAddress, cursors: CursorStore, clock: Callable[[], datetime]
    ) -> None:
        self._address = address
        self._cursors = cursors
        self._clock = clock
        self._strikes = Strikes()

    async def catch_up(self, connection: ImapConnection, receive: Receive) -> Intake:
        """Bring everything after the cursor. A changed UIDVALIDITY makes the whole folder new.

        Raises ChannelError where the connection fails, and whatever `receive` raises where it keeps nothing.
        """
        validity = await connection.select()
        cursor = await self._cursors.load(self._address.account)
        if cursor is None or cursor.uidvalidity != validity:
            cursor = Cursor(uidvalidity=validity, last_uid=0)
        if self._strikes.validity != validity:
            self._strikes = Strikes(validity)
        uids = await connection.search_after(cursor.last_uid)
        kept = new = 0
        for start in range(0, len(uids), STRETCH):
            stretch = uids[start : start + STRETCH]
            sizes = await self._sizes(stretch, connection)
            for batch in _batches(stretch, sizes):
                outcome = await self._bring(batch, connection, receive, validity=validity, sizes=sizes)
                await self._cursors.save(self._address.account, Cursor(validity, outcome.last_uid))
                kept, new = kept + outcome.kept, new + outcome.new
                self._report(kept, outcome.kept, len(uids))
                if outcome.stopped_by is not None:
                    raise outcome.stopped_by
                self._strikes.is_careful = False
        return Intake(kept=kept, new=new, remaining=len(uids) - kept)

    async def _sizes(self, uids: Sequence[int], connection: ImapConnection) -> Mapping[int, int]:
        """The sizes of messages to come; nothing where each is to be asked for by itself."""
        if self._strikes.is_careful:
            return {}
        try:
            return await connection.fetch_sizes([uid for uid in uids if not self._strikes.is_out(uid)])
        except ImapRefused as error:
            if error.retry_after is not None:
                raise
            return {}
        except ChannelError:
            self._strikes.is_careful = True
            raise

    async def _bring(
        self,
        batch: Sequence[int],
        connection: ImapConnection,
        receive: Receive,
        *,
        validity: int,
        sizes: Mapping[int, int],
    ) -> "_Outcome":
        outcome = _Outcome(last_uid=batch[0] - 1)
        messages, outcome.refused = await self._fetch(batch, connection, sizes)
        found = [messages[uid] for uid in batch if uid in messages]
        # Handed over together, in their order: what keeps them waits for the disk once, not for each.
        answers = await asyncio.gather(
            *(receive(self._received(item, validity)) for item in found), return_exceptions=True
        )
        for item, answer in zip(found, answers, strict=True):
            if isinstance(answer, bool):
                outcome.keep(is_new=answer)
            elif isinstance(answer, Exception):
                # Whatever the ledger says of one, the others are kept.
                outcome.refused[item.uid] = answer
                log.error(
                    "email.message_refused",
                    host=self._address.host,
                    uid=item.uid,
                    error=type(answer).__name__,
                )
            else:
                raise answer
        self._judge(batch, outcome)
        return outcome

    def _judge(self, batch: Sequence[int], outcome: "_Outcome") -> None:
        """Decide how far the cursor may go.

        A refusal counts against a message only where another one was taken: else the ledger, or the mail
        server, is down. A message the server refused three times is noted by the look after.
        """
        for uid in batch:
            refusal = outcome.refused.get(uid)
            if refusal is not None:
                if outcome.kept:
                    self._strikes.add(uid)
                is_hopeless = bool(outcome.kept) and self._strikes.is_out(uid)
                if isinstance(refusal, ImapRefused) or not is_hopeless:
                    outcome.stopped_by = refusal
                    return
                log.error("email.message_passed_over", host=self._address.host, uid=uid)
            outcome.last_uid = uid

    async def _fetch(
        self, batch: Sequence[int], connection: ImapConnection, sizes: Mapping[int, int]
    ) -> tuple[dict[int, Fetched], dict[int, Exception]]:
        """The messages of a batch, and what the server said of those it refused.

        Whole where they are small enough, headers of the rest; without content what is known to be
        unreadable. Messages removed meanwhile are left out. A server that limits us refuses all.
        """
        if len(batch) > 1 and self._strikes.is_careful:
            return await self._fetch_each(batch, connection, sizes)
        try:
            return await self._fetch_all(batch, connection, sizes), {}
        except ImapRefused as error:
            if error.retry_after is not None:
                raise
            if len(batch) == 1:
                return {}, {batch[0]: error}
            return await self._fetch_each(batch, connection, sizes)
        except ChannelError:
            self._strikes.is_careful = True
            if len(batch) == 1:
                self._strikes.add(batch[0])
            raise

    async def _fetch_each(
        self, batch: Sequence[int], connection: ImapConnection, sizes: Mapping[int, int]
    ) -> tuple[dict[int, Fetched], dict[int, Exception]]:
        """As `_fetch`, message by message: one that makes trouble is known by it."""
        found: dict[int, Fetched] = {}
        refused: dict[int, Exception] = {}
        for uid in batch:
            given, withheld = await self._fetch([uid], connection, sizes)
            found |= given
            refused |= withheld
        return found, refused

    async def _fetch_all(
        self, batch: Sequence[int], connection: ImapConnection, known: Mapping[int, int]
    ) -> dict[int, Fetched]:
        struck = [uid for uid in batch if self._strikes.is_out(uid)]
        found = {uid: Fetched(uid=uid, size=0, content=None) for uid in struck}
        sizes = {uid: known[uid] for uid in batch if uid in known and uid not in found}
        sizes |= await connection.fetch_sizes([uid for uid in batch if uid not in found and uid not in sizes])
        large = [uid for uid, size in sizes.items() if size > MAX_MESSAGE_BYTES]
        for item in await connection.fetch_headers(large):
            found[item.uid] = item
        for group in _batches([uid for uid in sizes if uid not in large], sizes):
            expected = sum(sizes[uid] for uid in group)
            for item in await connection.fetch_messages(group, expected_bytes=expected):
                found[item.uid] = item
        # What was not given is asked for once more: it may have been removed since its size was told.
        withheld = await connection.fetch_sizes([uid for uid in sizes if uid not in found])
        return {uid: Fetched(uid=uid, size=size, content=None) for uid, size in withheld.items()} | found

    def _received(self, item: Fetched, validity: int) -> Received:
        raw = item.content or b""
        meta = {"uid": str(item.uid), "uidvalidity": str(validity), "folder": self._address.folder}
        if item.size > MAX_MESSAGE_BYTES:
            meta |= {"truncated": "headers", "size": str(item.size)}
        if not raw:
            meta["unreadable"] = "the mail server would not give this message"
        return Received(
            channel="email",
            account=self._address.account,
            external_id=external_id_of(raw) if raw else f"uid:{validity}.{item.uid}",
            ordering_key=sender_of(raw),
            raw=raw,
            received_at=self._clock(),
            meta=meta,
        )

    def _report(self, done: int, lately: int, total: int) -> None:
        """Tell how a long backfill goes, every few batches."""
        if total > REPORT_EVERY and done // REPORT_EVERY != (done - lately) // REPORT_EVERY:
            log.info("email.backfill", host=self._address.host, done=done, total=total)


@dataclass(slots=True)
class _Outcome:
    """How far a batch was kept: up to, but not past, the first message that was refused."""

    last_uid: int
    kept: int = 0
    new: int = 0
    refused: dict[int, Exception] = field(default_factory=dict)
    stopped_by: Exception | None = None

    def keep(self, *, is_new: bool) -> None:
        self.kept += 1
        self.new += is_new


def _batches(uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[Sequence[int]]:
    """So many messages at once, and so many bytes; of the largest only the headers come."""
    batch: list[int] = []
    total = 0
    for uid in uids:
        size = sizes.get(uid, UNKNOWN_BYTES)
        size = size if size <= MAX_MESSAGE_BYTES else 0
        if batch and (len(batch) == BATCH_MESSAGES or total + size > BATCH_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield batch
