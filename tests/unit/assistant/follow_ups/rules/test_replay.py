"""The past asked: who would have got what and when, with the records as they were then, and nothing sent."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.actions import deals, tasks, tickets
from assistant.actions.deals import DealFields
from assistant.actions.people import create_company, create_contact
from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.replaying.replay import Replay, replay
from assistant.work import InvalidValue, Work
from storage.models import Contact, Deal, Delivery, Job, RuleRun, Ticket
from tests.unit.assistant.follow_ups.rules.conftest import Shop

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def _try(shop: Shop, *, days: int = 30, until: datetime | None = None) -> Replay:
    before = [len(shop.all(kind)) for kind in (Delivery, RuleRun, Job)]
    with shop.runtime.database.read() as uow:
        work = shop.runtime.work(uow)
        listed = registry.listed(uow, work.crm)[0]
        found = replay(work, listed.compiled, since=work.now - timedelta(days=days), until=until)
    assert [len(shop.all(kind)) for kind in (Delivery, RuleRun, Job)] == before
    return found


def _deal(work: Work, title: str, stage: str = "new") -> Deal:
    contact = create_contact(work, name="Greta Halden", email=f"greta@{title.lower()}.example")
    company = create_company(work, name=title)
    work.uow.flush()
    fields = DealFields(title=title, stage=stage, amount_minor=100_000)
    return deals.create_deal(work, fields, company=company, contact=contact)


def _move(shop: Shop, deal: Deal, stage: str, *, after: timedelta) -> None:
    shop.clock.advance(after)
    shop.does(lambda work: deals.move_deal(work, work.uow.get(Deal, deal.id), stage))


def test_events_are_asked_about_the_record_as_it_was_then(shop: Shop) -> None:
    shop.clock.now = MONDAY
    deal = shop.does(lambda work: _deal(work, "Acme"), by=shop.actor("dana@rapport.example"))
    _move(shop, deal, "negotiation", after=timedelta(days=1))
    fields = DealFields(amount_minor=9_000_000, owner_id=shop.member("maya@rapport.example").id)
    shop.clock.advance(timedelta(days=1))
    shop.does(lambda work: deals.update_deal(work, work.uow.get(Deal, deal.id), fields))
    _move(shop, deal, "proposal", after=timedelta(days=1))
    shop.rules("""
  - name: big
    event: deal.stage_changed
    if: deal.amount < 5000.0 || was.stage == "negotiation"
    do: [{notify: owner, text: "{{ deal.title }} {{ deal.stage }} {{ deal.amount }} from {{ was.stage }}"}]
""")

    found = _try(shop)

    assert [(one.did[0].to, one.did[0].says) for one in found.acted] == [
        ("Dana Reyes", "Acme negotiation $1,000 from new"),
        ("Maya Lind", "Acme proposal $90,000 from negotiation"),
    ]
    assert [one.at - MONDAY for one in found.acted] == [timedelta(days=1), timedelta(days=3)]


def test_hours_are_asked_about_every_record_as_it_was_then(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    shop.clock.now = MONDAY - timedelta(days=20)
    dana = shop.actor("dana@rapport.example")
    quiet, busy = (shop.does(lambda work, one=one: _deal(work, one), by=dana) for one in ("Quiet", "Busy"))  # type: ignore[misc]
    shop.clock.now = MONDAY - timedelta(days=4)
    shop.does(lambda work: tasks.log_activity(work, kind="call", deal=work.uow.get(Deal, busy.id)), by=dana)
    shop.clock.now = MONDAY + timedelta(days=2, hours=2)
    shop.does(lambda work: deals.end_deal(work, work.uow.get(Deal, quiet.id), "lost"))
    shop.clock.now = MONDAY + timedelta(days=4, hours=2)
    shop.rules("""
  - name: stale
    schedule: every weekday at 9
    for: deals
    if: deal.status == "open" && deal.last_activity_at < ago("7d")
    do: [{notify: owner, text: "{{ deal.title }}"}]
