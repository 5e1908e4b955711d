"""Taking in mail from files: .eml, mbox, Maildir; through the inbox, as if it had just arrived."""

import asyncio
import mailbox
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from assistant.bootstrap import Runtime
from assistant.parts import Waker, make_worker
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from config.errors import RapportError
from storage.queries import ledger

BATCH = 50
"""So many share a transaction on their way into the inbox."""

Progress = Callable[[str, int], None]
"""Told what is being done and how many messages it was done to."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the files' messages; `dispositions` sums up the account's whole ledger."""

    new: int = 0
    known: int = 0
    unreadable: int = 0
    dispositions: Mapping[str, int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sums, for people."""
        ended = ", ".join(f"{count} {name}" for name, count in sorted(self.dispositions.items()))
        said = f"{self.new} taken in, {self.known} known already, {self.unreadable} unreadable."
        return f"{said} In the ledger: {ended}." if ended else said


class NothingThere(RapportError):
    """The path is neither a mail, an mbox nor a Maildir."""

    code = "nothing_there"


async def ingest(runtime: Runtime, path: str, *, account: str, tell: Progress | None = None) -> Counts:
    """Take in every message of a file or folder, then work them all. Known ones change nothing."""
    tell = tell or (lambda _what, _count: None)
    sums: Counter[str] = Counter()
    messages = _messages(Path(path))
    while batch := list(islice(messages, BATCH)):
        sums += await _take_in(runtime, batch, account)
        tell("taken in", sums.total())
    await _work_all(runtime, tell)
    found = await asyncio.to_thread(_dispositions, runtime, account)
    return Counts(sums["new"], sums["known"], sums["unreadable"], found)


async def _take_in(runtime: Runtime, batch: Iterable[bytes | None], account: str) -> Counter[str]:
    """Hand a batch over at once; a repeated message inside it is known as well."""
    readable = [raw for raw in batch if raw is not None]
    results = await asyncio.gather(
        *(runtime.inbox.receive(_received(runtime, raw, account)) for raw in readable)
    )
    sums = Counter("new" if is_new else "known" for is_new in results)
    sums["unreadable"] += sum(raw is None for raw in batch)
    return sums


async def _work_all(runtime: Runtime, tell: Progress) -> None:
    await runtime.jobs.start()
    worker, worked = make_worker(runtime, Waker()), 0
    while done := await worker.work_due():
        worked += done
        tell("worked", worked)
        await asyncio.sleep(0)
    await runtime.jobs.stop()


def _dispositions(runtime: Runtime, account: str) -> dict[str, int]:
    with runtime.database.read() as uow:
        return ledger.count_dispositions(uow, channel="email", account=account)


def _received(runtime: Runtime, raw: bytes, account: str) -> Received:
    return Received(
        channel="email",
        account=account,
        external_id=external_id_of(raw),
        ordering_key=sender_of(raw),
        raw=raw,
        received_at=runtime.clock(),
    )


def _messages(path: Path) -> Iterator[bytes | None]:
    if path.is_dir() and (path / "cur").is_dir():
        yield from _contents(sorted((path / "cur").iterdir()) + sorted((path / "new").glob("*")))
    elif path.is_dir():
        yield from _contents(sorted(path.rglob("*.eml")))
    elif path.is_file() and path.suffix == ".eml":
        yield from _contents([path])
    elif path.is_file():
        yield from _in_mbox(path)
    else:
        raise NothingThere(f"There is no mail at {path}.")


def _in_mbox(path: Path) -> Iterator[bytes]:
    """The messages of an mbox as they stand there: read as bytes, so that broken ones keep theirs."""
    box = mailbox.mbox(path, create=False)
    for key in box.iterkeys():
        yield box.get_bytes(key)


def _contents(paths: list[Path]) -> Iterator[bytes | None]:
    for path in paths:
        try:
            yield path.read_bytes()
        except OSError:
            yield None
