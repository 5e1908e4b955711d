"""Killed at every step between receiving and settling, and started again: the records are as if nothing was.

The providers are sandbox servers that live on, and hand a message over again until it was taken, as real ones
do. What may happen twice is listed in `docs/delivery-guarantees.md`, and nothing else may.
"""

import asyncio
import base64
import json
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from assistant.bootstrap import open_database
from assistant.demo.sandbox import Sandbox, make_sandbox
from assistant.seeding import ensure_ready
from channels.contract import Received
from channels.email.envelope import external_id_of, sender_of
from channels.sandbox.slack import SandboxUser
from config.settings import Settings
from storage.models import Change, Contact, Delivery, InboxEntry, Interaction, Lead, Post, Ticket
from tests.fixtures.clock import START
from tests.fixtures.postgres import clear
from tests.fixtures.whole import CUSTOMER, PHONE, REP, mail

CHILD = Path(__file__).parent / "child.py"
NUMBER = "+15005550006"
DEAD_FOR = timedelta(minutes=11)
"""Longer than any lease: what the dead process held is free again."""


def _mail() -> Received:
    raw = bytes(mail("The brakes of our bikes squeal."))
    return Received(
        channel="email",
        account="support@rapport.example",
        external_id=external_id_of(raw),
        ordering_key=sender_of(raw),
        raw=raw,
        received_at=START,
    )


def _text() -> Received:
    fields = f"MessageSid=SM{'7' * 32}&From=%2B14155550142&To=%2B15005550006&Body=How+much+is+it&NumMedia=0"
    return Received(
        channel="sms",
        account=NUMBER,
        external_id="SM" + "7" * 32,
        ordering_key=f"{NUMBER}|{PHONE}",
        raw=fields.encode(),
        received_at=START,
        meta={"event": "message"},
    )


MESSAGES: dict[str, Callable[[], Received]] = {"mail": _mail, "text": _text}


class Children:
    """The process that forks, and how to order a life from it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def tell(self, line: str) -> None:
        """Say something to the process."""
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()

    async def live(self, order: dict[str, Any]) -> str:
        """Let a fork live until it rests or dies; the step at which it died."""
        stdout = self._process.stdout
        assert stdout is not None
        await self.tell(json.dumps(order))
        async with asyncio.timeout(60):
            label = str(json.loads(await stdout.readline())["label"])
        assert not label.startswith("error"), label
        return label


@dataclass(frozen=True)
class World:
    """The providers, the database and the process under test."""

    sandbox: Sandbox
    settings: Settings
    children: Children
    fresh: Callable[[], None]
    received: list[dict[str, Any]] = field(default_factory=list)
    batch: int = 10

    async def run(self, *, die_at: int) -> str:
        """A life that ends at a step, and, where it did, a second one that comes to rest."""
        await asyncio.to_thread(self.fresh)
        self.sandbox.twilio.account.texts.clear()
        order = {"received": self.received, "batch": self.batch}
        label = await self.children.live({**order, "die_at": die_at, "now": START.isoformat()})
        if label:
            later = (START + DEAD_FOR).isoformat()
            assert await self.children.live({**order, "die_at": 0, "now": later}) == ""
        return label

    def outside(self) -> Counter[str]:
        """What customers and colleagues have seen so far."""
        seen = Counter(f"mail: {one.message['Subject']}" for one in self.sandbox.mail.messages_to(CUSTOMER))
        for channel in ("support", "sales"):
            seen += Counter(f"card: {one.shown}" for one in self.sandbox.slack.answers(channel))
        return seen

    def texts(self) -> list[str]:
        """The texts of the present run."""
        return [one.body for one in self.sandbox.twilio.messages_to(PHONE)]

    def records(self) -> list[str]:
        """What the database holds, without what differs between any two runs."""
        database = open_database(self.settings)
        with database.read() as uow:
            ask = uow.session.exec
            lines = [f"entry {one.channel} {one.disposition}" for one in ask(select(InboxEntry))]
            lines += [f"contact {one.name}" for one in ask(select(Contact))]
            lines += [f"ticket {one.number} {one.subject} {one.status}" for one in ask(select(Ticket))]
            lines += [f"lead {one.name} {one.interest} {one.status}" for one in ask(select(Lead))]
            lines += [f"{one.direction} {one.channel} {one.text}" for one in ask(select(Interaction))]
            lines += [f"delivery {one.channel} {one.state} {one.address}" for one in ask(select(Delivery))]
            lines += [f"post {one.entity} {bool(one.external_id)}" for one in ask(select(Post))]
            lines += [f"change {one.entity} {one.field}" for one in ask(select(Change))]
        database.dispose()
        return sorted(lines)


@pytest.fixture
async def children() -> AsyncIterator[Children]:
    """The forking process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(CHILD),
        cwd=Path(__file__).parents[3],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": ""},
        limit=2**20,
    )
    yield Children(process)
    assert process.stdin is not None
    process.stdin.close()
    await process.wait()


