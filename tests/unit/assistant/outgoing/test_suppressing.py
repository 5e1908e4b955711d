"""How long an address is kept from being written to."""

from datetime import timedelta

import pytest

from assistant.outgoing import suppressing
from storage.database import Database
from storage.queries import people
from tests.fixtures.clock import START, FrozenClock

GRETA = "greta@halden-bikes.example"


@pytest.mark.parametrize(
    ("status", "days"),
    [("5.1.1", None), (None, None), ("5.2.2", 7), ("5.7.1", 3), ("5.3.0", 3), ("5.2.1", None)],
)
def test_what_may_pass_ends_by_itself_and_a_dead_address_stays_dead(
    status: str | None, days: int | None
) -> None:
    lasts, why = suppressing.after_bounce(status)
    assert lasts == (timedelta(days=days) if days is not None else None)
    assert (status or "permanent") in why


def test_a_suppression_ends_and_may_come_again(sqlite_database: Database, clock: FrozenClock) -> None:
    week = START + timedelta(days=7)
    with sqlite_database.begin() as uow:
        suppressing.suppress(uow, kind="email", address=GRETA, reason="full", until=week)
    with sqlite_database.begin() as uow:
        assert people.find_suppression(uow, kind="email", address=GRETA) is not None
        shorter = START + timedelta(days=1)
        suppressing.suppress(uow, kind="email", address=GRETA, reason="policy", until=shorter)
        found = people.find_suppression(uow, kind="email", address=GRETA)
        assert found is not None
        assert (found.reason, found.until) == ("full", week)
    clock.advance(timedelta(days=8))
    with sqlite_database.begin() as uow:
        assert people.find_suppression(uow, kind="email", address=GRETA) is None
        suppressing.suppress(uow, kind="email", address=GRETA, reason="gone")
        found = people.find_suppression(uow, kind="email", address=GRETA)
        assert found is not None
        assert (found.reason, found.until) == ("gone", None)


def test_who_asks_to_hear_from_us_again_is_written_to(sqlite_database: Database) -> None:
    with sqlite_database.begin() as uow:
        assert not suppressing.lift(uow, kind="phone", address="+14155550142")
        suppressing.suppress(uow, kind="phone", address="+14155550142", reason="opted out")
        assert suppressing.lift(uow, kind="phone", address="+14155550142")
        assert people.find_suppression(uow, kind="phone", address="+14155550142") is None
