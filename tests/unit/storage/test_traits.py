"""Lists by what records lack, when they began and in what order, on both databases."""

from datetime import timedelta

from storage.database import Database
from storage.models import Contact, Deal, DealContact, Identity, Lead, Task, Ticket
from storage.queries.people import list_contacts
from storage.queries.sales import DealFilter, list_deals, list_leads
from storage.queries.service import TicketFilter, list_tasks, list_tickets
from storage.queries.traits import Traits
from tests.fixtures.clock import FrozenClock


def test_traits_narrow_and_order_alike_on_both_databases(database: Database, clock: FrozenClock) -> None:
    with database.begin(actor="system") as uow:
        jo, mo = uow.add(Contact(name="Jo", title="CFO")), uow.add(Contact(name="Mo"))
        small = uow.add(Deal(title="Small", amount_minor=5))
        uow.add(Deal(title="Bare", next_step="call"))
        uow.flush()
        uow.add(Identity(contact_id=jo.id, kind="email", address="jo@x.example", lookup="jo@x.example"))
        uow.add(DealContact(deal_id=small.id, contact_id=mo.id, role="Champion"))
        uow.add(
            Lead(name="Old", first_response_at=clock.now, source="fair", created_at=clock.now - timedelta(9))
        )
        uow.add(Lead(name="New"))
        uow.add(Ticket(number=1, subject="A 50% off printer", is_escalated=True))
        uow.add(Ticket(number=2, subject="A 50 off scanner"))
        uow.add(Task(text="Call Jo", due_at=clock.now))
        uow.add(Task(text="Call Mo"))
    with database.read() as uow:

        def deals(traits: Traits) -> list[str]:
            return [one.title for one in list_deals(uow, DealFilter(traits=traits))]

        def leads(traits: Traits) -> list[str]:
            return [one.name for one in list_leads(uow, traits=traits)]

        def people(traits: Traits) -> list[str]:
            return [one.name for one in list_contacts(uow, traits=traits)]

        def tickets(traits: Traits) -> list[int]:
            return [one.number for one in list_tickets(uow, TicketFilter(traits=traits))]

        assert deals(Traits(lacking=("contact",))) == ["Bare"]
        assert deals(Traits(lacking=("next_step",))) == ["Small"]
        assert deals(Traits(lacking=("amount", "owner", "company"))) == ["Bare"]
        assert deals(Traits(order="smallest")) == ["Bare", "Small"]
        assert deals(Traits(contact_id=mo.id)) == ["Small"]
        assert leads(Traits(lacking=("answer",))) == leads(Traits(lacking=("source",))) == ["New"]
        assert leads(Traits(created_to=clock.now - timedelta(1))) == ["Old"]
        assert leads(Traits(order="oldest")) == ["Old", "New"]
        assert people(Traits(lacking=("email",))) == people(Traits(lacking=("title",))) == ["Mo"]
        assert people(Traits(role="champion")) == people(Traits(deal_id=small.id)) == ["Mo"]
        assert people(Traits(role="cfo")) == ["Jo"]
        assert tickets(Traits(is_escalated=True)) == tickets(Traits(words="50% OFF")) == [1]
        assert [one.text for one in list_tasks(uow, traits=Traits(lacking=("due",)))] == ["Call Mo"]
