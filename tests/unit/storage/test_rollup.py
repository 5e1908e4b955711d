"""The sums of the pipeline are true after every change of a deal."""

from sqlmodel import select

from storage.database import Database
from storage.models import Deal, Member, Pipeline, PipelineRollup, Stage
from storage.rollup import Cell, check_rollup, rebuild_rollup
from storage.unit_of_work import UnitOfWork


def set_up(uow: UnitOfWork) -> str:
    uow.add(Pipeline(key="sales", name="Sales"))
    uow.add(Stage(pipeline="sales", key="new", name="New", position=1, probability=10))
    uow.add(Stage(pipeline="sales", key="demo", name="Demo", position=2, probability=50))
    return uow.add(Member(email="a@b.example", name="Ann")).id


def sums(uow: UnitOfWork) -> dict[tuple[str, ...], tuple[int, int, int]]:
    rows = uow.session.exec(select(PipelineRollup)).all()
    return {
        (row.stage, "owned" if row.owner_id else "", row.currency): (
            row.deals,
            row.amount_minor,
            row.weighted_minor,
        )
        for row in rows
        if row.deals
    }


def test_a_new_deal_is_added(database: Database) -> None:
    with database.begin() as uow:
        owner = set_up(uow)
        uow.add(Deal(title="A", stage="new", amount_minor=1000, owner_id=owner))
        uow.add(Deal(title="B", stage="new", amount_minor=None, owner_id=owner))
        uow.add(Deal(title="C", stage="new", amount_minor=70, currency="EUR", probability=90))
    with database.read() as uow:
        assert sums(uow) == {("new", "owned", "USD"): (2, 1000, 10_000), ("new", "", "EUR"): (1, 70, 6300)}
        assert check_rollup(uow) == []


def test_a_moved_deal_leaves_one_cell_for_another(database: Database) -> None:
    with database.begin() as uow:
        set_up(uow)
        deal = uow.add(Deal(title="A", stage="new", amount_minor=1000))
    with database.begin() as uow:
        found = uow.get(Deal, deal.id)
        found.stage, found.amount_minor = "demo", 2000
        uow.flush()
        found.currency = "EUR"
    with database.read() as uow:
        assert sums(uow) == {("demo", "", "EUR"): (1, 2000, 100_000)}
        assert check_rollup(uow) == []


def test_a_deleted_deal_is_taken_out(database: Database) -> None:
    with database.begin() as uow:
        set_up(uow)
        deal = uow.add(Deal(title="A", stage="new", amount_minor=1000))
    with database.begin() as uow:
        uow.delete(uow.get(Deal, deal.id))
    with database.read() as uow:
        assert sums(uow) == {}
        assert check_rollup(uow) == []


def test_a_stages_new_probability_counts_its_deals_anew(database: Database) -> None:
    with database.begin() as uow:
        set_up(uow)
        uow.add(Deal(title="A", stage="new", amount_minor=1000))
    with database.begin() as uow:
        uow.session.exec(select(Stage).where(Stage.key == "new")).one().probability = 20
    with database.read() as uow:
        assert sums(uow) == {("new", "", "USD"): (1, 1000, 20_000)}


def test_a_wrong_sum_is_found_and_repaired(database: Database) -> None:
    with database.begin() as uow:
        set_up(uow)
        uow.add(Deal(title="A", stage="new", amount_minor=1000))
    with database.begin() as uow:
        uow.connection().exec_driver_sql("UPDATE pipelinerollup SET deals = 7")
    with database.begin() as uow:
        (difference,) = check_rollup(uow)
        assert difference.cell == Cell("sales", "new", "", "USD")
        assert (difference.kept[0], difference.counted[0]) == (7, 1)
        rebuild_rollup(uow)
        assert check_rollup(uow) == []


def test_a_change_past_a_stale_copy_keeps_the_sums_true(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        set_up(uow)
        deal = uow.add(Deal(title="A", stage="new", amount_minor=1000))
    with postgres_database.begin() as slow:
        stale = slow.get(Deal, deal.id)
        with postgres_database.begin() as quick:
            quick.get(Deal, deal.id).stage = "demo"
        stale.amount_minor = 3000
    with postgres_database.read() as uow:
        assert sums(uow) == {("demo", "", "USD"): (1, 3000, 150_000)}
        assert check_rollup(uow) == []
