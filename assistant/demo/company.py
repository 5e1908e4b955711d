"""The demo company: three colleagues, a handful of customers and deals, one follow-up that is due."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.actions import deals, people, tasks
from assistant.actions.deals import DealFields
from assistant.actions.members import save_member
from assistant.bootstrap import Runtime
from assistant.follow_ups.sequences.enrolments import enrol
from assistant.work import SYSTEM, Work, member_actor
from storage.queries import outreach, team

DAY_ZONES = (
    "America/New_York",
    "Europe/London",
    "Asia/Tokyo",
    "Australia/Sydney",
    "America/Los_Angeles",
    "Asia/Dubai",
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the demo's colleagues."""

    name: str
    email: str
    role: str


REP = Colleague("Dana Reyes", "dana@rapport.example", "rep")
AGENT = Colleague("Sam Okoye", "sam@rapport.example", "agent")
MANAGER = Colleague("Maya Lind", "maya@rapport.example", "manager")
COLLEAGUES = (REP, AGENT, MANAGER)

DEALS = (
    ("Acme", "proposal", 4_800_000, 30),
    ("Globex", "qualified", 2_250_000, 45),
    ("Initech", "negotiation", 6_000_000, 14),
    ("Umbrella Books", "new", 900_000, 60),
    ("Northwind Traders", "proposal", 3_100_000, 21),
)
"""Company, stage, amount in cents, days to the close date."""
PROSPECT = "lena@umbrella-books.example"


def new_password(runtime: Runtime) -> str:
    """A password for every colleague's log-in to the console, made anew at each start."""
    password = secrets.token_urlsafe(9)
    with runtime.database.begin(actor="system", cause="demo") as uow:
        work = runtime.work(uow)
        for one in COLLEAGUES:
            save_member(work, email=one.email, name=one.name, role=one.role, password=password)
    return password


def load_company(runtime: Runtime) -> bool:
    """Fill an empty database; False where somebody is there already."""
    with runtime.database.begin(actor="system", cause="demo") as uow:
        if team.count_members(uow):
            return False
        work = runtime.work(uow)
        for one in COLLEAGUES:
            save_member(work, email=one.email, name=one.name, role=one.role, team_name="north")
        uow.flush()
        rep = team.find_member_by_email(uow, REP.email)
        assert rep is not None
        _load_deals(work.acting_as(member_actor(rep)))
        _load_follow_up(work.acting_as(SYSTEM))
        return True


def _load_deals(work: Work) -> None:
    for name, stage, amount, days in DEALS:
        domain = f"{name.lower().replace(' ', '-')}.example"
        company = people.create_company(work, name=name, domain=domain)
        work.uow.flush()
        contact = people.create_contact(
            work, name=f"Chris {name.split()[0]}", email=f"chris@{domain}", company=company
        )
        fields = DealFields(
            title=f"{name} {'renewal' if stage == 'negotiation' else 'rollout'}",
            stage=stage,
            amount_minor=amount,
            close_date=work.today + timedelta(days=days),
        )
        deals.create_deal(work, fields, company=company, contact=contact)
    tasks.create_task(work, text="Send Acme the revised quote", due_at=work.now + timedelta(hours=3))


def _load_follow_up(work: Work) -> None:
    contact = people.create_contact(work, name="Lena Vogel", email=PROSPECT)
    contact.time_zone = day_zone(work.now)
    work.uow.flush()
    sequence = outreach.find_sequence(work.uow, "welcome")
    if sequence is not None:
        enrol(work, contact, sequence)


def day_zone(now: datetime) -> str:
    """A zone in which it is day now, so that the demo's follow-up is not held back for the night."""
    return next((zone for zone in DAY_ZONES if 9 <= now.astimezone(ZoneInfo(zone)).hour < 20), DAY_ZONES[0])
