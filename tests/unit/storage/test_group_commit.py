"""Items handed in by many are written together, and each hears what became of it."""

import threading
from collections.abc import Sequence

import pytest
from sqlmodel import select

from storage.group_commit import GroupCommitWriter, WriterStopped
from storage.intake import insert_inbox_entries
from storage.models import Company, Contact, InboxEntry
from storage.unit_of_work import Database, UnitOfWork


def add_companies(uow: UnitOfWork, domains: Sequence[str]) -> list[str]:
    companies = [uow.add(Company(name=domain, domain=domain)) for domain in domains]
    uow.flush()
    return [company.id for company in companies]


def domains(database: Database) -> set[str | None]:
    with database.read() as uow:
        return set(uow.session.exec(select(Company.domain)))


def test_a_result_is_there_when_it_is_committed(database: Database) -> None:
    with GroupCommitWriter(database, add_companies) as writer:
        record_id = writer.submit("a.example").result(timeout=30)
        with database.read() as uow:
            assert uow.get(Company, record_id).domain == "a.example"


def test_what_waits_is_written_in_one_transaction(database: Database) -> None:
    sizes: list[int] = []
    is_blocked, is_free = threading.Event(), threading.Event()

    def write(uow: UnitOfWork, items: Sequence[str]) -> list[str]:
        sizes.append(len(items))
        is_blocked.set()
        assert is_free.wait(timeout=30)
        return add_companies(uow, items)

    with GroupCommitWriter(database, write) as writer:
        first = writer.submit("first.example")
        assert is_blocked.wait(timeout=30)
        others = [writer.submit(f"{number}.example") for number in range(20)]
        is_free.set()
        assert len({future.result(timeout=30) for future in [first, *others]}) == 21
    assert sizes == [1, 20]


def test_a_bad_item_takes_only_itself_down(database: Database) -> None:
    is_free = threading.Event()

    def write(uow: UnitOfWork, items: Sequence[str]) -> list[str]:
        assert is_free.wait(timeout=30)
        if "bad.example" in items:
            raise ValueError("bad.example")
        return add_companies(uow, items)

    with GroupCommitWriter(database, write) as writer:
        futures = {name: writer.submit(f"{name}.example") for name in ("zero", "one", "bad", "two")}
        is_free.set()
        with pytest.raises(ValueError, match=r"bad\.example"):
            futures["bad"].result(timeout=30)
        for name in ("zero", "one", "two"):
            futures[name].result(timeout=30)
    assert domains(database) == {"zero.example", "one.example", "two.example"}


def test_what_only_the_commit_sees_is_the_items_own_failure(database: Database) -> None:
    def write(uow: UnitOfWork, owners: Sequence[str | None]) -> list[str]:
        return [uow.add(Contact(name="Jane", owner_id=owner)).id for owner in owners]

    with GroupCommitWriter(database, write) as writer:
        futures = [writer.submit(owner) for owner in (None, "nobody", None)]
        outcomes = [future.exception(timeout=30) for future in futures]
    assert [outcome is None for outcome in outcomes] == [True, False, True]


def test_stopping_writes_what_was_handed_in_and_takes_no_more(database: Database) -> None:
    writer = GroupCommitWriter(database, add_companies)
    with pytest.raises(WriterStopped):
        writer.submit("early.example")
    writer.start()
    futures = [writer.submit(f"{number}.example") for number in range(50)]
    writer.stop()
    assert all(future.done() for future in futures)
    assert len(domains(database)) == 50
    with pytest.raises(WriterStopped):
        writer.submit("late.example")


def test_many_threads_hand_in_at_once(database: Database) -> None:
    def hand_in(writer: GroupCommitWriter[str, str], name: str) -> None:
        for number in range(20):
            writer.submit(f"{name}{number}.example").result(timeout=30)

    with GroupCommitWriter(database, add_companies) as writer:
        threads = [threading.Thread(target=hand_in, args=(writer, name)) for name in "abcdefgh"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    assert len(domains(database)) == 160


def test_of_inbox_rows_each_is_new_once(database: Database) -> None:
    def row(external_id: str, body_hash: str = "h") -> dict[str, object]:
        return {
            "channel": "email",
            "account": "inbox@acme.example",
            "external_id": external_id,
            "body_hash": body_hash,
            "ordering_key": "jane",
            "raw": b"raw \x00 bytes",
            "received_at": database.clock(),
        }

    with database.begin() as uow:
        assert insert_inbox_entries(uow.connection(), [row("1"), row("2"), row("1")]) == [True, True, False]
    with database.begin() as uow:
        assert insert_inbox_entries(uow.connection(), [row("2"), row("3"), row("2", "other")]) == [
            False,
            True,
            True,
        ]
        assert insert_inbox_entries(uow.connection(), []) == []
    with database.read() as uow:
        entries = uow.session.exec(select(InboxEntry)).all()
        assert len(entries) == 4
        assert {(entry.raw, entry.disposition) for entry in entries} == {(b"raw \x00 bytes", "pending")}
