"""A batch of changes can be taken back, and taken back again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from storage.changes import FieldConflict, UndoOutcome, undo_batch
from storage.database import Database
from storage.errors import AlreadyUndone, RecordNotFound
from storage.models import Company, Contact, Deal, DealContact, Identity, Interaction, Task
from storage.rollup import check_rollup
from storage.unit_of_work import UnitOfWork


def make_deal(database: Database, **values: Any) -> str:
    with database.begin() as uow:
        return uow.add(Deal(title="Acme", stage="new", amount_minor=100, **values)).id


def change(database: Database, deal_id: str, **values: object) -> str:
    with database.begin() as uow:
        deal = uow.get(Deal, deal_id)
        for field, value in values.items():
            setattr(deal, field, value)
        return uow.batch_id


def undo(database: Database, batch_id: str) -> UndoOutcome:
    with database.begin(actor="member:1") as uow:
        return undo_batch(uow, batch_id)


def values(database: Database, deal_id: str, *fields: str) -> tuple[object, ...]:
    with database.read() as uow:
        deal = uow.get(Deal, deal_id)
        return tuple(getattr(deal, field) for field in fields)


def test_undo_puts_fields_back(database: Database) -> None:
    deal_id = make_deal(database)
    batch = change(
        database, deal_id, stage="won", amount_minor=900, closed_at=datetime(2026, 3, 1, tzinfo=UTC)
    )
    outcome = undo(database, batch)
    assert values(database, deal_id, "stage", "amount_minor", "closed_at") == ("new", 100, None)
    assert outcome.conflicts == ()
    assert {undone.field for undone in outcome.undone} == {"stage", "amount_minor", "closed_at"}
    with database.read() as uow:
        assert check_rollup(uow) == []


def test_undoing_the_undo_brings_it_back(database: Database) -> None:
    deal_id = make_deal(database)
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    first = undo(database, change(database, deal_id, stage="won", closed_at=moment))
    again = undo(database, first.batch_id)
    assert values(database, deal_id, "stage", "closed_at") == ("won", moment)
    undo(database, again.batch_id)
    assert values(database, deal_id, "stage", "closed_at") == ("new", None)


def test_a_batch_is_undone_once(database: Database) -> None:
    batch = change(database, make_deal(database), stage="won")
    undo(database, batch)
    with pytest.raises(AlreadyUndone):
        undo(database, batch)


def test_an_unknown_batch_is_not_found(database: Database) -> None:
    with pytest.raises(RecordNotFound):
        undo(database, "no-such-batch")


def test_what_somebody_changed_since_is_left_and_reported(database: Database) -> None:
    deal_id = make_deal(database)
    batch = change(database, deal_id, amount_minor=900, next_step="call")
    change(database, deal_id, amount_minor=950)
    outcome = undo(database, batch)
    assert outcome.conflicts == (FieldConflict("deal", deal_id, "amount_minor", 900, 950),)
    assert values(database, deal_id, "amount_minor", "next_step") == (950, "")


def test_fields_that_belong_together_are_undone_together_or_not_at_all(database: Database) -> None:
    deal_id = make_deal(database)
    batch = change(database, deal_id, stage="won", status="won", next_step="sign")
    change(database, deal_id, stage="paid")
    outcome = undo(database, batch)
    assert [conflict.field for conflict in outcome.conflicts] == ["stage"]
    assert values(database, deal_id, "stage", "status", "next_step") == ("paid", "won", "")


def test_several_changes_of_a_field_in_a_batch_go_back_to_the_first(database: Database) -> None:
    deal_id = make_deal(database)
    with database.begin() as uow:
        for stage in ("a", "b", "c"):
            uow.get(Deal, deal_id).stage = stage
            uow.flush()
        batch = uow.batch_id
    undo(database, batch)
    assert values(database, deal_id, "stage") == ("new",)


def test_a_new_record_goes_again_with_what_was_made_around_it(database: Database) -> None:
    with database.begin() as uow:
        deal, contact = uow.add(Deal(title="Acme")), uow.add(Contact(name="Jane"))
        part = uow.add(DealContact(deal_id=deal.id, contact_id=contact.id))
        uow.flush()
        deal.stage = "demo"
        batch = uow.batch_id
    outcome = undo(database, batch)
    assert outcome.conflicts == ()
    with database.read() as uow:
        assert uow.find(Deal, deal.id) is None
        assert uow.find(DealContact, part.id) is None
    undo(database, outcome.batch_id)
    with database.read() as uow:
        assert uow.get(Deal, deal.id).stage == "demo"
        assert uow.get(DealContact, part.id).contact_id == contact.id
        assert check_rollup(uow) == []


def test_a_new_record_others_refer_to_stays(database: Database) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane"))
        batch = uow.batch_id
    with database.begin() as uow:
        uow.add(Interaction(contact_id=contact.id))
    (conflict,) = undo(database, batch).conflicts
    assert (conflict.field, conflict.found) == ("*", ["interaction.contact_id"])
    with database.read() as uow:
        assert uow.get(Contact, contact.id).name == "Jane"


def test_a_new_record_somebody_changed_stays(database: Database) -> None:
    with database.begin() as uow:
        task = uow.add(Task(text="call"))
        batch = uow.batch_id
    with database.begin() as uow:
        uow.get(Task, task.id).text = "write"
    assert undo(database, batch).conflicts == (FieldConflict("task", task.id, "text", "call", "write"),)


def test_a_deleted_record_comes_back_as_it_was(database: Database) -> None:
    with database.begin() as uow:
        company = uow.add(Company(name="Acme"))
        contact = uow.add(Contact(name="Jane", company_id=company.id, custom={"vip": True}))
        uow.add(Identity(contact_id=contact.id, kind="email", address="j@a.example", lookup="j"))
    with database.begin() as uow:
        found = uow.get(Contact, contact.id)
        for identity in uow.session.exec(select(Identity)).all():
            uow.delete(identity)
        uow.delete(found)
        batch = uow.batch_id
    assert undo(database, batch).conflicts == ()
    with database.read() as uow:
        back = uow.get(Contact, contact.id)
        assert (back.name, back.custom, back.created_at) == ("Jane", {"vip": True}, contact.created_at)
        assert uow.session.exec(select(Identity)).one().address == "j@a.example"


def test_a_deleted_record_whose_parent_is_gone_is_reported(database: Database) -> None:
    with database.begin() as uow:
        company = uow.add(Company(name="Acme"))
        contact = uow.add(Contact(name="Jane", company_id=company.id))
    with database.begin() as uow:
        uow.delete(uow.get(Contact, contact.id))
        batch = uow.batch_id
    with database.begin() as uow:
        uow.delete(uow.get(Company, company.id))
    assert undo(database, batch).conflicts == (
        FieldConflict("contact", contact.id, "company_id", company.id, None),
    )


def test_a_deleted_record_whose_place_is_taken_is_reported(database: Database) -> None:
    with database.begin() as uow:
        company = uow.add(Company(name="Acme", domain="acme.example"))
    with database.begin() as uow:
        uow.delete(uow.get(Company, company.id))
        batch = uow.batch_id
    with database.begin() as uow:
        uow.add(Company(name="Acme 2", domain="acme.example"))
    (conflict,) = undo(database, batch).conflicts
    assert (conflict.record_id, conflict.field) == (company.id, "*")


def test_custom_fields_are_undone_one_by_one(database: Database) -> None:
    deal_id = make_deal(database, custom={"size": 1})
    batch = change(database, deal_id, custom={"size": 2, "tier": "gold"})
    change(database, deal_id, custom={"size": 2, "tier": "gold", "other": 1})
    assert undo(database, batch).conflicts == ()
    assert values(database, deal_id, "custom") == ({"size": 1, "other": 1},)


def test_an_undo_in_the_transaction_of_other_work_is_a_batch_of_its_own(database: Database) -> None:
    deal_id = make_deal(database)
    batch = change(database, deal_id, stage="won")

    def work(uow: UnitOfWork) -> tuple[str, str]:
        uow.add(Contact(name="Jane"))
        uow.flush()
        other = uow.batch_id
        return other, undo_batch(uow, batch).batch_id

    with database.begin() as uow:
        other, own = work(uow)
    assert other != own
    undo(database, own)
    assert values(database, deal_id, "stage") == ("won",)
