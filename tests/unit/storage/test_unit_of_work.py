"""One transaction: what it keeps, what it undoes, what it fills in."""

from datetime import timedelta

import pytest
from sqlmodel import select

from storage.database import Database
from storage.errors import ReadOnlyTransaction, RecordNotFound
from storage.models import Company, Contact, Identity, Interaction
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock


def add_and_fail(uow: UnitOfWork, contact: Contact) -> None:
    uow.add(contact)
    uow.flush()
    raise RuntimeError


def test_a_block_that_ends_well_is_kept(database: Database) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane Doe"))
    with database.read() as uow:
        assert uow.get(Contact, contact.id).name == "Jane Doe"


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    contact = Contact(name="Jane Doe")
    with pytest.raises(RuntimeError), database.begin() as uow:
        add_and_fail(uow, contact)
    with database.read() as uow:
        assert uow.find(Contact, contact.id) is None


def test_times_left_out_are_the_transactions(database: Database, clock: FrozenClock) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane Doe"))
        assert contact.created_at == uow.now == clock.now
    with database.read() as uow:
        assert uow.get(Contact, contact.id).created_at == clock.now


def test_a_change_moves_updated_at_and_a_look_does_not(database: Database, clock: FrozenClock) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane Doe"))
    made = clock.now
    clock.advance(timedelta(hours=1))
    with database.begin() as uow:
        assert uow.get(Contact, contact.id).updated_at == made
    with database.begin() as uow:
        uow.get(Contact, contact.id).name = "Jane Roe"
    with database.read() as uow:
        assert uow.get(Contact, contact.id).updated_at == clock.now
        assert uow.get(Contact, contact.id).created_at == made


def test_records_may_be_added_in_any_order(database: Database) -> None:
    with database.begin() as uow:
        company = Company(name="Acme")
        contact = Contact(name="Jane Doe", company_id=company.id)
        uow.add(Identity(contact_id=contact.id, kind="email", address="jane@acme.example", lookup=""))
        uow.add(Interaction(contact_id=contact.id))
        uow.add(contact)
        uow.add(company)
    with database.read() as uow:
        assert uow.session.exec(select(Identity.contact_id)).one() == contact.id


def test_a_missing_record_says_which(database: Database) -> None:
    with database.read() as uow, pytest.raises(RecordNotFound, match="no contact with the id 'nobody'"):
        uow.get(Contact, "nobody")


def test_a_reading_transaction_refuses_a_record(database: Database) -> None:
    with pytest.raises(ReadOnlyTransaction), database.read() as uow:
        uow.add(Contact(name="Jane Doe"))


def test_a_reading_transaction_refuses_a_statement(database: Database) -> None:
    with pytest.raises(ReadOnlyTransaction), database.read() as uow:
        uow.connection().exec_driver_sql("DELETE FROM contact")


def test_a_failed_savepoint_leaves_the_rest(database: Database) -> None:
    with database.begin() as uow:
        kept = uow.add(Contact(name="Kept"))
        lost = Contact(name="Lost")
        with pytest.raises(RuntimeError), uow.savepoint():
            add_and_fail(uow, lost)
        uow.add(Contact(name="After"))
    with database.read() as uow:
        assert uow.find(Contact, kept.id) is not None
        assert uow.find(Contact, lost.id) is None


def test_callbacks_run_after_the_commit_only(database: Database) -> None:
    woken: list[str] = []
    with database.begin() as uow:
        uow.after_commit(lambda: woken.append("kept"))
        assert woken == []

    def fail(uow: UnitOfWork) -> None:
        uow.after_commit(lambda: woken.append("lost"))
        add_and_fail(uow, Contact())

    with pytest.raises(RuntimeError), database.begin() as uow:
        fail(uow)
    assert woken == ["kept"]


def test_a_failing_callback_does_not_fail_what_is_already_kept(database: Database) -> None:
    def fail() -> None:
        raise OSError("the worker is gone")

    with database.begin() as uow:
        uow.after_commit(fail)
        contact = uow.add(Contact(name="Jane Doe"))
    with database.read() as uow:
        assert uow.find(Contact, contact.id) is not None


def test_records_stay_readable_after_the_commit(database: Database) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane Doe"))
    assert contact.name == "Jane Doe"


def test_text_with_a_nul_is_kept_without_it_on_postgresql(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        contact = uow.add(Contact(name="Ja\x00ne"))
    with postgres_database.read() as uow:
        assert uow.get(Contact, contact.id).name == "Jane"


def test_ping_answers(database: Database) -> None:
    database.ping()
