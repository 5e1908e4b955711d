"""Two weeks of follow-ups over a change of clocks and an outage, judged by rules that know no product code.

The whole quarter, with schedulers of their own process, is played by `rapport bench quarter`.
"""

import ast
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.bench.quarter import books as books_module
from assistant.bench.quarter import excuses as excuses_module
from assistant.bench.quarter import ledger as ledger_module
from assistant.bench.quarter import rules as rules_module
from assistant.bench.quarter.ledger import (
    Decided,
    Enrolled,
    Happened,
    Ledger,
    Person,
    Reminded,
    Reminder,
    Sent,
)
from assistant.bench.quarter.play import play
from assistant.bench.quarter.rules import RULES, broken
from assistant.bench.quarter.scenario import WEEKS, terms
from tests.fixtures.databases import needs_postgresql

NOON = datetime(2026, 3, 3, 17, tzinfo=UTC)  # in New York
BEFORE = NOON - timedelta(hours=1)
ANN = Person(1, "Ann", "ann@a.example", "", "America/New_York", company=1)
BEN = replace(ANN, number=2, name="Ben", email="ben@a.example")


@pytest.mark.timeout(600)
@needs_postgresql
async def test_two_weeks_with_two_schedulers_break_no_rule(postgres_url: str, tmp_path: Path) -> None:
    played = await play(postgres_url, WEEKS, folder=tmp_path, processes=False)
    assert broken(played.ledger) == []
    deeds = Counter(one.deed for one in played.ledger.happened)
    assert {"reply", "opt_out", "bounce", "away"} <= set(deeds)
    assert len(played.ledger.sent) > WEEKS.people
    assert {one.verdict for one in played.ledger.decided} == {"send", "later", "never"}


@pytest.mark.parametrize("module", [ledger_module, books_module, excuses_module, rules_module])
def test_the_rules_know_nothing_of_the_product(module: object) -> None:
    path = Path(str(getattr(module, "__file__", "")))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    own = {
        one
        for one in imported
        if one and one.split(".")[0] in ("assistant", "channels", "storage", "nlp", "config")
    }
    assert own <= {f"assistant.bench.quarter.{name}" for name in ("ledger", "books", "excuses")}


def test_a_clean_ledger_breaks_nothing() -> None:
    assert broken(clean()) == []


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("nothing twice", lambda one: one.sent.append(one.sent[0])),
        ("nothing at night", lambda one: one.sent.append(step(2, NOON + timedelta(hours=11)))),
        (
            "nothing after the end",
            lambda one: one.happened.append(Happened(1, "reply", NOON - timedelta(hours=1))),
        ),
        ("nothing while away", lambda one: one.happened.append(away())),
        ("weekly cap", lambda one: one.sent.extend(step(number, NOON) for number in range(3, 8))),
        ("hourly pace", lambda one: one.sent.extend(step(number, NOON) for number in range(3, 130))),
        ("nothing too early", lambda one: one.sent.append(step(2, NOON + timedelta(days=1)))),
        ("sent or explained", lambda one: one.sent.clear()),
        ("nothing stale", lambda one: spoil_late(one, hours=48)),
        ("thanks end nothing", lambda one: one.decided.append(verdict("never", reason="they replied"))),
        ("sent or explained", lambda one: spoil_late(one)),
        ("sent or explained", lambda one: put_off(one, NOON + timedelta(hours=2))),
        ("no false excuse", lambda one: one.decided.append(verdict("never", reason="They opted out."))),
        ("not put off too long", lambda one: put_off(one, NOON + timedelta(days=3))),
        ("not put off too long", lambda one: put_off(one, None)),
        ("reminders once", lambda one: one.reminded.clear()),
        ("reminders once", lambda one: remind_at(one, NOON + timedelta(hours=3))),
        ("reminders once", lambda one: remind_at(one, NOON - timedelta(minutes=5))),
        ("nothing after a colleague's answer", lambda one: one.happened.append(Happened(2, "reply", NOON))),
    ],
)
def test_each_rule_sees_its_breach(rule: str, spoil: object) -> None:
    assert rule in RULES
    spoilt = clean()
    if rule == "nothing after a colleague's answer":
        spoilt.enrolled = [Enrolled(1, "account", NOON - timedelta(hours=2))]
        spoilt.sent = [replace(step(1, NOON + timedelta(hours=1)), tag="account")]
    assert callable(spoil)
    spoil(spoilt)
    assert any(breach.startswith(f"{rule}:") for breach in broken(spoilt))


def test_who_has_heard_enough_is_put_off_for_as_long_as_their_week_is_full() -> None:
    full = clean()
    at = [NOON - timedelta(hours=hours) for hours in (1, 2, 3)]
    full.sent = [replace(step(number, moment), tag="texts") for number, moment in enumerate(at, start=1)]
    full.decided = [replace(verdict("later"), not_before=NOON + timedelta(days=6, hours=20))]
    assert not [breach for breach in broken(full) if breach.startswith("not put off too long:")]
    full.decided = [replace(verdict("later"), not_before=NOON + timedelta(days=9))]
    assert [breach for breach in broken(full) if breach.startswith("not put off too long:")]


def clean() -> Ledger:
    """One person, one step at noon, one reminder; the run ends before the next is due."""
    made = Ledger(replace(terms(WEEKS), end=NOON + timedelta(days=1)))
    made.people = [ANN, BEN]
    made.enrolled = [Enrolled(1, "outreach", NOON)]
    made.sent = [step(1, NOON)]
    made.decided = [verdict("send")]
    made.reminders = [Reminder("Call back number 1.", NOON)]
    made.reminded = [Reminded("Call back number 1.", NOON)]
    return made


def spoil_late(one: Ledger, *, hours: int = 1) -> None:
    """Ann's first step comes hours after it was due, without a word."""
    one.sent = [step(1, NOON + timedelta(hours=hours))]


def put_off(one: Ledger, until: datetime | None) -> None:
    """Ann's first step is put off, and never comes."""
    one.sent, one.decided = [], [replace(verdict("later"), not_before=until)]


def remind_at(one: Ledger, at: datetime) -> None:
    """The reminder comes then."""
    one.reminded = [replace(one.reminded[0], at=at)]


def step(number: int, at: datetime) -> Sent:
    """A mail to Ann."""
    return Sent(1, "email", "outreach", number, "a", at)


def verdict(said: str, *, reason: str = "", late_minutes: int = 0) -> Decided:
    """A verdict about Ann's first step."""
    return Decided(1, "outreach", 1, said, reason, NOON, late_minutes)


def away() -> Happened:
    """Ann is away over noon."""
    return Happened(1, "away", BEFORE, NOON + timedelta(days=2))
