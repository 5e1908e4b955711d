"""`rapport bench intake`: a folder of mail, one in twenty broken, taken in; and a mailbox read anew.

The sums must be exact: every message ends in one disposition, and none is left over. The mailbox is a real
IMAP server on loopback; reading it is broken off half-way and must go on where it stopped.
"""

import argparse
import asyncio
import json
import logging
import random
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from assistant.bench.broken_mail import broken, sound
from assistant.bench.path import MAILBOX, StubUnderstander
from assistant.bootstrap import Runtime, build_runtime
from assistant.maintenance.ingesting import Counts, ingest
from assistant.parts import mail_part
from channels.sandbox.mail import SandboxMail
from config.clock import system_clock
from config.settings import Settings
from storage.engine import make_engine
from storage.migrations import migrate
from storage.queries import ledger

_MAILS, _BACKFILL = 10_000, 50_000
_BROKEN_SHARE = 0.05
_SEED = 11


@dataclass(frozen=True, slots=True)
class Ingested:
    """A folder taken in: how many of it, the ledger's sums, and what it cost."""

    mails: int
    broken: int
    counts: Counts
    cpu_seconds: float

    @property
    def is_exact(self) -> bool:
        """Whether every message has exactly one end."""
        ended = self.counts.dispositions
        return (
            self.counts.new + self.counts.known + self.counts.unreadable == self.mails
            and sum(ended.values()) == self.counts.new
            and "pending" not in ended
        )


@dataclass(frozen=True, slots=True)
class Backfilled:
    """A mailbox read in two lives: what each brought, and what the ledger holds."""

    mails: int
    first_life: int
    kept: int
    doubles: int
    cpu_seconds: float
    """Of reader and emulated server together."""


def run(options: argparse.Namespace) -> int:
    """Measure both; exit code 1 where a sum is not exact."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    scale = 100 if getattr(options, "small", False) else 1
    with tempfile.TemporaryDirectory() as folder:
        ingested = asyncio.run(measure_ingest(Path(folder), mails=_MAILS // scale))
    with tempfile.TemporaryDirectory() as folder:
        backfilled = asyncio.run(measure_backfill(Path(folder), mails=max(_BACKFILL // scale, 100)))
    if getattr(options, "json", False):
        told = {"ingest": asdict(ingested), "backfill": asdict(backfilled)}
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        _print(ingested, backfilled)
    is_whole = backfilled.kept == backfilled.mails and backfilled.first_life < backfilled.mails
    return 0 if ingested.is_exact and is_whole else 1


async def measure_ingest(folder: Path, *, mails: int) -> Ingested:
    """Take in a folder of `mails` messages, one in twenty broken."""
    chance = random.Random(_SEED)
    source = folder / "mail"
    number_broken = await asyncio.to_thread(_write, source, mails, chance)
    runtime = await asyncio.to_thread(_runtime, folder, "", "")
    started = time.process_time()
    counts = await ingest(runtime, str(source), account="import")
    spent = time.process_time() - started
    return Ingested(mails, number_broken, counts, round(spent, 1))


async def measure_backfill(folder: Path, *, mails: int) -> Backfilled:
    """Read a mailbox of `mails` messages; the reader is ended half-way and begins again."""
    server = SandboxMail(mailboxes={MAILBOX: "sandbox"}, clock=system_clock())
    await server.start()
    for number in range(mails):
        await server.deliver(MAILBOX, sound(number))
    runtime = await asyncio.to_thread(_runtime, folder, server.imap_url(MAILBOX), server.smtp_url)
    started = time.process_time()
    first_life = await _listen_until(runtime, mails // 2)
    await _listen_until(runtime, mails)
    spent = time.process_time() - started
    kept = await asyncio.to_thread(_kept, runtime)
    await server.stop()
    return Backfilled(mails, first_life, kept, kept - mails, round(spent, 1))


async def _listen_until(runtime: Runtime, wanted: int) -> int:
    listening = asyncio.create_task(mail_part(runtime))
    while (kept := await asyncio.to_thread(_kept, runtime)) < wanted and not listening.done():
        # Counting takes the longer the more there is.
        await asyncio.sleep(0.02 + wanted / 25_000)
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    return kept


def _kept(runtime: Runtime) -> int:
    with runtime.database.read() as uow:
        return sum(ledger.count_inbox(uow).values())


def _write(folder: Path, mails: int, chance: random.Random) -> int:
    folder.mkdir()
    count = 0
    for number in range(mails):
        is_broken = chance.random() < _BROKEN_SHARE
        count += is_broken
        raw = broken(number, chance=chance) if is_broken else sound(number)
        (folder / f"{number:06}.eml").write_bytes(raw)
    return count


def _runtime(folder: Path, imap_url: str, smtp_url: str) -> Runtime:
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder / 'rapport.db'}",
        secret_key="a bench",
        files_dir=folder / "files",
        imap_url=imap_url,
        smtp_url=smtp_url or "smtp://127.0.0.1:9",
        mail_from=MAILBOX,
    )
    engine = make_engine(settings.database_url)
    migrate(engine)
    engine.dispose()
    return build_runtime(settings, understander=StubUnderstander())


def _print(ingested: Ingested, backfilled: Backfilled) -> None:
    rate = ingested.mails / ingested.cpu_seconds if ingested.cpu_seconds else 0.0
    lines = [
        f"{ingested.mails} mails in a folder, {ingested.broken} of them broken: {ingested.counts.sentence}",
        f"  sums {'exact' if ingested.is_exact else 'NOT EXACT'}; {rate:.0f} a second of processor time",
        f"{backfilled.mails} mails in a mailbox, broken off after {backfilled.first_life}: "
        f"{backfilled.kept} kept, {backfilled.doubles} too many; "
        f"{backfilled.cpu_seconds:.0f} s of processor time with the emulated server's",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
