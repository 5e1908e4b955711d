"""A process killed at any moment leaves whole transactions or none, and nothing it called done is lost."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from storage.models import Change, Contact, Deal, InboxEntry
from storage.rollup import check_rollup
from storage.search import search
from storage.unit_of_work import Database

PROGRAMS = Path(__file__).parent / "programs"


def run_until_killed(program: str, url: str, *, after: int) -> list[str]:
    """Start a program, read `after` lines of what it calls done, kill it; returns the lines it got out."""
    command = [sys.executable, str(PROGRAMS / program), url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        lines += [line.strip() for line in process.stdout if line.endswith("\n")]
    assert all(lines)
    return lines


@pytest.mark.parametrize("after", [1, 40])
def test_what_was_called_taken_in_is_there(
    database_url: str, open_database: Callable[[str], Database], after: int
) -> None:
    done = run_until_killed("take_in.py", database_url, after=after)
    with open_database(database_url).read() as uow:
        kept = set(uow.session.exec(select(InboxEntry.external_id)))
    assert set(done) <= kept


@pytest.mark.parametrize("after", [5])
def test_records_changes_sums_and_search_stand_or_fall_together(
    database_url: str, open_database: Callable[[str], Database], after: int
) -> None:
    done = run_until_killed("change_records.py", database_url, after=after)
    with open_database(database_url).read() as uow:
        deals = {deal.id: deal for deal in uow.session.exec(select(Deal))}
        assert set(done) <= set(deals)
        assert check_rollup(uow) == []
        for deal in deals.values():
            written = uow.session.exec(select(Change).where(Change.record_id == deal.id)).all()
            assert sorted(change.field for change in written) == ["*", "stage"]
            assert search(uow, deal.title, entities=["deal"])[0].record_id == deal.id
        assert len(uow.session.exec(select(Contact)).all()) == len(deals)
