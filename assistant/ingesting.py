"""Taking in mail from files: .eml, mbox, Maildir; through the inbox, as if it had just arrived."""

import asyncio
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.bootstrap import Runtime
from assistant.parts import Waker, make_worker
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from config.errors import RapportError


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the files' messages."""

    new: int = 0
    known: int = 0
    unreadable: int = 0


class NothingThere(RapportError):
    """The path is neither a mail, an mbox nor a Maildir."""

    code = "nothing_there"


async def ingest(runtime: Runtime, path: str, *, account: str) -> Counts:
    """Take in every message of a file or folder, then work them all. Known ones change nothing."""
    counts = Counts()
    for raw in _messages(Path(path)):
        if raw is None:
            counts = replace(counts, unreadable=counts.unreadable + 1)
        elif await runtime.inbox.receive(_received(runtime, raw, account)):
            counts = replace(counts, new=counts.new + 1)
        else:
            counts = replace(counts, known=counts.known + 1)
    await runtime.jobs.start()
    worker = make_worker(runtime, Waker())
    while await worker.work_due():
        await asyncio.sleep(0)
    await runtime.jobs.stop()
    return counts


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
        for message in mailbox.mbox(path, create=False):
            yield message.as_bytes()
    else:
        raise NothingThere(f"There is no mail at {path}.")


def _contents(paths: list[Path]) -> Iterator[bytes | None]:
    for path in paths:
        try:
            yield path.read_bytes()
        except OSError:
            yield None
