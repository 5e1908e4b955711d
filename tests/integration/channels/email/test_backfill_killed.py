"""A backfill whose process is killed goes on where it stopped, in the reader after it."""

import asyncio
from pathlib import Path

from assistant.bootstrap import make_jobs
from assistant.inbox import Inbox
from assistant.stores.channel_state import DatabaseCursors
from channels.sandbox.mail import SandboxMail
from config.clock import system_clock
from storage.database import Database
from storage.queries import ledger
from tests.fixtures.forks import Forks
from tests.integration.channels.email.conftest import BOX, PASSWORD, a_channel, mail

MAILS, ENOUGH = 150, 25
PATIENCE = 60.0


async def test_a_killed_backfill_goes_on_and_keeps_every_mail_once(
    sqlite_database: Database, sqlite_url: str, tmp_path: Path, forks: Forks
) -> None:
    server = SandboxMail(mailboxes={BOX: PASSWORD}, clock=system_clock())
    await server.start()
    for number in range(MAILS):
        await server.deliver(BOX, mail(number))
    environment = {
        "DATABASE_URL": sqlite_url,
        "IMAP_URL": server.imap_url(BOX),
        "SECRET_KEY": "a test",
        "FILES_DIR": str(tmp_path / "files"),
        "SLACK_BOT_TOKEN": "",
        "TWILIO_ACCOUNT_SID": "",
        "SMTP_URL": "",
    }
    first = await asyncio.to_thread(forks.start, "assistant.cli:run", ["mail"], environment=environment)
    try:
        kept = await until_kept(sqlite_database, ENOUGH)
    finally:
        first.kill()
        await asyncio.to_thread(first.wait)
    inbox = Inbox(sqlite_database, make_jobs(sqlite_database))
    channel = a_channel(imap_url=server.imap_url(BOX), cursors=DatabaseCursors(sqlite_database))
    second = asyncio.create_task(channel.listen(inbox.receive))
    await until_kept(sqlite_database, MAILS)
    second.cancel()
    await asyncio.wait([second])
    await server.stop()
    entries = await asyncio.to_thread(external_ids, sqlite_database)
    assert kept >= ENOUGH
    assert len(entries) == len(set(entries)) == MAILS


async def until_kept(database: Database, count: int) -> int:
    """How many mails are in the ledger, once there are so many."""
    async with asyncio.timeout(PATIENCE):
        while len(await asyncio.to_thread(external_ids, database)) < count:
            await asyncio.sleep(0.02)
    return len(await asyncio.to_thread(external_ids, database))


def external_ids(database: Database) -> list[str]:
    """The ids of the mails in the ledger."""
    with database.read() as uow:
        return [one.external_id for one in ledger.list_inbox(uow, limit=1_000)]
