"""Who gets what nobody owns, by rules alone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.follow_ups.assigning.choosing import Candidate, Wanted, choose
from config.service import AssignmentRules, Trait

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def rules(**said: Any) -> AssignmentRules:
    """Rules with what the test says."""
    return AssignmentRules(**said)


def somebody(name: str, *, load: int = 0, **facts: Any) -> Candidate:
    """A colleague at work with room."""
    return Candidate(id=name, load=load, **facts)


def chosen(candidates: list[Candidate], wanted: Wanted | None = None, **said: Any) -> str | None:
    """Who is chosen."""
    found = choose(candidates, wanted or Wanted(), rules(**said))
    return found.id if found else None


def speaking(*words: str) -> dict[Trait, frozenset[str]]:
    """Traits of a colleague who speaks these."""
    return {"language": frozenset(words)}


def test_the_least_busy_gets_it_and_among_equals_who_waited_longest() -> None:
    a = somebody("a", load=2, last_assigned_at=NOW - timedelta(hours=9))
    b = somebody("b", load=1, last_assigned_at=NOW)
    c = somebody("c", load=1, last_assigned_at=NOW - timedelta(hours=1))
    assert chosen([a, b, c]) == "c"
    assert chosen([a, b, c], strategy="round_robin") == "a"


def test_nobody_on_leave_at_home_or_full_is_chosen() -> None:
    away = somebody("away", is_away=True)
    home = somebody("home", is_at_work=False)
    full = somebody("full", load=3, capacity=3)
    assert chosen([away, home, full]) is None
    assert chosen([away, home, full], outside_hours="assign") == "home"
    assert chosen([somebody("a", load=5), full], capacity=5) is None


def test_who_speaks_the_language_comes_before_who_says_nothing_and_before_who_speaks_another() -> None:
    german, unsaid = somebody("german", load=9, traits=speaking("de")), somebody("unsaid", load=5)
    french = somebody("french", traits=speaking("fr"))
    wanted = Wanted(speaking("de"))
    assert chosen([german, unsaid, french], wanted) == "german"
    assert chosen([unsaid, french], wanted) == "unsaid"
    assert chosen([french], wanted) == "french"
    assert chosen([french], wanted, require=("language",)) is None
    assert chosen([unsaid, french], wanted, require=("language",)) == "unsaid"


def test_the_customers_own_colleague_comes_first() -> None:
    own, idle = somebody("own", load=7), somebody("idle")
    assert chosen([own, idle], Wanted(owner_id="own")) == "own"
    assert chosen([own, idle], Wanted(owner_id="own"), keeps_owner=False) == "idle"


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 6), st.integers(1, 40))
def test_taking_turns_gives_everybody_the_same_within_one(colleagues: int, records: int) -> None:
    roster = {str(number): somebody(str(number)) for number in range(colleagues)}
    given_to: list[str] = []
    for number in range(records):
        name = chosen(list(roster.values()), strategy="round_robin")
        assert name is not None
        given_to.append(name)
        roster[name] = somebody(name, last_assigned_at=NOW + timedelta(seconds=number))
    counts = [given_to.count(name) for name in roster]
    assert max(counts) - min(counts) <= 1
    assert all(one != two for one, two in pairwise(given_to)) or colleagues == 1