@pytest.fixture
async def world(database_url: str, tmp_path: Path, children: Children) -> AsyncIterator[World]:
    """Sandbox servers, and a database that can be made fresh."""
    users = (SandboxUser("U001", REP, "Dana Reyes"),)
    sandbox = make_sandbox(lambda: START, users=users)
    await sandbox.start()
    settings = Settings(
        _env_file=None,
        database_url=database_url,
        secret_key="a secret for tests",
        files_dir=tmp_path / "files",
        port=9,
    )
    settings = sandbox.settings_for(settings)
    sandbox.slack.connect("")
    database = open_database(settings)
    await asyncio.to_thread(ensure_ready, database, settings)
    database.dispose()
    await children.tell(settings.model_dump_json())
    yield World(sandbox, settings, children, _freshener(database_url, tmp_path))
    await sandbox.stop()


def _freshener(url: str, folder: Path) -> Callable[[], None]:
    if not url.startswith("sqlite"):
        return lambda: clear(url)
    path, kept = Path(url.removeprefix("sqlite:///")), folder / "kept.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(kept)) as target:
        source.backup(target)

    def copy() -> None:
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        shutil.copyfile(kept, path)

    return copy


def _wire(received: Received) -> dict[str, Any]:
    return {
        "channel": received.channel,
        "account": received.account,
        "external_id": received.external_id,
        "ordering_key": received.ordering_key,
        "raw": base64.b64encode(received.raw).decode(),
        "received_at": received.received_at.isoformat(),
        "meta": dict(received.meta),
    }


MAY_SEND_TWICE = {"mail": {"after send email", "before commit delivery"}, "text": set[str]()}
"""The steps at which a death may have a customer see a mail twice: a relay keeps no list to look in."""


@pytest.mark.parametrize("kind", list(MESSAGES))
async def test_a_death_at_any_step_loses_nothing_and_does_nothing_twice(world: World, kind: str) -> None:
    # One delivery after the other, so that the n-th step is the same in every life.
    world = replace(world, received=[_wire(MESSAGES[kind]())], batch=1)
    assert await world.run(die_at=0) == ""
    wanted, seen, texts = world.records(), world.outside(), world.texts()
    assert seen
    once, died = seen.copy(), list[str]()
    while label := await world.run(die_at=len(died) + 1):
        died.append(label)
        assert world.records() == wanted, f"after a death {label}"
        assert world.texts() == texts, f"after a death {label}"
        new, seen = world.outside() - seen, world.outside()
        assert not (once - new), f"lost after a death {label}"
        twice = new - once
        assert not twice or (label in MAY_SEND_TWICE[kind] and all(one.startswith("mail") for one in twice))
    steps = {"before commit inbox.receive", "after commit inbox.receive", "before commit inbox"}
    assert steps | {"after commit inbox", "before commit delivery", "after commit delivery"} <= set(died)
    assert len([one for one in died if one.startswith("after send")]) == 2
