"""A company with sequences and no servers: time passes, the sweep comes, and what it left can be read."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import col, select, update

from assistant.actions.members import save_member
from assistant.bootstrap import Runtime, build_runtime
from assistant.follow_ups.sequences import stepping
from assistant.follow_ups.sequences.enrolments import enrol
from assistant.follow_ups.sequences.mirroring import mirror_sequences
from assistant.work import Work
from config.crm import CrmConfig, load_crm
from config.settings import Settings
from storage.models import Contact, Delivery, Enrolment, Identity, Member, SendVerdict
from storage.queries import outreach, team
from tests.factories import add_contact
from tests.fixtures.clock import FrozenClock
from tests.fixtures.understanding import KeywordUnderstander

Found = TypeVar("Found")
OWNER = "dana@rapport.example"
STEPS = [
    {"channel": "email", "wait_days": 0, "subject": "First", "body": "Hello {{ contact.first_name }}"},
    {"channel": "email", "wait_days": 3, "subject": "Second", "body": "Any questions?"},
    {"channel": "email", "wait_days": 1, "subject": "Third", "body": "Good-bye."},
]


@dataclass
class Desk:
    """The company at work."""

    runtime: Runtime
    clock: FrozenClock
    folder: Path

    def does(self, act: Callable[[Work], Found]) -> Found:
        """One transaction."""
        with self.runtime.database.begin(cause="test") as uow:
            return act(self.runtime.work(uow))

    def configure(self, **rules: Any) -> CrmConfig:
        """Write `crm.yaml` anew and bring the sequences in line with it."""
        path = self.folder / "crm.yaml"
        path.write_text(json.dumps(rules))
        crm = load_crm(path)
        self.runtime = replace(self.runtime, company=replace(self.runtime.company, crm=crm))
        self.does(lambda work: mirror_sequences(work.uow, crm))
        return crm

    def person(self, *, email: str = "greta@halden-bikes.example", phone: str = "", **facts: Any) -> str:
        """A customer of Dana's; gives their id."""

        def add(work: Work) -> str:
            contact = add_contact(work.uow, name=facts.pop("name", "Greta Halden"), email=email)
            contact.owner_id = self.owner(work).id
            for name, value in facts.items():
                setattr(contact, name, value)
            if phone:
                row = Identity(contact_id=contact.id, kind="phone", address=phone, lookup=phone)
                work.uow.add(row)
            return contact.id

        return self.does(add)

    def owner(self, work: Work) -> Member:
        """Dana."""
        found = team.find_member_by_email(work.uow, OWNER)
        assert found is not None
        return found

    def enrol(self, contact_id: str, name: str = "news") -> str:
        """Put them in; gives the enrolment's id."""

        def start(work: Work) -> str:
            sequence = outreach.find_sequence(work.uow, name)
            assert sequence is not None
            return enrol(work, work.uow.get(Contact, contact_id), sequence).id

        return self.does(start)

    def sweep(self, **passed: float) -> None:
        """Time passes, and the sweep comes."""
        self.clock.advance(timedelta(**passed))
        stepping.sweep(self.runtime, {})

    def arrive(self) -> None:
        """What waits in the outbox is sent."""
        sent = update(Delivery).where(col(Delivery.state) == "queued").values(state="sent")
        self.does(lambda work: work.uow.session.exec(sent))

    def enrolment(self, enrolment_id: str) -> Enrolment:
        """As it stands."""
        return self.does(lambda work: work.uow.get(Enrolment, enrolment_id))

    def sent(self, *, to: str = "email") -> list[str]:
        """The subjects (or words) of what was let out to customers, oldest first."""

        def read(work: Work) -> list[str]:
            rows = work.uow.session.exec(
                select(Delivery).where(Delivery.purpose == "marketing").order_by(Delivery.id)
            )
            return [_said(row) for row in rows if row.channel == to and row.state != "cancelled"]

        return self.does(read)

    def told(self) -> list[str]:
        """What colleagues were told."""

        def read(work: Work) -> list[str]:
            rows = work.uow.session.exec(select(Delivery).where(Delivery.purpose == "internal"))
            return [str(row.content["reply"]["text"]) for row in rows]

        return self.does(read)

    def verdicts(self) -> list[SendVerdict]:
        """What the gate and the sequences decided, oldest first."""
        return self.does(
            lambda work: list(work.uow.session.exec(select(SendVerdict).order_by(SendVerdict.id)))
        )


def _said(row: Delivery) -> str:
    content: Mapping[str, Any] = row.content
    return str(content["subject"] or content["reply"]["text"])


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """A company with a sequence of three mails, on a Monday morning."""
    settings = Settings(
        _env_file=None,
        database_url=sqlite_url,
        secret_key="a secret of the test",
        files_dir=tmp_path / "files",
        mail_from="support@rapport.example",
        smtp_url="smtp://127.0.0.1:9",
    )
    runtime = build_runtime(settings, understander=KeywordUnderstander(), clock=clock)
    made = Desk(runtime, clock, tmp_path)
    made.configure(sequences={"news": {"steps": STEPS}})
    made.does(lambda work: save_member(work, email=OWNER, name="Dana Reyes", role="rep", team_name="north"))
    yield made
    runtime.database.dispose()
