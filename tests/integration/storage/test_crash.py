"""A process killed at any moment leaves whole transactions or none, and nothing it called done is lost."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from storage.database import Database
from storage.models import Change, Contact, Deal, InboxEntry
from storage.rollup import check_rollup
from storage.search import search
from tests.fixtures.forks import Fork, Forks

TAKE_IN = "tests.integration.storage.programs.take_in:main"
CHANGE_RECORDS = "tests.integration.storage.programs.change_records:main"


def run_until_killed(fork: Fork, *, after: int) -> list[str]:
    """Read `after` lines of what a program calls done, kill it; returns the lines it got out."""
    said = b""
    while said.count(b"\n") < after:
        more = fork.talk.recv(65_536)
        assert more, f"it ended after {said.decode()}"
        said += more
    fork.kill()
    said += fork.wait()
    lines = said.decode().splitlines(keepends=True)
    return [line.strip() for line in lines if line.endswith("\n")]


@pytest.mark.parametrize("after", [1, 40])
def test_what_was_called_taken_in_is_there(
    database_url: str, open_database: Callable[[str], Database], forks: Forks, after: int
) -> None:
    done = run_until_killed(forks.start(TAKE_IN, database_url), after=after)
    with open_database(database_url).read() as uow:
        kept = set(uow.session.exec(select(InboxEntry.external_id)))
    assert set(done) <= kept


@pytest.mark.parametrize("after", [5])
def test_records_changes_sums_and_search_stand_or_fall_together(
    database_url: str, open_database: Callable[[str], Database], forks: Forks, after: int
) -> None:
    done = run_until_killed(forks.start(CHANGE_RECORDS, database_url), after=after)
    with open_database(database_url).read() as uow:
        deals = {deal.id: deal for deal in uow.session.exec(select(Deal))}
        assert set(done) <= set(deals)
        assert check_rollup(uow) == []
        for deal in deals.values():
            written = uow.session.exec(select(Change).where(Change.record_id == deal.id)).all()
            assert sorted(change.field for change in written) == ["*", "stage"]
            assert search(uow, deal.title, entities=["deal"])[0].record_id == deal.id
        assert len(uow.session.exec(select(Contact)).all()) == len(deals)
