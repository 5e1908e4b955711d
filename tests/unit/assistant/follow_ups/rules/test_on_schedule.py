"""Rules at an hour: once for each, gathered in one message, late when missed, dropped when too late."""

from datetime import UTC, datetime, timedelta

from assistant.actions import deals
from assistant.actions.deals import DealFields
from assistant.actions.people import create_company
from assistant.follow_ups.rules.pausing import pause
from assistant.follow_ups.rules.running import on_schedule
from assistant.work import Work
from storage.models import Delivery, RuleRun
from tests.unit.assistant.follow_ups.rules.conftest import Shop

STALE = """
  - name: stale
    says: Deals nobody touched for 10 days
    schedule: every weekday at 9
    for: deals
    if: deal.status == "open" && deal.last_activity_at < ago("10d") && lower(deal.title) != "skip"
    do: [{notify: owner, text: "{{ deal.title }}, {{ deal.stage }}"}]
"""
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def _deals(work: Work, *titles: str) -> None:
    for title in titles:
        fields = DealFields(title=title)
        deals.create_deal(work, fields, company=create_company(work, name=title))


def _open(shop: Shop, *titles: str) -> None:
    """Deals untouched for twelve days on the Monday, and a clock that saw the rule before it."""
    shop.clock.now = MONDAY - timedelta(days=12)
    shop.does(lambda work: _deals(work, *titles), by=shop.actor("dana@rapport.example"))
    shop.settle()
    shop.rules(STALE)
    shop.clock.now = MONDAY
    _tick(shop)


def _tick(shop: Shop) -> None:
    on_schedule.sweep(shop.runtime, {})
    shop.settle()


def _marks(shop: Shop) -> list[RuleRun]:
    return [one for one in shop.all(RuleRun) if one.entity == "schedule"]


def test_an_hour_tells_each_owner_in_one_message(shop: Shop) -> None:
    _open(shop, "Acme", "Globex", "Skip")
    assert shop.told("dana@rapport.example") == []
    shop.clock.now = MONDAY.replace(hour=9, minute=1)
    _tick(shop)
    _tick(shop)

    [told] = shop.told("dana@rapport.example")
    assert told == "Deals nobody touched for 10 days: 2.\n• Acme, new\n• Globex, new"
    assert [one.verdict for one in shop.runs()] == ["done", "done"]


def test_two_clocks_that_tick_at_once_mark_an_hour_once(sqlite_shop: Shop) -> None:
    _open(sqlite_shop, "Acme")
    sqlite_shop.clock.now = MONDAY.replace(hour=9, minute=1)
    on_schedule.sweep(sqlite_shop.runtime, {})
    on_schedule.sweep(sqlite_shop.runtime, {})
    sqlite_shop.settle()
    on_schedule.run_page(sqlite_shop.runtime, {"rule": "stale", "slot": "2026-03-02T09:00Z", "after": ""})
    on_schedule.tell(sqlite_shop.runtime, {"rule": "stale", "slot": "2026-03-02T09:00Z", "after": ""})

    assert len(sqlite_shop.told("dana@rapport.example")) == 1


def test_what_was_missed_is_run_once_late_and_says_so(sqlite_shop: Shop) -> None:
    _open(sqlite_shop, "Acme")
    sqlite_shop.clock.now = MONDAY.replace(day=4, hour=13)
    _tick(sqlite_shop)

    [sent] = [one for one in sqlite_shop.all(Delivery) if one.address == "dana@rapport.example"]
    assert "Late: this was due" in sent.content["reply"]["footnote"]
    assert _marks(sqlite_shop)[-1].reason == "2 earlier ones were missed"


def test_what_is_too_late_is_dropped_with_a_verdict(sqlite_shop: Shop) -> None:
    _open(sqlite_shop, "Acme")
    sqlite_shop.clock.now = MONDAY.replace(hour=23)
    _tick(sqlite_shop)

    assert sqlite_shop.told("dana@rapport.example") == []
    last = _marks(sqlite_shop)[-1]
    assert (last.verdict, last.reason) == ("withheld", "missed, and later than 12h")


def test_switching_off_midway_stops_the_pages_to_come(sqlite_shop: Shop) -> None:
    _open(sqlite_shop, "Acme")
    sqlite_shop.clock.now = MONDAY.replace(hour=9, minute=1)
    on_schedule.sweep(sqlite_shop.runtime, {})
    sqlite_shop.does(lambda work: pause(work, "stale"))
    sqlite_shop.settle()

    assert sqlite_shop.runs() == []


def test_a_rule_that_is_new_waits_for_its_next_hour(sqlite_shop: Shop) -> None:
    sqlite_shop.clock.now = MONDAY.replace(hour=12)
    sqlite_shop.rules(STALE)
    _tick(sqlite_shop)
    _tick(sqlite_shop)

    assert [one.reason for one in _marks(sqlite_shop)] == ["seen for the first time"]
