"""Colleagues: added once by their address, and changed in what is given."""

from collections.abc import Iterator

import pytest

from assistant.actions.members import save_member
from assistant.work import InvalidValue, Work
from storage.database import Database
from tests.fixtures.working import working


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction in the system's name."""
    with sqlite_database.begin() as uow:
        yield working(uow)


def test_who_is_new_is_a_rep_and_what_is_not_given_stays(work: Work) -> None:
    assert save_member(work, email="ann@x.example").role == "rep"
    save_member(work, email="ann@x.example", name="Ann Lee", role="admin")
    changed = save_member(work, email="ann@x.example", phone="+43 660 1234568")
    assert (changed.name, changed.role) == ("Ann Lee", "admin")


def test_a_number_belongs_to_one_colleague(work: Work) -> None:
    save_member(work, email="ann@x.example", phone="+43 660 1234568")
    save_member(work, email="ann@x.example", phone="+43 660 1234569")
    save_member(work, email="bob@x.example", phone="+43 660 1234568")
    with pytest.raises(InvalidValue, match="another colleague"):
        save_member(work, email="bob@x.example", phone="+43 660 1234569")
