"""Reading ahead: one question for many, forgotten as soon as the transaction itself writes what was read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from storage.database import Database
from storage.models import Contact, Delivery, Identity, Suppression
from storage.queries import ledger, people

WEEK = timedelta(days=7)


def test_what_was_read_ahead_is_not_asked_again(database: Database) -> None:
    jane, hank = _two_people(database)
    with database.begin() as uow:
        people.read_ahead(uow, [jane, hank])
        with _asked(database) as statements:
            assert [one.address for one in people.identities_of(uow, jane)] == ["jane@acme.test"]
            assert people.find_identity(uow, kind="email", address="hank@acme.test") is not None
            assert people.find_suppression(uow, kind="email", address="jane@acme.test") is None
            assert uow.get(Contact, hank).name == "Hank"
        assert statements == []


def test_what_the_transaction_writes_is_asked_for_anew(database: Database) -> None:
    jane, hank = _two_people(database)
    with database.begin() as uow:
        people.read_ahead(uow, [jane, hank])
        uow.add(Suppression(kind="email", address="jane@acme.test", reason="bounced"))
        uow.flush()
        found = people.find_suppression(uow, kind="email", address="jane@acme.test")
        assert found is not None
        assert found.reason == "bounced"


def test_what_waits_to_be_written_counts_beside_what_was_read(database: Database) -> None:
    jane, _hank = _two_people(database)
    with database.begin() as uow:
        since = uow.now - WEEK
        uow.add(_mail_to(jane, "first"))
        uow.flush()
        ledger.read_heard(uow, [jane], since=since)
        ledger.read_keys(uow, ["first", "second"])
        uow.add(_mail_to(jane, "second"))
        heard = ledger.heard_since(uow, contact_id=jane, purposes=("marketing",), since=since)
        assert len(heard) == 2
        assert ledger.find_delivery(uow, "first") is not None
        assert ledger.find_delivery(uow, "second") is not None


def _mail_to(contact_id: str, key: str) -> Delivery:
    return Delivery(
        key=key, channel="email", address="jane@acme.test", contact_id=contact_id, purpose="marketing"
    )


def _two_people(database: Database) -> list[str]:
    with database.begin() as uow:
        made = [uow.add(Contact(name=name)) for name in ("Jane", "Hank")]
        for one in made:
            address = f"{one.name.lower()}@acme.test"
            uow.add(Identity(contact_id=one.id, kind="email", address=address, lookup=address))
        return [one.id for one in made]


@contextmanager
def _asked(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)
