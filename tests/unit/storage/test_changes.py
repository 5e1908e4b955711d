"""The session writes down what people decided."""

from datetime import date, timedelta

import pytest

from storage.changes import changes_of, changes_since
from storage.database import Database
from storage.errors import InvalidCursor
from storage.models import Batch, Company, Contact, Deal, Delivery, Enrolment, Interaction, Member, Sequence
from storage.unit_of_work import UnitOfWork
from tests.fixtures.clock import FrozenClock


def changes(uow: UnitOfWork, entity: str, record_id: str) -> list[tuple[str, object, object]]:
    return [(c.field, c.before, c.after) for c in reversed(changes_of(uow, entity, record_id))]


def test_a_new_record_is_one_change_with_its_values(database: Database, clock: FrozenClock) -> None:
    with database.begin(actor="member:1", cause="chat:42") as uow:
        deal = uow.add(Deal(title="Acme renewal", close_date=date(2026, 5, 1), amount_minor=1200))
    with database.read() as uow:
        (change,) = changes_of(uow, "deal", deal.id)
        assert (change.field, change.before) == ("*", None)
        assert change.after["title"] == "Acme renewal"
        assert change.after["close_date"] == "2026-05-01"
        assert (change.actor, change.cause, change.at) == ("member:1", "chat:42", clock.now)
        assert uow.get(Batch, change.batch_id).actor == "member:1"


def test_each_changed_field_is_one_change(database: Database) -> None:
    with database.begin() as uow:
        deal = uow.add(Deal(title="Acme", stage="new"))
    with database.begin() as uow:
        found = uow.get(Deal, deal.id)
        found.stage, found.amount_minor, found.title = "won", 500, "Acme"
    with database.read() as uow:
        assert sorted(changes(uow, "deal", deal.id)[1:]) == [
            ("amount_minor", None, 500),
            ("stage", "new", "won"),
        ]


def test_a_deletion_keeps_the_values(database: Database) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane"))
    with database.begin() as uow:
        uow.delete(uow.get(Contact, contact.id))
    with database.read() as uow:
        field, before, after = changes(uow, "contact", contact.id)[-1]
        assert (field, after) == ("*", None)
        assert isinstance(before, dict)
        assert before["name"] == "Jane"


def test_custom_fields_change_one_by_one(database: Database) -> None:
    with database.begin() as uow:
        company = uow.add(Company(name="Acme", custom={"size": 4, "tier": "gold"}))
    with database.begin() as uow:
        found = uow.get(Company, company.id)
        found.custom = {"tier": "silver", "size": 4, "new": True}
    with database.read() as uow:
        assert sorted(changes(uow, "company", company.id)[1:]) == [
            ("custom.new", None, True),
            ("custom.tier", "gold", "silver"),
        ]


def test_a_field_assigned_before_it_was_loaded_has_its_stored_value_before(database: Database) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane"))
    with database.begin() as uow:
        found = uow.get(Contact, contact.id)
        uow.session.expire(found)
        found.name = "Janet"
    with database.read() as uow:
        assert changes(uow, "contact", contact.id)[1:] == [("name", "Jane", "Janet")]


def test_a_password_is_never_written_down(database: Database) -> None:
    with database.begin() as uow:
        member = uow.add(Member(email="a@b.example", name="Ann", password_hash="secret-1"))
    with database.begin() as uow:
        uow.get(Member, member.id).password_hash = "secret-2"
    with database.begin() as uow:
        uow.delete(uow.get(Member, member.id))
    with database.read() as uow:
        written = str(changes(uow, "member", member.id))
        assert "secret" not in written


def test_the_ledger_and_messages_write_no_changes(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Delivery(key="ack:1", channel="email", address="a@b.example"))
        uow.add(Interaction(text="hello"))
        uow.flush()
        assert not uow.has_changes
    with database.read() as uow:
        assert changes_since(uow).items == []


def test_a_logged_note_is_a_change(database: Database) -> None:
    with database.begin() as uow:
        note = uow.add(Interaction(kind="note", text="called back"))
    with database.read() as uow:
        assert [field for field, _, _ in changes(uow, "interaction", note.id)] == ["*"]


def test_of_an_enrolment_only_its_state_is_followed(database: Database) -> None:
    with database.begin() as uow:
        contact, sequence = uow.add(Contact(name="Jane")), uow.add(Sequence(name="welcome"))
        enrolment = uow.add(Enrolment(contact_id=contact.id, sequence_id=sequence.id))
    with database.begin() as uow:
        found = uow.get(Enrolment, enrolment.id)
        found.step, found.state = 1, "paused"
    with database.read() as uow:
        assert changes(uow, "enrolment", enrolment.id)[1:] == [("state", "active", "paused")]


def test_one_transaction_is_one_batch(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane"))
        uow.flush()
        uow.add(Contact(name="Joe"))
    with database.read() as uow:
        assert len({change.batch_id for change in changes_since(uow).items}) == 1


def test_a_batch_survives_a_savepoint_that_fell(database: Database) -> None:
    def add_and_fail(uow: UnitOfWork) -> None:
        uow.add(Contact(name="Lost"))
        uow.flush()
        raise RuntimeError

    with database.begin() as uow:
        with pytest.raises(RuntimeError), uow.savepoint():
            add_and_fail(uow)
        kept = uow.add(Contact(name="Kept"))
    with database.read() as uow:
        assert [change.record_id for change in changes_since(uow).items] == [kept.id]


def test_changes_since_pages_through_everything_once(database: Database, clock: FrozenClock) -> None:
    ids = []
    for _ in range(3):
        with database.begin() as uow:
            ids += [uow.add(Contact(name="Jane")).id, uow.add(Contact(name="Joe")).id]
        clock.advance(timedelta(hours=1))
    with database.read() as uow:
        seen: list[str] = []
        cursor = None
        while True:
            page = changes_since(uow, cursor=cursor, limit=4)
            seen += [change.record_id for change in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert sorted(seen) == sorted(ids)
        recent = changes_since(uow, clock.now - timedelta(hours=1), entity="contact")
        assert {change.record_id for change in recent.items} == set(ids[4:])


@pytest.mark.parametrize("cursor", ["", "nonsense", "////", "MjAyNg"])
def test_a_cursor_of_somebody_elses_is_refused(sqlite_database: Database, cursor: str) -> None:
    with sqlite_database.read() as uow, pytest.raises(InvalidCursor):
        changes_since(uow, cursor=cursor)
