"""Several writers at once leave the books true, on both databases."""

import threading
from collections.abc import Callable

import pytest
from sqlmodel import select

from storage.changes import changes_since, undo_batch
from storage.database import Database
from storage.errors import AlreadyUndone, DatabaseBusy
from storage.models import Contact, Deal, Pipeline, PipelineRollup, Stage
from storage.queries.service import next_ticket_number
from storage.rollup import check_rollup
from storage.search import search

STAGES = ["new", "demo", "won"]


@pytest.fixture
def with_stages(database: Database) -> Database:
    with database.begin() as uow:
        uow.add(Pipeline(key="sales", name="Sales"))
        for position, key in enumerate(STAGES):
            uow.add(Stage(pipeline="sales", key=key, name=key, position=position, probability=30 * position))
    return database


def run_together(*works: Callable[[], None]) -> list[Exception]:
    """Run the works at the same time; returns what they raised."""
    raised: list[Exception] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        start.wait(timeout=30)
        try:
            work()
        except Exception as error:  # noqa: BLE001 (handed to the test)
            raised.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def retried(work: Callable[[], None]) -> None:
    """Do what every worker does when the database is busy: the same again."""
    for _ in range(20):
        try:
            return work()
        except DatabaseBusy:
            continue
    raise AssertionError("busy twenty times in a row")


def test_the_rollup_is_true_after_concurrent_moves(with_stages: Database) -> None:
    with with_stages.begin() as uow:
        deals = [uow.add(Deal(title=f"D{number}", amount_minor=100)).id for number in range(6)]

    def mover(offset: int) -> Callable[[], None]:
        def move(deal_id: str, stage: str) -> None:
            with with_stages.begin() as uow:
                deal = uow.get(Deal, deal_id)
                deal.stage, deal.amount_minor = stage, 100 + offset

        def move_all() -> None:
            for step in range(6):
                deal_id, stage = deals[(offset + step) % 6], STAGES[(offset + step) % 3]
                retried(lambda deal_id=deal_id, stage=stage: move(deal_id, stage))  # type: ignore[misc]

        return move_all

    assert run_together(*(mover(offset) for offset in range(4))) == []
    with with_stages.read() as uow:
        assert check_rollup(uow) == []
        assert sum(row.deals for row in uow.session.exec(select(PipelineRollup))) == 6


def test_new_cells_of_the_rollup_are_made_once(with_stages: Database) -> None:
    def add() -> None:
        def once() -> None:
            with with_stages.begin() as uow:
                uow.add(Deal(title="D", amount_minor=10, stage="demo"))

        retried(once)

    assert run_together(*[add] * 6) == []
    with with_stages.read() as uow:
        (cell,) = uow.session.exec(select(PipelineRollup)).all()
        assert (cell.deals, cell.amount_minor, cell.weighted_minor) == (6, 60, 60 * 30)


def test_two_undos_of_one_batch_undo_it_once(with_stages: Database) -> None:
    with with_stages.begin() as uow:
        deal = uow.add(Deal(title="Acme"))
    with with_stages.begin() as uow:
        uow.get(Deal, deal.id).stage = "won"
        batch = uow.batch_id

    def undo() -> None:
        with with_stages.begin() as uow:
            undo_batch(uow, batch)

    raised = run_together(undo, undo, undo)
    assert [type(error) for error in raised] == [AlreadyUndone, AlreadyUndone]
    with with_stages.read() as uow:
        assert uow.get(Deal, deal.id).stage == "new"


def test_words_learnt_at_the_same_time_are_learnt_once(database: Database) -> None:
    def add(number: int) -> Callable[[], None]:
        def once() -> None:
            with database.begin() as uow:
                for name in ("Zebulon Quartermain", "Quartermain Zebulon"):
                    uow.add(Contact(name=f"{name} {number}"))

        return lambda: retried(once)

    assert run_together(*(add(number) for number in range(5))) == []
    with database.read() as uow:
        assert len(search(uow, "zebulno quartermian", limit=20)) == 10
        assert len({change.batch_id for change in changes_since(uow).items}) == 5


def test_the_first_tickets_of_all_have_numbers_of_their_own(database: Database) -> None:
    numbers: list[int] = []

    def take() -> None:
        with database.begin() as uow:
            numbers.append(next_ticket_number(uow))

    assert run_together(*[take] * 6) == []
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_readers_are_not_held_up_by_a_writer(database: Database) -> None:
    with database.begin() as uow:
        contact = uow.add(Contact(name="Jane"))
    with database.begin() as writer:
        writer.get(Contact, contact.id).name = "Janet"
        writer.flush()
        with database.read() as reader:
            assert reader.get(Contact, contact.id).name == "Jane"
    with database.read() as reader:
        assert reader.get(Contact, contact.id).name == "Janet"
