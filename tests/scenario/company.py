"""The company every dialogue is played in: four colleagues, some customers, some deals."""

from datetime import date, timedelta

from assistant.actions import deals, leads, people, tasks, tickets
from assistant.actions.deals import DealFields
from assistant.actions.members import save_member
from assistant.actions.people import create_company, create_contact
from assistant.follow_ups.campaigns import segments
from assistant.work import Work, member_actor
from storage.models import Company, Contact, Member

MEMBERS = {
    "Dana": ("dana@rapport.test", "Dana Reyes", "rep"),
    "Priya": ("priya@rapport.test", "Priya Nair", "rep"),
    "Sam": ("sam@rapport.test", "Sam Okoye", "agent"),
    "Maya": ("maya@rapport.test", "Maya Lind", "manager"),
    "Ada": ("ada@rapport.test", "Ada Quist", "admin"),
}
ADDRESSES = {
    "Jane": ("Jane Doe", "jane@acme.test", "+14155550408"),
    "Hank": ("Hank Scorpio", "hank@globex.test", "+14155550612"),
    "Bill": ("Bill Lumbergh", "bill@initech.test", "+14155550813"),
    "Nobody": ("Nora Newman", "nora@newcomer.test", "+14155559999"),
}
"""Customers: name, mail address and phone."""


def found_company(work: Work) -> None:
    """Fill an empty database."""
    members = {}
    for short, (email, name, role) in MEMBERS.items():
        members[short] = save_member(work, email=email, name=name, role=role, team_name="north")
    work.uow.flush()
    dana = work.acting_as(member_actor(members["Dana"]))
    priya = work.acting_as(member_actor(members["Priya"]))
    acme, jane = _customer(dana, "Acme", "Jane Doe", "jane@acme.test")
    globex, hank = _customer(dana, "Globex", "Hank Scorpio", "hank@globex.test")
    initech, bill = _customer(priya, "Initech", "Bill Lumbergh", "bill@initech.test")
    _deal(dana, "Acme rollout", acme, jane, "proposal", 4_800_000)
    _deal(dana, "Globex renewal", globex, hank, "qualified", 2_000_000)
    _deal(dana, "Globex expansion", globex, hank, "new", 900_000)
    _deal(priya, "Initech upgrade", initech, bill, "negotiation", 6_000_000)
    leads.create_lead(
        dana, leads.LeadFields(name="Bob Stone", company="Stonework", email="bob@stonework.test")
    )
    segments.save_segment(work, name="Our customers", expression='company.name != ""')
    tickets.create_ticket(work, subject="The printer smells of smoke", contact=jane, priority="high")
    tasks.create_task(dana, text="send the quote to Acme", due_at=work.now + timedelta(hours=4))


def _customer(work: Work, name: str, person: str, email: str) -> tuple[Company, Contact]:
    company = create_company(work, name=name, domain=email.split("@")[1])
    work.uow.flush()
    contact = create_contact(work, name=person, email=email, company=company)
    phone = next(number for _, address, number in ADDRESSES.values() if address == email)
    people.update_contact(work, contact, phone=phone)
    return company, contact


def _deal(work: Work, title: str, company: Company, contact: Contact, stage: str, amount: int) -> None:
    fields = DealFields(title=title, stage=stage, amount_minor=amount, close_date=date(2026, 4, 30))
    deals.create_deal(work, fields, company=company, contact=contact)


def member_named(work: Work, short: str) -> Member:
    """A colleague by the name the dialogues use."""
    from storage.queries import team

    member = team.find_member_by_email(work.uow, MEMBERS[short][0])
    assert member is not None
    return member
