"""The world around a process that dies: providers that live on, a database made fresh, and what is seen."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel, select

from assistant.demo.sandbox import Sandbox
from channels.sandbox.slack.records import SandboxMessage
from storage.database import Database
from storage.models import (
    Change,
    Contact,
    Deal,
    Delivery,
    Enrolment,
    InboxEntry,
    Interaction,
    Lead,
    MailboxCursor,
    Post,
    Ticket,
)
from tests.fixtures.clock import START
from tests.fixtures.databases import is_postgresql
from tests.fixtures.postgres import Wiper
from tests.fixtures.states import States
from tests.fixtures.whole import CUSTOMER, PHONE, REP
from tests.integration.crash.scenes import DANA, DIRECT, SAID_AT, SAID_TEXT

DEAD_FOR = timedelta(minutes=11)
"""Longer than any lease: what the dead process held is free again."""
TOLD: dict[type[SQLModel], tuple[str, ...]] = {
    InboxEntry: ("channel", "disposition"),
    Contact: ("name",),
    Ticket: ("number", "subject", "status"),
    Lead: ("name", "interest", "status"),
    Deal: ("title", "stage"),
    Interaction: ("direction", "channel", "text"),
    Delivery: ("channel", "state", "address", "error"),
    Enrolment: ("state", "position"),
    MailboxCursor: ("last_uid",),
    Change: ("entity", "field"),
}
"""What is compared of each record: what does not differ between any two runs."""

SAID = SandboxMessage(channel=DIRECT, ts=SAID_AT, user=DANA, text=SAID_TEXT)
"""What Dana wrote to the bot, as it stands in Slack."""


class Children:
    """The process that forks, and how to order a life from it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def tell(self, line: str) -> None:
        """Say something to the process."""
        self._writer.write(line.encode() + b"\n")
        await self._writer.drain()

    async def live(self, order: dict[str, Any]) -> str:
        """Let a fork live until it rests or dies; the step at which it died."""
        await self.tell(json.dumps(order))
        async with asyncio.timeout(60):
            label = str(json.loads(await self._reader.readline())["label"])
        assert not label.startswith("error"), label
        return label


@dataclass(frozen=True)
class World:
    """The providers, the database and the process under test."""

    sandbox: Sandbox
    database: Database
    children: Children
    fresh: Callable[[], None]

    async def run(self, scene: str, *, die_at: int) -> str:
        """A life that ends at a step, and, where it did, a second one that comes to rest."""
        await asyncio.to_thread(self.fresh)
        self.sandbox.twilio.account.texts.clear()
        self.sandbox.slack.workspace.messages[:] = [SAID]
        self.sandbox.mail.forget()
        first = {"scene": scene, "prepares": True, "die_at": die_at, "now": START.isoformat()}
        label = await self.children.live(first)
        if label:
            later = (START + DEAD_FOR).isoformat()
            assert await self.children.live({**first, "prepares": False, "die_at": 0, "now": later}) == ""
        return label

    def outside(self) -> Counter[str]:
        """What customers and colleagues have seen."""
        seen = Counter(f"mail: {one.message['Subject']}" for one in self.sandbox.mail.messages_to(CUSTOMER))
        seen += Counter(f"text: {one.body}" for one in self.sandbox.twilio.messages_to(PHONE))
        for channel, user in (("support", ""), ("sales", ""), ("", REP)):
            seen += Counter(f"slack: {one.shown}" for one in self.sandbox.slack.answers(channel, user=user))
        return seen

    def records(self) -> list[str]:
        """What the database holds, a line a record."""
        with self.database.read() as uow:
            lines = [
                " ".join((model.__name__, *(str(getattr(one, name)) for name in names)))
                for model, names in TOLD.items()
                for one in uow.session.exec(select(model))
            ]
            lines += [f"Post {one.entity} {bool(one.external_id)}" for one in uow.session.exec(select(Post))]
        # The file is put in place anew for the next run.
        self.database.dispose()
        return sorted(lines)


def freshener(
    url: str, states: States, wiper: Callable[[], Wiper], ready: Callable[[], None]
) -> Callable[[], None]:
    """What makes the database as it was before anything came in; `ready` makes it so the first time."""

    def fresh() -> None:
        if is_postgresql(url):
            wiper().clear()
        else:
            path = Path(url.removeprefix("sqlite:///"))
            for rest in ("-wal", "-shm"):
                path.with_name(path.name + rest).unlink(missing_ok=True)
        states.bring(url, "crash", ready)

    return fresh
