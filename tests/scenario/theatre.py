"""Where dialogues are played: Rapport between its sandbox servers, put back to its first day for each.

Colleagues write in the Slack emulator, whose signed requests come in by HTTP as in production; jobs and
deliveries are worked by `settle`, on a clock that stands still.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, text

from assistant.bootstrap import Runtime, build_runtime
from assistant.demo.sandbox import NUMBER, Sandbox, make_sandbox
from assistant.follow_ups.ticking import TICKS, leave_job
from assistant.maintenance.seeding import ensure_ready
from assistant.parts import Waker, make_worker
from assistant.supervisor import close
from assistant.web.app import make_app
from assistant.worker import Worker
from channels.contract import Received
from channels.sandbox.loopback import LateApp, LoopbackServer
from channels.sandbox.mail import SentMail
from channels.sandbox.slack import SandboxUser
from config.settings import Settings
from nlp.understanding import Understander
from storage.types import UtcDateTime
from tests.fixtures.clock import FrozenClock
from tests.scenario.company import MEMBERS, found_company

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning where the company is."""
ZONE = "America/New_York"
MOST_ROUNDS = 60
DUE = text(
    "SELECT (SELECT count(*) FROM job WHERE state = 'queued' AND run_at <= :now),"
    " (SELECT count(*) FROM delivery WHERE state IN ('queued', 'unknown') AND due_at <= :now)"
).bindparams(bindparam("now", type_=UtcDateTime))


@dataclass
class Theatre:
    """A running Rapport with its emulators, and the first day to return to."""

    runtime: Runtime
    sandbox: Sandbox
    clock: FrozenClock
    worker: Worker
    database_file: Path
    first_day: bytes = b""
    mails_seen: int = 0

    async def reset(self) -> None:
        """Put records, clock and emulators back to the first day."""
        await self.settle()
        await asyncio.to_thread(self._restore)
        self.clock.now = NOW
        workspace = self.sandbox.slack.workspace
        for kept in (workspace.messages, workspace.ephemerals, workspace.modals):
            kept.clear()
        workspace.homes.clear()
        workspace.files.clear()
        self.sandbox.twilio.account.forget()
        self.mails_seen = len(self.sandbox.mail.messages())

    @property
    def mails(self) -> list[SentMail]:
        """What customers got by mail since the dialogue began."""
        return self.sandbox.mail.messages()[self.mails_seen :]

    async def settle(self) -> None:
        """Work and send until nothing is left to do now."""
        for _ in range(MOST_ROUNDS):
            jobs, deliveries = await asyncio.to_thread(self._due)
            if not jobs and not deliveries:
                return
            if jobs:
                await self.worker.work_due()
            await self.runtime.deliverer.send_due()
            await self.sandbox.twilio.settled()
            await self.sandbox.slack.settled()
        raise AssertionError("Rapport never comes to rest.")

    def _due(self) -> tuple[int, int]:
        with self.runtime.database.read() as uow:
            [(jobs, deliveries)] = uow.connection().execute(DUE, {"now": uow.now})
        return jobs, deliveries

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass; what came due is worked."""
        self.clock.advance(by)
        await self.settle()

    async def tick(self, kind: str) -> None:
        """The clock ticks for one kind of sweep."""
        tick = next(one for one in TICKS if one.kind == kind)
        await asyncio.to_thread(leave_job, self.runtime, tick)
        await self.settle()

    async def mail(self, sender: str, subject: str, words: str) -> None:
        """A customer's mail, as the mailbox hands it over."""
        raw = (
            f"From: {sender}\r\nTo: support@rapport.example\r\nSubject: {subject}\r\n"
            f"Message-ID: <{self.clock.now.timestamp()}.{len(words)}@customer.test>\r\n"
            f"Date: {self.clock.now:%a, %d %b %Y %H:%M:%S} +0000\r\n\r\n{words}\r\n"
        ).encode()
        received = Received("email", "support@rapport.example", sender + words, sender, raw, self.clock())
        await self.runtime.inbox.receive(received)
        await self.settle()

    async def text(self, number: str, words: str) -> None:
        """A customer's text message."""
        await self.sandbox.twilio.text(sender=number, recipient=NUMBER, body=words)
        await self.settle()

    def remember(self) -> None:
        """Keep the records as they are now as the first day."""
        # The last connection that closes moves SQLite's write-ahead log into the file itself.
        self.runtime.database.dispose()
        self.first_day = self.database_file.read_bytes()

    def _restore(self) -> None:
        self.runtime.database.dispose()
        for ending in ("-wal", "-shm"):
            self.database_file.with_name(self.database_file.name + ending).unlink(missing_ok=True)
        self.database_file.write_bytes(self.first_day)


@asynccontextmanager
async def open_theatre(empty: Path, folder: Path, understander: Understander) -> AsyncIterator[Theatre]:
    """A theatre on a copy of a migrated, `empty` SQLite file; closed at the end."""
    clock = FrozenClock(NOW)
    users = tuple(
        SandboxUser(f"U00{number}", email, name, ZONE)
        for number, (email, name, _) in enumerate(MEMBERS.values(), start=1)
    )
    sandbox = make_sandbox(clock, users=(*users, SandboxUser("U009", "eve@elsewhere.test", "Eve", ZONE)))
    later = LateApp()
    server = LoopbackServer(later)
    await sandbox.start()
    await server.start()
    file = folder / "rapport.db"
    settings = sandbox.settings_for(_settings(file, folder, server.url))
    shutil.copyfile(empty, file)
    runtime = build_runtime(settings, understander=understander, clock=clock)
    later.app = make_app(runtime)
    theatre = Theatre(runtime, sandbox, clock, make_worker(runtime, Waker()), file)
    try:
        await asyncio.to_thread(_found, runtime)
        for user in users:
            await runtime.pipeline.directory.member_id(
                "slack", f"{sandbox.slack.workspace.team_id}/{user.id}"
            )
        await theatre.settle()
        await asyncio.to_thread(theatre.remember)
        yield theatre
    finally:
        await close(runtime)
        await server.stop()
        await sandbox.stop()


def _settings(file: Path, folder: Path, url: str) -> Settings:
    return Settings(
        _env_file=None,
        database_url=f"sqlite:///{file}",
        public_url=url,
        secret_key="a secret for tests",
        files_dir=folder / "files",
        time_zone=ZONE,
    )


def _found(runtime: Runtime) -> None:
    ensure_ready(runtime.database, runtime.settings)
    with runtime.database.begin(actor="system", cause="scene") as uow:
        found_company(runtime.work(uow))
