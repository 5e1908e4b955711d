"""The simulated company: Rapport between its emulators, with its colleagues, customers and reminders."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from assistant.actions.members import save_member
from assistant.actions.tasks import create_task
from assistant.bench.quarter.language import ScriptedReader
from assistant.bench.quarter.ledger import Person, Reminder
from assistant.bench.quarter.scenario import COMPANY_ZONE, REPS, Size, crm
from assistant.bench.quarter.schedulers import Dial
from assistant.bootstrap import Runtime, build_runtime, open_database
from assistant.demo.sandbox import Sandbox, make_sandbox
from assistant.follow_ups.sequences.enrolments import begin
from assistant.maintenance.seeding import ensure_ready
from assistant.supervisor import close
from assistant.web.app import make_app
from assistant.work import Work, member_actor
from channels.sandbox.loopback import LateApp, LoopbackServer, loopback_client
from config.settings import Settings
from storage.models import Company, Contact, Identity
from storage.queries import enrolling, outreach, team
from storage.queries import people as people_queries
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class House:
    """Rapport's own web server and records, the emulators, everybody's browser, and the clock of them all."""

    settings: Settings
    runtime: Runtime
    sandbox: Sandbox
    browser: httpx.AsyncClient
    dial: Dial


@asynccontextmanager
async def open_house(database_url: str, folder: Path, size: Size) -> AsyncIterator[House]:
    """Rapport, serving webhooks and links, between its emulators; closed at the end."""
    dial = Dial(size.start)
    sandbox = make_sandbox(dial, users=())
    await sandbox.start()
    settings = _settings(database_url, folder, size)
    database = open_database(settings, clock=dial)
    await asyncio.to_thread(ensure_ready, database, settings)
    database.dispose()
    later = LateApp()
    server = LoopbackServer(later)
    await server.start()
    settings = _without_slack(sandbox.settings_for(settings.model_copy(update={"public_url": server.url})))
    runtime = await asyncio.to_thread(build_runtime, settings, understander=ScriptedReader(), clock=dial)
    later.app = make_app(runtime)
    browser = loopback_client()
    try:
        yield House(settings, runtime, sandbox, browser, dial)
    finally:
        await browser.aclose()
        await close(runtime)
        await server.stop()
        await sandbox.stop()


def settle_in(house: House, size: Size, people: list[Person]) -> tuple[dict[int, str], list[Reminder]]:
    """Colleagues, customers and reminders; gives each person's contact id, and what is to be reminded of."""
    with house.runtime.database.begin(cause="quarter") as uow:
        work = house.runtime.work(uow)
        for name, zone in REPS:
            email = f"{name.split()[0].lower()}@rapport.example"
            save_member(work, email=email, name=name, role="rep", time_zone=zone)
        contacts = _add_people(uow, people)
        reminders = _add_reminders(house, uow, size)
    return contacts, reminders


def enrol_all(work: Work, tag: str, contact_ids: Sequence[str]) -> None:
    """Put contacts who are not in a sequence at its beginning, as whole segments are."""
    sequence = outreach.find_sequence(work.uow, tag)
    assert sequence is not None
    contacts = people_queries.contacts_by_id(work.uow, contact_ids)
    pasts = enrolling.pasts_of(work.uow, sequence_id=sequence.id, contact_ids=contact_ids)
    for one in contact_ids:
        past = pasts.get(one)
        if past is None or not past.is_running:
            begin(work, contacts[one], sequence, round=past.round + 1 if past is not None else 1)


def _add_people(uow: UnitOfWork, people: list[Person]) -> dict[int, str]:
    members = team.active_members(uow)
    companies = {number: Company(name=f"Company {number}") for number in {one.company for one in people}}
    for company in companies.values():
        uow.add(company)
    uow.flush()
    contacts = {
        one.number: uow.add(
            Contact(
                name=one.name,
                company_id=companies[one.company].id,
                owner_id=members[one.number % len(members)].id,
                time_zone=one.written_zone,
            )
        )
        for one in people
    }
    uow.flush()
    for one in people:
        for kind, address in (("email", one.email), ("phone", one.phone)):
            if address:
                contact_id = contacts[one.number].id
                row = Identity(contact_id=contact_id, kind=kind, address=address, lookup=address)
                row.is_primary = True
                uow.add(row)
    uow.flush()
    return {number: contact.id for number, contact in contacts.items()}


def _add_reminders(house: House, uow: UnitOfWork, size: Size) -> list[Reminder]:
    members, found = team.active_members(uow), []
    for number in range(size.reminders):
        member = members[number % len(members)]
        day = size.start + timedelta(days=1 + number * (size.days - 3) / max(1, size.reminders))
        local = day.astimezone(ZoneInfo(member.time_zone or COMPANY_ZONE))
        due = local.replace(hour=9 + number % 7, minute=30, second=0, microsecond=0)
        words = f"Call back number {number}."
        work = house.runtime.work(uow, member_actor(member))
        create_task(work, text=words, due_at=due)
        found.append(Reminder(words, due))
    return found


def _settings(database_url: str, folder: Path, size: Size) -> Settings:
    rules = folder / "crm.yaml"
    rules.write_text(json.dumps(crm(size)))
    automations = folder / "automations.yaml"
    automations.write_text("enabled: true\n")
    return Settings(
        _env_file=None,
        database_url=database_url,
        secret_key="a secret of the simulation",
        files_dir=folder / "files",
        crm_config=rules,
        automations_config=automations,
        time_zone=COMPANY_ZONE,
    )


def _without_slack(settings: Settings) -> Settings:
    off = ("slack_bot_token", "slack_signing_secret", "slack_support_channel", "slack_sales_channel")
    return settings.model_copy(update=dict.fromkeys(off, ""))
