"""An event sets rules off: conditions are asked, actions taken once, and everything leaves a verdict."""

from datetime import timedelta

import pytest

from assistant.actions import deals, tickets
from assistant.actions.deals import DealFields
from assistant.actions.people import create_company, create_contact
from assistant.follow_ups.rules import registry
from assistant.follow_ups.rules.pausing import pause, resume
from assistant.work import Work
from storage.models import Contact as ContactRow
from storage.models import Deal, Delivery, Enrolment, SendVerdict, Tag, Task, Ticket
from tests.unit.assistant.follow_ups.rules.conftest import Shop

URGENT = """
  - name: urgent-ticket
    event: ticket.created
    if: ticket.priority == "urgent" && contact.name != ""
    do:
      - notify: managers
        text: "Urgent #{{ ticket.number }} of {{ contact.first_name }}: {{ ticket.subject }}"
      - assign: team support
      - task: "Call {{ contact.name }}"
        due: 2h
        to: sam@rapport.example
      - tag: vip
"""


def _greta(work: Work) -> ContactRow:
    return create_contact(work, name="Greta Halden", email="greta@halden-bikes.example")


def _ticket(work: Work, priority: str = "urgent") -> Ticket:
    return tickets.create_ticket(work, subject="Brakes", contact=_greta(work), priority=priority)


def _touch(shop: Shop, ticket: Ticket) -> None:
    shop.does(lambda work: tickets.update_ticket(work, work.uow.get(Ticket, ticket.id), subject="x"))
    shop.settle()


def _deal(work: Work, title: str = "Acme rollout", stage: str = "proposal") -> Deal:
    contact = _greta(work)
    company = create_company(work, name=title)
    work.uow.flush()
    fields = DealFields(title=title, stage=stage, amount_minor=4_800_000)
    return deals.create_deal(work, fields, company=company, contact=contact)


def test_a_rule_acts_on_the_event_it_waits_for(shop: Shop) -> None:
    shop.rules(URGENT)
    ticket = shop.does(_ticket)
    shop.settle()

    assert shop.told("maya@rapport.example") == ["Urgent #1 of Greta: Brakes"]
    assert shop.told("ada@rapport.example") == shop.told("maya@rapport.example")
    [task] = shop.all(Task)
    assert (task.text, task.due_at) == ("Call Greta Halden", shop.clock() + timedelta(hours=2))
    assert [one.name for one in shop.all(Tag)] == ["vip"]
    [assigned] = shop.all(Ticket)
    assert assigned.owner_id in {shop.member("sam@rapport.example").id, shop.member("kim@rapport.example").id}
    [run] = shop.runs()
    assert (run.verdict, run.record_id) == ("done", ticket.id)
    assert [one["says"] for one in run.details][2:] == [
        "left Sam Okoye the task “Call Greta Halden”",
        "tagged it vip",
    ]


