"""Every intent against every role: whoever lacks the right is refused by the skill itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import select

from assistant import work as works
from assistant.dialogue.outcome import NotFound, Question
from assistant.dialogue.state import DialogueState
from assistant.dialogue.turn import Turn
from assistant.jobs.leased import LeasedJobs
from assistant.maintenance.seeding import ensure_ready
from assistant.skills import SKILLS
from assistant.work import Actor, InvalidValue, NotAllowed, Work
from config.crm import CrmConfig, load_crm
from config.settings import Settings
from nlp.understanding import Act
from nlp.values import Money, SlotValue
from storage.database import Database
from storage.models import Company, Contact, Deal, Lead, Member, Task, Ticket
from storage.unit_of_work import UnitOfWork
from tests.scenario.company import found_company, member_named

WHEN = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
SLOTS: dict[str, SlotValue] = {
    "deal": "Acme rollout",
    "lead": "Bob Stone",
    "ticket": 1,
    "into": 1,
    "task": "quote",
    "contact": "Jane Doe",
    "company": "Acme",
    "about": "Jane Doe",
    "stage": "negotiation",
    "amount": Money(Decimal(1000), "USD"),
    "close_date": date(2026, 4, 1),
    "title": "a title",
    "name": "Ruth Sand",
    "text": "some words",
    "what": "deals",
    "repeat": "every Monday at 9",
    "subject": "it squeaks",
    "sequence": "welcome",
    "owner": "@me",
    "from": "Dana",
    "to": "Priya",
    "reason": "too expensive",
    "at": WHEN,
    "due": WHEN,
    "until": WHEN,
    "kind": "note",
    "tag": "vip",
}
"""One thing to say for each slot, so that no skill has to ask."""
READ = "records.read"
NEEDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("deal.create", "deal.move", "deal.update", "deal.win", "deal.lose"), ("deals.write",)),
    **dict.fromkeys(("deal.reopen", "deal.split", "deal.add_contact"), ("deals.write",)),
    **dict.fromkeys(("deal.show", "deal.list", "deal.attention", "deal.advise"), (READ,)),
    **dict.fromkeys(("contact.create", "contact.update", "contact.merge"), ("contacts.write",)),
    **dict.fromkeys(("company.create", "company.update"), ("companies.write",)),
    **dict.fromkeys(("contact.show", "contact.list", "company.show", "history.show"), (READ,)),
    **dict.fromkeys(("brief.prepare", "lead.list", "lead.score", "task.list"), (READ,)),
    **dict.fromkeys(("lead.create", "lead.convert", "lead.qualify", "lead.disqualify"), ("leads.write",)),
    "lead.assign": ("leads.write",),
    **dict.fromkeys(("activity.log", "meeting.book", "meeting.move"), ("activities.write",)),
    "meeting.cancel": ("activities.write",),
    **dict.fromkeys(("task.create", "task.complete", "task.snooze", "task.cancel"), ("tasks.write",)),
    **dict.fromkeys(("ticket.create", "ticket.assign", "ticket.reply", "ticket.note"), ("tickets.write",)),
    **dict.fromkeys(("ticket.update", "ticket.close", "ticket.reopen"), ("tickets.write",)),
    **dict.fromkeys(("ticket.merge", "ticket.escalate"), ("tickets.write",)),
    **dict.fromkeys(("ticket.show", "ticket.list", "explain"), (READ,)),
    **dict.fromkeys(("message.draft", "message.send", "message.edit"), ("messages.send",)),
    **dict.fromkeys(("sequence.start", "sequence.stop"), ("sequences.write",)),
    "record.reassign": ("records.reassign",),
    "schedule.create": (READ,),
    **dict.fromkeys(("report.tickets", "report.csat"), ("reports.tickets", "reports.own", "reports.team")),
    "report.response_time": ("reports.tickets", "reports.own", "reports.team"),
}
"""Which rights open an intent: any one of them."""
FREE = frozenset(
    ("help", "smalltalk", "out_of_scope", "confirm", "cancel", "undo", "correct", "schedule.mute")
)
"""Open to every colleague: talk, and one's own quiet."""
ROLES = ("rep", "agent", "manager", "admin")


@pytest.fixture(scope="module")
def company() -> works.Company:
    return works.Company(
        crm=load_crm(Settings(_env_file=None).crm_config),
        time_zone="America/New_York",
        base_url="http://rapport.test",
    )


@pytest.fixture
def uow(sqlite_database: Database) -> Iterator[UnitOfWork]:
    ensure_ready(sqlite_database, Settings(_env_file=None))
    with sqlite_database.begin() as uow:
        yield uow


@pytest.fixture
def office(uow: UnitOfWork, company: works.Company, sqlite_database: Database) -> Work:
    work = Work(uow, Actor(kind="system"), company, LeasedJobs(sqlite_database))
    found_company(work)
    uow.flush()
    for model in (Company, Contact, Deal, Lead, Task, Ticket):
        for record in uow.session.exec(select(model)).all():
            record.owner_id = None  # whose a record is, is another question
    return work


def test_every_intent_is_in_the_matrix() -> None:
    assert {*NEEDS, *FREE} | {one for one in SKILLS if one.startswith("report.")} == set(SKILLS)


@pytest.mark.parametrize("role", ROLES)
def test_the_shipped_roles_may_what_their_rights_say(office: Work, role: str) -> None:
    rights = set(office.crm.rights(role))
    member = member_named(office, {"rep": "Dana", "agent": "Sam", "manager": "Maya", "admin": "Ada"}[role])
    for intent in SKILLS:
        may = intent in FREE or bool(rights & {"everything", *_needs(intent)})
        assert _is_refused(office, intent, role=role, member=member) is not may, intent


def test_one_right_missing_closes_what_needs_it(office: Work) -> None:
    member = member_named(office, "Dana")
    everything = {right for needed in NEEDS.values() for right in needed} | {"deals.amounts"}
    for intent in SKILLS:
        if intent in FREE:
            continue
        narrow = _with_role(office, sorted(everything - set(_needs(intent))))
        assert _is_refused(narrow, intent, role="rep", member=member), intent


def test_a_role_without_rights_may_only_talk(office: Work) -> None:
    nobody = _with_role(office, [])
    member = member_named(office, "Dana")
    for intent in SKILLS:
        assert _is_refused(nobody, intent, role="rep", member=member) is (intent not in FREE), intent


def _needs(intent: str) -> tuple[str, ...]:
    return NEEDS.get(intent, ("reports.own", "reports.team"))


def _with_role(work: Work, rights: list[str]) -> Work:
    raw = work.crm.model_dump()
    raw["roles"] = {**raw["roles"], "rep": rights}
    return replace(work, company=replace(work.company, crm=CrmConfig.model_validate(raw)))


def _is_refused(work: Work, intent: str, *, role: str, member: Member) -> bool:
    actor = Actor(kind="member", id=member.id, name=member.name, role=role, team=member.team)
    turn = Turn(work.acting_as(actor), DialogueState(), text="some words")
    try:
        SKILLS[intent](turn, Act(intent, 1.0, SLOTS))
    except NotAllowed:
        return True
    except (Question, NotFound, InvalidValue):
        return False
    return False
