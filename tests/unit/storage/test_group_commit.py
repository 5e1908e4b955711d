"""Items are written together, and each has its own result or failure."""

from collections.abc import Sequence

from sqlmodel import select

from storage.database import Database
from storage.errors import StorageFull
from storage.group_commit import write_together
from storage.intake import insert_inbox_entries
from storage.models import Company, Contact, InboxEntry
from storage.unit_of_work import UnitOfWork


def add_companies(uow: UnitOfWork, domains: Sequence[str]) -> list[str]:
    companies = [uow.add(Company(name=domain, domain=domain)) for domain in domains]
    uow.flush()
    return [company.id for company in companies]


def domains(database: Database) -> set[str | None]:
    with database.read() as uow:
        return set(uow.session.exec(select(Company.domain)))


def test_all_are_written_in_one_transaction_and_have_their_results_in_order(database: Database) -> None:
    batches: set[str] = set()

    def write(uow: UnitOfWork, items: Sequence[str]) -> list[str]:
        batches.add(uow.batch_id)
        return add_companies(uow, items)

    written = write_together(database, write, ["a.example", "b.example", "c.example"])
    assert len(batches) == 1
    with database.read() as uow:
        found = [uow.get(Company, str(record_id)).domain for record_id in written]
    assert found == ["a.example", "b.example", "c.example"]


def test_a_bad_item_takes_only_itself_down(database: Database) -> None:
    def write(uow: UnitOfWork, items: Sequence[str]) -> list[str]:
        if "bad.example" in items:
            raise ValueError("bad.example")
        return add_companies(uow, items)

    names = ("zero", "one", "bad", "two")
    outcomes = write_together(database, write, [f"{name}.example" for name in names])
    assert [isinstance(outcome, ValueError) for outcome in outcomes] == [False, False, True, False]
    assert domains(database) == {"zero.example", "one.example", "two.example"}


def test_what_only_the_commit_sees_is_the_items_own_failure(database: Database) -> None:
    def write(uow: UnitOfWork, owners: Sequence[str | None]) -> list[str]:
        return [uow.add(Contact(name="Jane", owner_id=owner)).id for owner in owners]

    outcomes = write_together(database, write, [None, "nobody", None])
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [False, True, False]


def test_a_full_disk_is_told_to_all_and_not_tried_one_by_one(database: Database) -> None:
    tries: list[int] = []

    def write(_uow: UnitOfWork, items: Sequence[int]) -> list[str]:
        tries.append(len(items))
        raise StorageFull("full")

    outcomes = write_together(database, write, [1, 2, 3])
    assert [type(outcome) for outcome in outcomes] == [StorageFull] * 3
    assert tries == [3]


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
