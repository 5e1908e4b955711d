"""The invented company the benches measure with is whole: counted, summed and searchable."""

import random

from sqlmodel import func, select

from storage.bulk import load
from storage.changes import changes_since
from storage.database import Database
from storage.models import Contact, Deal, Identity, Interaction, Member
from storage.queries import conversations, people, sales
from storage.rollup import check_rollup
from storage.search import search
from storage.synthetic import START, Sizes, address_of, fill
from storage.types import new_id


def test_everything_asked_for_is_made(database: Database) -> None:
    filled = fill(
        database, Sizes(contacts=60, interactions=130, deals=40, members=3), generator=random.Random(1)
    )
    record_id, name = filled.contacts[17]
    with database.read() as uow:
        counted = [
            uow.session.exec(select(func.count()).select_from(model)).one()
            for model in (Contact, Identity, Interaction, Deal, Member)
        ]
        assert counted == [60, 60, 130, 40, 3]
        assert check_rollup(uow) == []
        assert sum(cell.deals for cell in sales.rollup(uow, pipeline="sales")) == 40
        identity = people.find_identity(uow, kind="email", address=address_of(name))
        assert identity is not None
        assert identity.contact_id == record_id
        assert len(conversations.timeline(uow, contact_id=record_id)) in {2, 3}
        assert search(uow, name.lower(), entities=["contact"])[0].record_id == record_id
        assert changes_since(uow).items == []


def test_what_is_loaded_reads_back_as_what_it_was(database: Database) -> None:
    record_id = new_id()
    with database.begin() as uow:
        columns = ("id", "name", "custom", "last_inbound_at", "created_at", "updated_at")
        rows = [(record_id, "Jane\tDoe\\", {"vip": True}, START, START, START)]
        assert load(uow.connection(), Contact, columns, rows) == 1
    with database.read() as uow:
        contact = uow.get(Contact, record_id)
        assert (contact.name, contact.custom) == ("Jane\tDoe\\", {"vip": True})
        assert (contact.last_inbound_at, contact.title) == (START, None)
