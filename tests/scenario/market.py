"""A generated market to ask about: two teams, three regions, a year of deals, leads, tickets and talk."""

import random
from datetime import UTC, datetime, timedelta

from assistant.maintenance.seeding import mirror
from assistant.work import Company
from storage.models import Company as CompanyRecord
from storage.models import Contact, Deal, Interaction, Lead, Member, Ticket
from storage.unit_of_work import UnitOfWork

TODAY = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
"""A Wednesday, the third of the quarter's months not begun."""
MEMBERS = (
    ("Dana Reyes", "rep", "north"),
    ("Priya Nair", "rep", "north"),
    ("Tom Becker", "rep", "south"),
    ("Maya Lind", "manager", "north"),
    ("Sam Okoye", "agent", "desk"),
    ("Lena Vogt", "agent", "desk"),
    ("Ada Quist", "admin", ""),
)
COMPANIES = (
    ("Acme", "North America", "US"),
    ("Globex", "EMEA", "DE"),
    ("Initech", "North America", "US"),
    ("Umbrella", "EMEA", "GB"),
    ("Hooli", "APAC", "JP"),
    ("Soylent", "APAC", "AU"),
    ("Vandelay", "EMEA", "DE"),
    ("Stark Works", "North America", "CA"),
)
STAGES = ("new", "qualified", "proposal", "negotiation")
SOURCES = ("website", "referral", "trade fair", "cold call")
REASONS = ("too expensive", "no budget", "chose a competitor", "timing")
WHAT = ("renewal", "expansion", "rollout", "pilot")


def settle_market(uow: UnitOfWork, company: Company) -> None:
    """Fill an empty database; the same each time."""
    chance = random.Random(11)
    mirror(uow, company.crm)
    members = {
        name: Member(email=f"{name.split()[0].lower()}@rapport.test", name=name, role=role, team=team)
        for name, role, team in MEMBERS
    }
    firms = [
        CompanyRecord(name=name, domain=f"{name.split()[0].lower()}.test", region=region, country=country)
        for name, region, country in COMPANIES
    ]
    for record in (*members.values(), *firms):
        uow.add(record)
    uow.flush()
    people = [uow.add(Contact(name=f"Jo {one.name}", company_id=one.id)) for one in firms]
    uow.flush()
    sellers = [one for one in members.values() if one.role in ("rep", "manager")]
    desk = [one for one in members.values() if one.role == "agent"]
    for number in range(160):
        uow.add(_deal(chance, number, chance.choice(firms), chance.choice(sellers)))
    for _ in range(60):
        uow.add(_lead(chance, chance.choice(firms), chance.choice(sellers)))
    for number in range(1, 111):
        uow.add(_ticket(chance, number, chance.choice(firms), chance.choice(desk)))
    for _ in range(150):
        uow.add(_act(chance, chance.choice(people), chance.choice(sellers)))
    uow.flush()


def _ago(chance: random.Random, days: int) -> datetime:
    return TODAY - timedelta(days=chance.randrange(days), minutes=chance.randrange(600))


def _deal(chance: random.Random, number: int, firm: CompanyRecord, owner: Member) -> Deal:
    begun = _ago(chance, 330)
    status = chance.choice(("open", "open", "won", "lost"))
    closed = min(begun + timedelta(days=chance.randrange(3, 80)), TODAY - timedelta(hours=1))
    return Deal(
        title=f"{firm.name} {chance.choice(WHAT)} {number}",
        company_id=firm.id,
        owner_id=owner.id,
        stage=chance.choice(STAGES) if status == "open" else status,
        status=status,
        amount_minor=chance.randrange(2, 120) * 100_000,
        currency="USD",
        source=chance.choice(SOURCES),
        close_date=(TODAY + timedelta(days=chance.randrange(-10, 120))).date()
        if status == "open"
        else closed.date(),
        closed_at=None if status == "open" else closed,
        lost_reason=chance.choice(REASONS) if status == "lost" else "",
        created_at=begun,
        stage_entered_at=begun,
        last_activity_at=_ago(chance, 60),
    )


def _lead(chance: random.Random, firm: CompanyRecord, owner: Member) -> Lead:
    born = _ago(chance, 200)
    status = chance.choice(("new", "working", "qualified", "unqualified", "converted"))
    answered = born + timedelta(minutes=chance.randrange(5, 3000)) if chance.random() < 0.7 else None
    return Lead(
        name=f"Lee {chance.randrange(900)}",
        company_id=firm.id,
        company_name=firm.name,
        status=status,
        source=chance.choice(SOURCES),
        owner_id=owner.id,
        created_at=born,
        first_response_at=answered,
    )


def _ticket(chance: random.Random, number: int, firm: CompanyRecord, owner: Member) -> Ticket:
    born = _ago(chance, 250)
    status = chance.choice(("open", "pending", "on_hold", "solved", "solved", "closed"))
    is_solved = status in ("solved", "closed")
    solved = min(born + timedelta(hours=chance.randrange(1, 90)), TODAY) if is_solved else None
    return Ticket(
        number=number,
        subject=f"Matter {number}",
        status=status,
        company_id=firm.id,
        owner_id=owner.id if chance.random() < 0.85 else None,
        priority=chance.choice(("low", "normal", "high", "urgent")),
        category=chance.choice(("billing", "support", "order", "account")),
        channel=chance.choice(("email", "slack", "sms", "webchat")),
        created_at=born,
        solved_at=solved,
        first_response_at=born + timedelta(minutes=chance.randrange(2, 600))
        if chance.random() < 0.8
        else None,
        resolution_due_at=born + timedelta(days=chance.randrange(1, 40)),
        csat=chance.choice((None, 1, 2, 3, 4, 5, 5)) if is_solved else None,
        csat_asked_at=solved,
    )


def _act(chance: random.Random, contact: Contact, member: Member) -> Interaction:
    kind = chance.choice(("call", "meeting", "note", "email"))
    return Interaction(
        kind=kind,
        direction="out",
        member_id=member.id,
        contact_id=contact.id,
        company_id=contact.company_id,
        minutes=chance.randrange(60),
        at=_ago(chance, 60),
    )
