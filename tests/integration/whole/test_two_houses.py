"""Two companies that both run Rapport mail each other: the machines fall silent after one exchange."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import aiosmtplib
import pytest

from assistant.bootstrap import Runtime, build_runtime
from assistant.inbox import Inbox
from assistant.parts import Waker, mail_part, make_worker
from assistant.supervisor import close
from assistant.worker import Worker
from channels.contract import Received
from channels.sandbox.mail import SandboxMail
from config.settings import Settings
from nlp.understanding import Act, Understanding, Utterance
from storage.queries import ledger
from tests.fixtures.clock import FrozenClock
from tests.fixtures.whole import mail

HERE, THERE = "support@rapport.example", "help@other.example"
_MACHINE_HEADERS = re.compile(rb"(?mi)^(?:auto-submitted|x-auto-response-suppress|precedence):[^\n]*\n")


class Eager:
    """Takes every word for a customer's request: the reader that would answer the most."""

    def understand(self, utterance: Utterance) -> Understanding:
        """Read one utterance."""
        return Understanding(acts=(Act("support.request", 0.9),), priority="normal")

    def understand_many(self, utterances: Sequence[Utterance]) -> list[Understanding]:
        """Read several."""
        return [self.understand(one) for one in utterances]


class Inlet(Inbox):
    """An inbox behind a mail server that drops the headers by which machines know each other."""

    drops_headers = False

    async def receive(self, received: Received) -> bool:
        """Keep what arrived, as that server hands it on."""
        if self.drops_headers:
            received = replace(received, raw=_MACHINE_HEADERS.sub(b"", received.raw))
        return await super().receive(received)


@dataclass
class Company:
    """One Rapport with a mailbox of its own."""

    address: str
    runtime: Runtime
    worker: Worker

    async def work(self) -> int:
        """Work and send what is due now; how much that was."""
        worked = await self.worker.work_due()
        return int(worked or 0) + await self.runtime.deliverer.send_due()

    async def books(self) -> tuple[list[str], int]:
        """How each mail that came in ended, oldest first, and how many were sent."""

        def read() -> tuple[list[str], int]:
            with self.runtime.database.read() as uow:
                heard = [one.disposition for one in reversed(ledger.list_inbox(uow, limit=50))]
                return heard, ledger.count_deliveries(uow).get(("email", "sent"), 0)

        return await asyncio.to_thread(read)


def _copy(database: Path, folder: Path) -> None:
    folder.mkdir()
    shutil.copyfile(database, folder / "rapport.db")


@asynccontextmanager
async def opened(
    address: str, server: SandboxMail, folder: Path, database: Path, clock: FrozenClock, *, drops: bool
) -> AsyncIterator[Company]:
    await asyncio.to_thread(_copy, database, folder)
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite:///{folder / 'rapport.db'}",
        secret_key=f"the secret of {address}",
        files_dir=folder / "files",
        imap_url=server.imap_url(address),
        imap_poll_seconds=1.0,
        smtp_url=server.smtp_url,
        mail_from=address,
    )
    runtime = await asyncio.to_thread(build_runtime, settings, understander=Eager(), clock=clock)
    inlet = Inlet(runtime.database, runtime.jobs)
    inlet.drops_headers = drops
    runtime = replace(runtime, inbox=inlet)
    await runtime.jobs.start()
    listening = asyncio.create_task(mail_part(runtime))
    try:
        yield Company(address, runtime, make_worker(runtime, Waker()))
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await close(runtime)


@pytest.mark.parametrize("drops", [False, True], ids=["headers-kept", "headers-dropped"])
async def test_two_rapports_that_mail_each_other_fall_silent(
    sqlite_template: Path, tmp_path: Path, clock: FrozenClock, drops: bool
) -> None:
    server = SandboxMail(mailboxes={HERE: "sandbox", THERE: "sandbox"}, clock=clock)
    await server.start()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(server.stop)
        companies = [
            await stack.enter_async_context(
                opened(address, server, tmp_path / name, sqlite_template, clock, drops=drops)
            )
            for name, address in (("here", HERE), ("there", THERE))
        ]
        first = mail("The brakes squeal.", sender=HERE, message_id="<m1@rapport.example>")
        first.replace_header("To", THERE)
        await aiosmtplib.send(
            bytes(first), sender=HERE, recipients=[THERE], hostname="127.0.0.1", port=server.port
        )
        await _until_silent(companies)
        (heard_here, sent_here), (heard_there, sent_there) = [await one.books() for one in companies]
    # There the request is acknowledged. Here the acknowledgement is a machine's word; where the headers that
    # say so are lost, it is acknowledged once itself, and that is the end.
    assert heard_there == (["filed", "filed"] if drops else ["filed"])
    assert heard_here == (["filed"] if drops else ["auto_reply"])
    assert (sent_here, sent_there) == ((1, 1) if drops else (0, 1))


async def _until_silent(companies: list[Company]) -> None:
    """Let both work until all that was sent has arrived and nothing is left to do."""
    quiet = 0
    for _ in range(1_000):
        done = sum([await one.work() for one in companies])
        books = [await one.books() for one in companies]
        has_arrived = sum(len(heard) for heard, _ in books) == 1 + sum(sent for _, sent in books)
        quiet = quiet + 1 if has_arrived and not done else 0
        if quiet > 3:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("The two never fall silent.")
