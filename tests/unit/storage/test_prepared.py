"""Prepared queries: what the driver is asked past SQLAlchemy comes back as SQLAlchemy would give it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, inspect
from sqlmodel import col, not_, select

from storage.among import among
from storage.database import Database
from storage.models import Change, Contact
from storage.prepared import Prepared

BY_NAME = Prepared(select(Contact).where(Contact.name == bindparam("name")))
ANEW = Prepared(
    select(Contact).where(Contact.name == bindparam("name")).execution_options(populate_existing=True)
)
IDS_OF_NAMES: Prepared[str] = Prepared(
    select(Contact.id).where(col(Contact.name).in_(bindparam("names", expanding=True)))
)
MADE_BEFORE: Prepared[datetime] = Prepared(
    select(Contact.created_at).where(col(Contact.created_at) < bindparam("before"))
)


def test_a_record_is_loaded_whole_and_watched_for_changes(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane", custom={"shoe": 41}))
    with database.begin() as uow:
        [jane] = BY_NAME.all(uow, name="Jane")
        assert (jane.custom, jane.created_at) == ({"shoe": 41}, database.clock())
        assert inspect(jane).persistent
        jane.title = "CTO"
    with database.read() as uow:
        assert uow.get(Contact, jane.id).title == "CTO"
        changed = uow.session.exec(select(Change).where(Change.field == "title", Change.after != None))  # noqa: E711
        assert [change.after for change in changed] == ["CTO"]


def test_a_record_the_session_holds_is_that_record_with_what_was_set(database: Database) -> None:
    with database.begin() as uow:
        added = uow.add(Contact(name="Jane"))
    with database.begin() as uow:
        held = uow.get(Contact, added.id)
        held.title = "CTO"
        assert BY_NAME.first(uow, name="Jane") is held
        assert held.title == "CTO"


def test_what_is_pending_is_found(database: Database) -> None:
    with database.begin() as uow:
        jane = uow.add(Contact(name="Jane"))
        assert BY_NAME.all(uow, name="Jane") == [jane]
        assert BY_NAME.first(uow, name="Joan") is None


def test_a_record_whose_savepoint_was_taken_back_is_read_anew(database: Database) -> None:
    with database.begin() as uow:
        jane = uow.add(Contact(name="Jane"))
        uow.flush()
        with uow.savepoint() as savepoint:
            jane.title = "CTO"
            uow.flush()
            savepoint.rollback()
        [found] = BY_NAME.all(uow, name="Jane")
        assert found is jane
        assert found.title is None


def test_a_select_that_reads_anew_does_so(database: Database) -> None:
    with database.begin() as uow:
        jane = uow.add(Contact(name="Jane"))
        uow.flush()
        uow.connection().exec_driver_sql("UPDATE contact SET title = 'CTO'")
        assert BY_NAME.first(uow, name="Jane") is jane
        assert jane.title is None
        assert ANEW.first(uow, name="Jane") is jane
        assert jane.title == "CTO"


def test_a_column_comes_back_as_its_type(database: Database) -> None:
    with database.begin() as uow:
        uow.add(Contact(name="Jane"))
        now = uow.now
    with database.read() as uow:
        assert MADE_BEFORE.all(uow, before=now + timedelta(seconds=1)) == [now]
        assert MADE_BEFORE.all(uow, before=now) == []


def test_a_list_is_asked_for_by_its_length(database: Database) -> None:
    with database.begin() as uow:
        people = [uow.add(Contact(name=name)) for name in ("Jane", "Joan", "O'Hara")]
    with database.read() as uow:
        found = IDS_OF_NAMES.all(uow, names=["Jane", "O'Hara"])
        assert sorted(found) == sorted([people[0].id, people[2].id])
        assert IDS_OF_NAMES.all(uow, names=[]) == []


AMONG = Prepared(select(Contact).where(among(Contact.name, "names")).order_by(Contact.name))
_NOT_AMONG: Any = select(Contact.name, Contact.created_at).where(not_(among(Contact.name, "names")))
COLUMNS: Prepared[tuple[str, datetime]] = Prepared(_NOT_AMONG)


@pytest.mark.parametrize("names", [[], ["Jane"], ["Jane", "O'Brien", 'a"b,{c}'], ["nobody"]])
def test_a_list_of_any_length_is_asked_for(database: Database, names: list[str]) -> None:
    known = ["Jane", "O'Brien", 'a"b,{c}']
    with database.begin() as uow:
        for name in known:
            uow.add(Contact(name=name))
    with database.read() as uow:
        assert [one.name for one in AMONG.all(uow, names=names)] == sorted(set(names) & set(known))
        others = COLUMNS.all(uow, names=names)
        assert {name for name, _ in others} == set(known) - set(names)
        assert all(at == database.clock() for _, at in others)


def test_a_record_found_by_its_id_is_the_one_the_session_holds(database: Database) -> None:
    with database.begin() as uow:
        jane = uow.add(Contact(name="Jane"))
        assert uow.find(Contact, jane.id) is jane
        uow.flush()
        assert uow.find(Contact, jane.id) is jane
    with database.begin() as uow:
        found = uow.get(Contact, jane.id)
        found.title = "CTO"
        assert uow.find(Contact, jane.id) is found
        assert found.title == "CTO"
        assert uow.find(Contact, "nobody") is None