def test_a_condition_that_does_not_hold_leaves_its_reason(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(URGENT)
    sqlite_shop.does(lambda work: _ticket(work, "low"))
    sqlite_shop.settle()

    [run] = sqlite_shop.runs()
    assert (run.verdict, run.details) == ("withheld", [])
    assert "the condition does not hold" in run.reason
    assert sqlite_shop.told("maya@rapport.example") == []


def test_the_same_event_worked_twice_acts_once(sqlite_shop: Shop) -> None:
    sqlite_shop.rules(URGENT)
    sqlite_shop.does(_ticket)
    sqlite_shop.settle()
    from assistant.follow_ups.rules.running import on_event
    from storage.models import Job

    [event] = [
        one
        for one in sqlite_shop.all(Job)
        if one.kind == "event" and "created" in one.key and "ticket" in one.key
    ]
    on_event.run_event(sqlite_shop.runtime, event.payload)

    assert len(sqlite_shop.runs()) == len(sqlite_shop.all(Task)) == 1


def test_was_is_the_record_before_the_event(shop: Shop) -> None:
    shop.rules("""
  - name: fell-back
    event: deal.stage_changed
    if: was.stage == "negotiation" && deal.stage == "proposal" && was.owner == deal.owner
    do:
      - notify: dana@rapport.example
        text: "{{ deal.title }} ({{ deal.amount }}) fell back from {{ was.stage }}"
""")
    deal = shop.does(lambda work: _deal(work, stage="qualified"))
    shop.does(lambda work: deals.move_deal(work, work.uow.get(Deal, deal.id), "negotiation"))
    shop.settle()
    shop.does(lambda work: deals.move_deal(work, work.uow.get(Deal, deal.id), "proposal"))
    shop.settle()

    assert shop.told("dana@rapport.example") == ["Acme rollout ($48,000) fell back from negotiation"]
    assert [one.verdict for one in shop.runs()] == ["withheld", "done"]


def test_rules_that_set_each_other_off_come_to_rest(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: up
    event: ticket.updated
    if: ticket.priority == "low"
    do: [{set: {priority: high}}]
  - name: down
    event: ticket.updated
    if: ticket.priority == "high"
    do: [{set: {priority: low}}]
""")
    ticket = sqlite_shop.does(lambda work: _ticket(work, "normal"))
    sqlite_shop.does(
        lambda work: tickets.update_ticket(work, work.uow.get(Ticket, ticket.id), priority="low")
    )
    sqlite_shop.settle()

    acted = [one for one in sqlite_shop.runs() if one.verdict == "done"]
    rings = [one for one in sqlite_shop.runs() if "set off by what it did itself" in one.reason]
    assert len(acted) <= 4
    assert {one.rule for one in rings} == {"up", "down"}


def test_a_long_chain_of_rules_is_cut(sqlite_shop: Shop) -> None:
    chain = "".join(
        f"""
  - name: step-{number}
    event: deal.stage_changed
    if: deal.stage == "{now}"
    do: [{{set: {{stage: {then}}}}}]
"""
        for number, (now, then) in enumerate(
            [
                ("qualified", "proposal"),
                ("proposal", "negotiation"),
                ("negotiation", "new"),
                ("new", "qualified"),
            ]
        )
    )
    sqlite_shop.rules(chain)
    deal = sqlite_shop.does(lambda work: _deal(work, stage="new"))
    sqlite_shop.does(lambda work: deals.move_deal(work, work.uow.get(Deal, deal.id), "qualified"))
    sqlite_shop.settle()

    stopped = [one for one in sqlite_shop.runs() if "rules in a row" in one.reason]
    assert {one.depth for one in stopped} == {3}
    assert max(one.depth for one in sqlite_shop.runs() if one.verdict == "done") == 2


def test_caps_withhold_and_say_so(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: told
    event: ticket.updated
    do: [{notify: managers, text: "{{ ticket.subject }}"}]
    limits: {per_hour: 3, per_record_per_day: 2}
""")
    first = sqlite_shop.does(lambda work: _ticket(work, "normal"))
    second = sqlite_shop.does(lambda work: tickets.create_ticket(work, subject="Bell"))
    for one in (first, first, first, second, second):
        _touch(sqlite_shop, one)

    assert [one.verdict for one in sqlite_shop.runs()] == ["done", "done", "withheld", "done", "withheld"]
    assert "2 times within a day" in sqlite_shop.runs()[2].reason
    assert "3 times within an hour" in sqlite_shop.runs()[4].reason


def test_a_record_is_left_alone_for_as_long_as_was_said(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: told
    event: ticket.updated
    do: [{notify: managers, text: "{{ ticket.subject }}"}]
    limits: {again_after: 7d}
""")
    ticket = sqlite_shop.does(_ticket)
    for days in (0, 6, 2):
        sqlite_shop.clock.advance(timedelta(days=days))
        sqlite_shop.does(
            lambda work: tickets.update_ticket(work, work.uow.get(Ticket, ticket.id), subject="x")
        )
        sqlite_shop.settle()

    assert [one.verdict for one in sqlite_shop.runs()] == ["done", "withheld", "done"]


@pytest.mark.parametrize("name", ["urgent-ticket", registry.ALL])
def test_a_switched_off_rule_does_nothing_and_says_why(sqlite_shop: Shop, name: str) -> None:
    sqlite_shop.rules(URGENT)
    ada = sqlite_shop.actor("ada@rapport.example")
    sqlite_shop.does(lambda work: pause(work, name, reason="too loud"), by=ada)
    sqlite_shop.does(_ticket)
    sqlite_shop.settle()
    sqlite_shop.does(lambda work: resume(work, name), by=ada)
    sqlite_shop.does(
        lambda work: tickets.create_ticket(work, subject="Bell", contact=None, priority="urgent")
    )
    sqlite_shop.settle()

    assert "switched off by hand" in sqlite_shop.runs()[0].reason
    assert "too loud" in sqlite_shop.runs()[0].reason
    assert "the condition does not hold" in sqlite_shop.runs()[1].reason


def test_one_action_that_cannot_be_taken_leaves_the_others_alone(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: both
    event: ticket.created
    do:
      - notify: nobody@rapport.example
        text: "?"
      - tag: seen
""")
    sqlite_shop.does(_ticket)
    sqlite_shop.settle()

    [run] = sqlite_shop.runs()
    assert [one["result"] for one in run.details] == ["failed", "done"]
    assert run.details[0]["says"] == "there is no colleague nobody@rapport.example"
    assert run.verdict == "done"


def test_a_message_to_a_customer_passes_the_gate(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: thanks
    event: deal.won
    do:
      - message: "Thank you, {{ contact.first_name }}!"
        subject: "Welcome to {{ company_name }}"
""")
    deal = sqlite_shop.does(_deal)
    sqlite_shop.does(lambda work: deals.end_deal(work, work.uow.get(Deal, deal.id), "won"))
    sqlite_shop.settle()

    [sent] = [one for one in sqlite_shop.all(Delivery) if one.address == "greta@halden-bikes.example"]
    assert sent.content["reply"]["text"] == "Thank you, Greta!"
    assert sent.content["unsubscribe_url"]
    [verdict] = sqlite_shop.all(SendVerdict)
    assert (verdict.cause, verdict.verdict, verdict.purpose) == ("rule:thanks", "send", "marketing")


def test_a_rule_enrols_once_for_each_occurrence(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: greet
    event: deal.created
    do: [{start_sequence: welcome}]
  - name: hush
    event: deal.stage_changed
    do: [{stop_sequence: all}]
""")
    deal = sqlite_shop.does(_deal)
    sqlite_shop.settle()
    [enrolment] = sqlite_shop.all(Enrolment)
    assert (enrolment.state, enrolment.deal_id) == ("active", deal.id)

    sqlite_shop.does(lambda work: deals.move_deal(work, work.uow.get(Deal, deal.id), "negotiation"))
    sqlite_shop.settle()
    [enrolment] = sqlite_shop.all(Enrolment)
    assert (enrolment.state, enrolment.reason) == ("stopped", "the rule hush")


def test_a_post_goes_to_the_channel_that_is_set(sqlite_shop: Shop) -> None:
    sqlite_shop.rules("""
  - name: hurrah
    event: deal.won
    do: [{post: sales, text: "{{ owner.name }} won {{ deal.title }}"}]
""")
    deal = sqlite_shop.does(_deal, by=sqlite_shop.actor("dana@rapport.example"))
    sqlite_shop.does(lambda work: deals.end_deal(work, work.uow.get(Deal, deal.id), "won"))
    sqlite_shop.settle()

    assert sqlite_shop.told("C-SALES") == ["Dana Reyes won Acme rollout"]
