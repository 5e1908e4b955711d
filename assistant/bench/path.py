"""`rapport bench path`: a mail from its raw bytes to the committed ticket, and a webhook to its 200.

Processor time of each step, with no contact and with 100,000 in the database (`--small`: 1,000); then the
rate of signed webhooks from 16 clients. PostgreSQL by `DATABASE_URL`, whose database must be empty; else
SQLite in a temporary folder. Language is a stub here: `rapport understand` measures its time.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

import structlog

from assistant.bench.webhooks import Rate, measure_webhooks
from assistant.bootstrap import Runtime, build_runtime
from assistant.inbox import received_of
from assistant.jobs.procrastinated import prepare_schema
from assistant.pipeline.case import Case
from assistant.pipeline.screen import screen
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from config.settings import Settings
from nlp.understanding import Act, Understanding, Utterance
from storage.migrations import migrate
from storage.models import InboxEntry
from storage.queries.ledger import list_inbox
from storage.synthetic import Sizes, fill

MAILBOX = "support@rapport.example"
STEPS = ("take in (T1)", "read the mail", "screen", "file and acknowledge (T2)")
_MAILS = 500
_SEED = 7
_WORDS = (
    "order", "invoice", "printer", "delivery", "broken", "since", "Monday", "please",
    "help", "account", "the", "our", "password", "screen", "again", "number",
)  # fmt: skip


class StubUnderstander:
    """Reads every text as a request for support, at no cost."""

    def understand(self, utterance: Utterance) -> Understanding:
        """One act."""
        return Understanding(acts=(Act("support.request", 0.9),), priority="normal", sentiment="neutral")

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """The same for each."""
        return [self.understand(one) for one in utterances]


@dataclass
class MailPath:
    """What mails cost: milliseconds of processor time per step, and in all by the clock."""

    contacts: int
    mails: int = 0
    cpu_ms: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STEPS, 0.0))
    seconds: float = 0.0

    @property
    def total_ms(self) -> float:
        """Processor time of one mail."""
        return round(sum(self.cpu_ms.values()), 3)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure a step of one mail."""
        started = time.process_time()
        yield
        self.cpu_ms[name] += (time.process_time() - started) * 1000

    def averaged(self) -> "MailPath":
        """The sums as means."""
        means = {name: round(spent / self.mails, 3) for name, spent in self.cpu_ms.items()}
        return MailPath(self.contacts, self.mails, means, round(self.seconds, 2))


def run(options: argparse.Namespace) -> int:
    """Measure, print; exit code 0."""
    is_small = bool(getattr(options, "small", False))
    mails, contacts = (20, 1_000) if is_small else (_MAILS, 100_000)
    generator = random.Random(_SEED)
    with bench_runtime() as runtime:
        paths = [asyncio.run(measure(runtime, mails, contacts=0, generator=generator))]
        fill(runtime.database, Sizes(contacts, contacts, 0), generator=generator)
        paths.append(asyncio.run(measure(runtime, mails, contacts=contacts, generator=generator)))
        rate = asyncio.run(measure_webhooks(runtime.settings, requests=200 if is_small else 20_000))
    result = {
        "database": runtime.database.engine.dialect.name,
        "paths": [{**asdict(one), "total_ms": one.total_ms} for one in paths],
        "share_of_rate_kept": round(paths[0].total_ms / paths[1].total_ms, 3),
        "webhooks": asdict(rate),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    if not getattr(options, "json", False):
        _print_table(paths, rate)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


async def measure(runtime: Runtime, mails: int, *, contacts: int, generator: random.Random) -> MailPath:
    """Take mails of new senders along the whole path, one after the other."""
    for number in range(mails // 10):
        await _walk(runtime, make_mail(f"w{contacts}-{number}", generator), MailPath(contacts))
    path = MailPath(contacts, mails)
    raws = [make_mail(f"m{contacts}-{number}", generator) for number in range(mails)]
    started = time.perf_counter()
    for raw in raws:
        await _walk(runtime, raw, path)
    path.seconds = time.perf_counter() - started
    return path.averaged()


async def _walk(runtime: Runtime, raw: bytes, path: MailPath) -> None:
    """The steps `Pipeline.work` takes, each measured."""
    with path.step("take in (T1)"):
        external_id = external_id_of(raw)
        received = Received("email", MAILBOX, external_id, sender_of(raw), raw, runtime.clock())
        assert await runtime.inbox.receive(received)
    entry = _entry(runtime, external_id)
    with path.step("read the mail"):
        message = runtime.channels["email"].read(received_of(entry))
    with path.step("screen"):
        case = screen(Case(entry_id=entry.id, message=message))
    with path.step("file and acknowledge (T2)"):
        outcome = runtime.pipeline.settle(case)
    assert outcome.disposition == "filed"


def _entry(runtime: Runtime, external_id: str) -> InboxEntry:
    with runtime.database.read() as uow:
        [entry] = list_inbox(uow, limit=1)
    assert entry.external_id == external_id
    return entry


def make_mail(number: str, generator: random.Random) -> bytes:
    """A mail of somebody new, from one of 5,000 companies."""
    mail = EmailMessage()
    sender = f"{number}@customer{generator.randrange(5_000)}.example"
    mail["From"], mail["To"], mail["Message-ID"] = f"Customer {number} <{sender}>", MAILBOX, f"<{sender}>"
    mail["Subject"] = " ".join(generator.choices(_WORDS, k=5))
    mail["Date"] = formatdate()  # old mail is not acknowledged
    lines = [" ".join(generator.choices(_WORDS, k=12)) for _ in range(12)]
    mail.set_content("\n".join(lines))
    mail.add_alternative("".join(f"<p>{line}</p>" for line in lines), subtype="html")
    return bytes(mail)


@contextmanager
def bench_runtime() -> Iterator[Runtime]:
    """Rapport without servers, on the database of `DATABASE_URL` or one of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None,
            database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/path.db",
            secret_key="bench",
            files_dir=Path(folder) / "files",
            smtp_url="smtp://127.0.0.1:9",
            mail_from=MAILBOX,
            twilio_account_sid="AC" + "0" * 32,
            twilio_auth_token="bench",
            twilio_from="+15005550006",
            slack_support_channel="support",
        )
        logs = structlog.get_config()
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        runtime = build_runtime(settings, understander=StubUnderstander())
        # Nothing of crm.yaml is mirrored: the invented company brings its own pipeline.
        migrate(runtime.database.engine)
        if not runtime.database.is_sqlite:
            prepare_schema(runtime.database)
        try:
            yield runtime
        finally:
            runtime.database.dispose()
            structlog.configure(**logs)


def _print_table(paths: Sequence[MailPath], rate: Rate) -> None:
    heads = "".join(f"{f'{one.contacts} contacts':>20}" for one in paths)
    sys.stdout.write(f"{'ms of processor time per mail':<32}{heads}\n")
    for name in STEPS:
        sys.stdout.write(f"{name:<32}" + "".join(f"{one.cpu_ms[name]:>20.3f}" for one in paths) + "\n")
    sys.stdout.write(f"{'in all':<32}" + "".join(f"{one.total_ms:>20.3f}" for one in paths) + "\n")
    by_clock = "".join(f"{one.mails / one.seconds:>20.0f}" for one in paths)
    sys.stdout.write(f"{'mails a second, by the clock':<32}{by_clock}\n")
    said = f"{rate.per_second:.0f} a second, p50 {rate.p50_ms} ms, p99 {rate.p99_ms} ms"
    sys.stdout.write(f"webhooks kept and answered by {rate.clients} clients: {said}\n")
