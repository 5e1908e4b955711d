"""A shop with rules: records changed through actions, jobs worked at once, no servers."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

import pytest

from assistant.actions.members import save_member
from assistant.bootstrap import Runtime, build_runtime
from assistant.follow_ups.rules import registry
from assistant.follow_ups.ticking import JOBS
from assistant.maintenance.seeding import ensure_ready
from assistant.work import SYSTEM, Actor, Work, member_actor
from config.settings import Settings
from storage.database import Database
from storage.models import Delivery, Member, RuleRun
from storage.queries import team
from tests.fixtures.clock import FrozenClock
from tests.fixtures.states import States
from tests.fixtures.understanding import KeywordUnderstander

Found = TypeVar("Found")
MEMBERS = {
    "dana@rapport.example": ("Dana Reyes", "rep", "north"),
    "sam@rapport.example": ("Sam Okoye", "agent", "support"),
    "kim@rapport.example": ("Kim Park", "agent", "support"),
    "maya@rapport.example": ("Maya Lind", "manager", "north"),
    "ada@rapport.example": ("Ada Quist", "admin", ""),
}


@dataclass
class Shop:
    """A running company: `does` is one transaction, `settle` works every job that is due."""

    runtime: Runtime
    clock: FrozenClock
    file: Path
    worked: list[str] = field(default_factory=list)

    def rules(self, text: str) -> registry.Adopted:
        """Write `automations.yaml` (its rules) and have the clock look at it."""
        self.file.write_text("rules:\n" + dedent(text), encoding="utf-8")
        with self.runtime.database.begin() as uow:
            return registry.adopt(uow, self.file, self.runtime.company.crm)

    def does(self, act: Callable[[Work], Found], *, by: Actor = SYSTEM) -> Found:
        """One transaction."""
        with self.runtime.database.begin(actor=by.key, cause="test") as uow:
            return act(self.runtime.work(uow, by))

    def settle(self) -> None:
        """Work every job that is due, and what these leave."""
        while jobs := asyncio.run(self.runtime.jobs.claim(limit=50)):
            for job in jobs:
                JOBS[job.kind](self.runtime, job.payload)
                self.worked.append(job.kind)
                asyncio.run(self.runtime.jobs.finish(job))

    def member(self, email: str) -> Member:
        """A colleague."""

        def find(work: Work) -> Member:
            found = team.find_member_by_email(work.uow, email)
            assert found is not None
            return found

        return self.does(find)

    def actor(self, email: str) -> Actor:
        """A colleague as who acts."""
        return member_actor(self.member(email))

    def all(self, model: type[Found]) -> list[Found]:
        """Every record of a kind, oldest first."""
        from sqlmodel import select

        with self.runtime.database.read() as uow:
            return list(uow.session.exec(select(model).order_by("id")).all())

    def runs(self, rule: str = "") -> list[RuleRun]:
        """The verdicts of a rule, without the marks of its schedule."""
        kept = [one for one in self.all(RuleRun) if one.entity != "schedule"]
        return [one for one in kept if rule in ("", one.rule)]

    def told(self, email: str) -> list[str]:
        """What a colleague or customer was sent, in order."""
        sent = [one for one in self.all(Delivery) if one.address == email]
        return [_words(one) for one in sent]


def _words(delivery: Delivery) -> str:
    reply = delivery.content["reply"]
    return "\n".join([reply["text"], *(one["text"] for one in reply.get("sections", ()))])


@pytest.fixture
def shop(database: Database, clock: FrozenClock, tmp_path: Path, states: States) -> Iterator[Shop]:
    """A company on either database; give the test `sqlite_shop` where that makes no difference."""
    with _open(database, clock, tmp_path, states) as shop:
        yield shop


@pytest.fixture
def sqlite_shop(
    sqlite_database: Database, clock: FrozenClock, tmp_path: Path, states: States
) -> Iterator[Shop]:
    """A company on SQLite."""
    with _open(sqlite_database, clock, tmp_path, states) as shop:
        yield shop


@contextmanager
def _open(database: Database, clock: FrozenClock, folder: Path, states: States) -> Iterator[Shop]:
    file = folder / "automations.yaml"
    file.write_text("rules: []\n", encoding="utf-8")
    settings = Settings(
        _env_file=None,
        database_url=database.engine.url.render_as_string(hide_password=False),
        files_dir=folder / "files",
        secret_key="a secret for tests",
        automations_config=file,
        slack_sales_channel="C-SALES",
    )
    runtime = build_runtime(settings, understander=KeywordUnderstander(), clock=clock)
    # Procrastinate has a test suite of its own: here jobs lie in the plain table on both databases.
    from assistant.jobs.leased import LeasedJobs

    runtime = replace(runtime, jobs=LeasedJobs(runtime.database))
    states.bring(settings.database_url, "shop", lambda: _found(runtime))
    yield Shop(runtime, clock, file)
    runtime.database.dispose()


def _found(runtime: Runtime) -> None:
    ensure_ready(runtime.database, runtime.settings)
    with runtime.database.begin(cause="test") as uow:
        for email, (name, role, team_name) in MEMBERS.items():
            save_member(runtime.work(uow), email=email, name=name, role=role, team_name=team_name)
    runtime.database.dispose()