""")

    found = _try(shop, days=11)

    told = [(one.at.day, one.called) for one in found.acted]
    # Busy was called on 26 February: seven days of quiet before it and after it. Quiet was lost on 4 March.
    quiet_days = [(day, "Quiet") for day in (24, 25, 26, 27, 2, 3, 4)]
    busy_days = [(day, "Busy") for day in (24, 25, 5, 6)]
    assert sorted(told) == sorted(quiet_days + busy_days)
    assert found.asked == 9


def test_a_month_is_asked_about_until_its_end(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    for day in (10, 40):
        shop.clock.now = MONDAY + timedelta(days=day)
        shop.does(lambda work: tickets.create_ticket(work, subject="Brakes"))
    for trigger in ("event: ticket.created", "schedule: daily at 9\n    for: tickets"):
        shop.rules(f"""
  - name: told
    {trigger}
    do: [{{notify: managers, text: "{{{{ ticket.subject }}}}"}}]
""")
        found = _try(shop, days=40, until=datetime(2026, 4, 1, tzinfo=UTC))
        assert {one.at.month for one in found.acted} == {3}


def test_caps_count_in_the_past_too(sqlite_shop: Shop) -> None:
    for _ in range(3):
        sqlite_shop.does(lambda work: tickets.create_ticket(work, subject="Brakes"))
    sqlite_shop.clock.advance(timedelta(hours=2))
    sqlite_shop.does(lambda work: tickets.create_ticket(work, subject="Bell"))
    sqlite_shop.rules("""
  - name: told
    event: ticket.created
    do: [{notify: managers, text: "{{ ticket.subject }}"}]
    limits: {per_hour: 2}
""")

    found = _try(sqlite_shop)

    assert [one.withheld for one in found.items] == [
        "",
        "",
        "it acted 2 times within an hour, and may not more often",
        "",
    ]
    assert {one.to for one in found.acted[0].did} == {"Maya Lind", "Ada Quist"}


def test_the_gate_is_foreseen_and_what_cannot_be_done_says_so(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    shop.clock.now = MONDAY.replace(hour=23)
    shop.does(lambda work: _deal(work, "Acme"))
    shop.does(lambda work: create_contact(work, name="Otto Bell", email=None, phone=None))
    shop.clock.advance(timedelta(hours=1))
    shop.rules("""
  - name: hello
    event: contact.created
    do: [{message: "Hello {{ contact.first_name }}"}]
""")
    assert len(shop.all(Contact)) == 2

    found = _try(shop)

    [greta, otto] = [one.did[0] for one in found.acted]
    assert "not before Tue 3 March 2026, 08:00" in greta.to
    assert greta.says == "Hello Greta"
    assert "no address" in otto.withheld


def test_an_event_nobody_kept_cannot_be_tried(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: near
    event: sla.warning
    do: [{notify: owner, text: "{{ ticket.number }}"}]
""")
    with pytest.raises(InvalidValue, match="The past does not tell"):
        _try(sqlite_shop)


def test_reopened_and_closed_tickets_are_told_by_their_changes(sqlite_shop: Shop) -> None:
    ticket = sqlite_shop.does(lambda work: tickets.create_ticket(work, subject="Brakes"))
    for deed in (tickets.close_ticket, tickets.reopen_ticket, tickets.close_ticket):
        sqlite_shop.clock.advance(timedelta(hours=1))
        sqlite_shop.does(lambda work, deed=deed: deed(work, work.uow.get(Ticket, ticket.id)))  # type: ignore[misc]
    for event, count in (("ticket.closed", 2), ("ticket.reopened", 1), ("ticket.created", 1)):
        sqlite_shop.rules(f"""
  - name: told
    event: {event}
    do: [{{notify: managers, text: "{{{{ ticket.status }}}}"}}]
""")
        assert len(_try(sqlite_shop).acted) == count
