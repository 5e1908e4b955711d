"""Nudges: one per thing and due value, gathered, in working hours; their buttons; and reminders."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from sqlmodel import select

from assistant.actions import messages, tasks, tickets
from assistant.actions.deals import DealFields, create_deal
from assistant.actions.leads import LeadFields, create_lead
from assistant.dialogue.pressing.presses import Press, press
from assistant.follow_ups.nudging.nudge_sources import due_now
from assistant.follow_ups.nudging.nudges import gather, tell
from assistant.follow_ups.nudging.reminders import remind_all
from assistant.work import NotAllowed, Work, member_actor
from config.service import NudgeRules
from storage.database import Database
from storage.models import Deal, Interaction, Lead, Member, Nudge, Task
from tests.factories import add_contact, add_conversation
from tests.fixtures.working import told_to, working

REP, MANAGER = "dana@rapport.example", "max@rapport.example"
DEALS = NudgeRules(deal_untouched_days="by_stage", deal_without_step_days=3, deal_close_date_passed=True)
LEADS = NudgeRules(lead_unanswered_minutes=30)
PROMISES = NudgeRules(promises=True)


@pytest.fixture
def work(sqlite_database: Database) -> Iterator[Work]:
    """One transaction, Monday at half past nine."""
    with sqlite_database.begin() as uow:
        uow.add(Member(email=REP, name="Dana", role="rep"))
        uow.add(Member(email=MANAGER, name="Max", role="manager"))
        uow.flush()
        yield working(uow)


def somebody(work: Work, email: str = REP) -> Member:
    """A colleague."""
    return work.uow.session.exec(select(Member).where(Member.email == email)).one()


def by(work: Work, email: str = REP) -> Work:
    """The same work in a colleague's name."""
    return work.acting_as(member_actor(somebody(work, email)))


def after(work: Work, **span: float) -> Work:
    """The same work, so much later."""
    work.uow.flush()
    work.uow.now += timedelta(**span)
    return work


def nudged(work: Work, rules: NudgeRules, email: str = REP) -> bool:
    """Whether a colleague was nudged by a sweep now."""
    work.uow.flush()
    member = somebody(work, email)
    was_told = tell(work, member, gather(work, rules).get(member.id, []), digest_above=rules.digest_above)
    work.uow.flush()
    return was_told


def deal(work: Work, title: str = "Acme", **facts: object) -> Deal:
    """A deal of Dana's."""
    made = create_deal(by(work), DealFields(title=title))
    for name, value in facts.items():
        setattr(made, name, value)
    work.uow.flush()
    return made


def nudges(work: Work) -> Sequence[Nudge]:
    """All of them, in order."""
    return work.uow.session.exec(select(Nudge).order_by(Nudge.id)).all()


def test_deals_are_nudged_about_by_stage_step_and_date_in_one_message_once(work: Work) -> None:
    deal(work, "Acme", close_date=date(2026, 3, 1), next_step="call")
    deal(work, "Globex")
    assert nudged(work, DEALS)
    assert [one.said for one in nudges(work)] == ["Acme should have closed on 2026-03-01."]
    assert not nudged(after(work, days=1), DEALS)
    assert nudged(after(work, days=7), DEALS)
    assert [one.kind for one in nudges(work)[1:]] == ["deal.untouched", "deal.untouched", "deal.no_step"]
    assert told_to(work, REP) == ["1 thing may need you.", "3 things may need you."]


def test_a_new_due_value_is_a_new_nudge(work: Work) -> None:
    late = deal(work, close_date=date(2026, 3, 1), next_step="call")
    assert nudged(work, DEALS)
    late.close_date = date(2026, 3, 3)
    assert not nudged(work, DEALS)
    assert nudged(after(work, days=2), DEALS)


def test_nobody_is_nudged_off_hours_on_leave_or_while_muted_and_it_stays_due(work: Work) -> None:
    deal(work, close_date=date(2026, 3, 1), next_step="call")
    rep = somebody(work)
    assert not nudged(after(work, hours=10), DEALS)
    rep.preferences = {"muted_until": (work.now + timedelta(days=1)).isoformat()}
    assert not nudged(after(work, hours=14), DEALS)
    rep.preferences, rep.leave_until = {}, date(2026, 3, 5)
    assert not nudged(work, DEALS)
    assert nudged(after(work, days=2), DEALS)


def test_a_snoozed_nudge_comes_back_and_a_settled_matter_does_not(work: Work) -> None:
    late = deal(work, close_date=date(2026, 3, 1), next_step="call")
    nudged(work, DEALS)
    [nudge] = nudges(work)
    shown = press(by(work), Press("nudge.snooze", nudge.id)).reply
    assert shown.text == "All settled."
    assert not nudged(after(work, hours=6), DEALS)
    assert nudged(after(work, hours=18), DEALS)
    press(by(work), Press("nudge.snooze", nudge.id))
    late.close_date = date(2026, 9, 1)
    assert not nudged(after(work, days=1), DEALS)


def test_a_button_settles_its_own_line_and_only_ones_own(work: Work) -> None:
    for title in ("Acme", "Globex"):
        deal(work, title, close_date=date(2026, 3, 1), next_step="call")
    nudged(work, DEALS)
    first, _ = nudges(work)
    with pytest.raises(NotAllowed):
        press(by(work, MANAGER), Press("nudge.done", first.id))
    shown = press(by(work), Press("nudge.done", first.id)).reply
    assert shown.text == "1 thing may need you."
    assert [bool(one.actions) for one in shown.sections] == [False, True]


def test_many_things_come_as_one_list_that_is_put_off_whole(work: Work) -> None:
    for number in range(12):
        deal(work, f"Deal {number}", close_date=date(2026, 3, 1), next_step="call")
    nudged(work, DEALS)
    group_key = nudges(work)[0].group_key
    shown = press(by(work), Press("nudge.snooze_all", group_key)).reply
    assert [one.title for one in shown.sections] == ["Past their close date"]
    assert {one.state for one in nudges(work)} == {"snoozed"}


def test_a_lead_is_nudged_about_after_its_working_minutes_until_somebody_turns_to_it(work: Work) -> None:
    contact = add_contact(work.uow)
    lead = create_lead(work, LeadFields(name="Greta", source="form"), contact=contact)
    assert not nudged(after(work, minutes=29), LEADS, MANAGER)
    assert nudged(after(work, minutes=1), LEADS, MANAGER)
    lead.owner_id = somebody(work).id
    assert nudged(work, LEADS)
    assert nudges(work)[0].said == "Greta has waited 30 min for a first answer (form)."
    said = messages.Message(text="Hello Greta!", key="hello", cause="test")
    messages.send_to_contact(by(after(work, minutes=5)), contact, said)
    work.uow.flush()
    found = work.uow.get(Lead, lead.id)
    assert (found.first_response_at, found.status) == (work.now, "working")
    assert gather(work, LEADS) == {}


def test_an_automatic_word_is_no_first_answer_and_a_logged_call_is_one(work: Work) -> None:
    contact = add_contact(work.uow)
    lead = create_lead(work, LeadFields(name="Greta"), contact=contact)
    said = messages.Message(text="Thank you!", key="ack", cause="test", is_automatic=True)
    messages.send_to_contact(work, contact, said)
    assert lead.first_response_at is None
    tasks.log_activity(by(work), kind="call", contact=contact)
    assert lead.first_response_at == work.now


def test_a_promise_is_proposed_and_becomes_a_task_only_when_wanted(work: Work) -> None:
    contact = add_contact(work.uow)
    said = messages.Message(text="Sure. I'll send the offer on Friday.", key="offer", cause="test")
    messages.send_to_contact(by(work), contact, said)
    assert nudged(work, PROMISES)
    [nudge] = nudges(work)
    assert "I'll send the offer on Friday" in nudge.said
    assert list(work.uow.session.exec(select(Task))) == []
    press(by(work), Press("nudge.task", nudge.id))
    work.uow.flush()
    [task] = work.uow.session.exec(select(Task))
    assert (task.contact_id, task.owner_id) == (contact.id, somebody(work).id)
    assert task.due_at is not None
    assert task.due_at.date() == date(2026, 3, 6)


def test_a_repeating_reminder_comes_back_though_nobody_ticked_it_off(work: Work) -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYHOUR=9;BYMINUTE=0"
    first = work.now + timedelta(hours=23, minutes=30)
    tasks.create_task(by(work), text="Report", due_at=first, repeat=rule, repeat_text="every other Tuesday")
    for days in (1, 0, 6, 7, 1):
        after(work, days=days)
        remind_all(work)
    assert told_to(work, REP) == ["Reminder: Report", "Reminder: Report"]


def test_a_reminder_waits_for_the_end_of_quiet(work: Work) -> None:
    tasks.create_task(by(work), text="Call Acme", due_at=work.now)
    somebody(work).preferences = {"muted_until": (work.now + timedelta(hours=2)).isoformat()}
    remind_all(after(work, hours=1))
    assert told_to(work, REP) == []
    remind_all(after(work, hours=1))
    assert told_to(work, REP) == ["Reminder: Call Acme"]


def test_a_customer_who_keeps_silent_is_waited_for_until_the_ticket_is_solved(work: Work) -> None:
    contact = add_contact(work.uow)
    conversation = add_conversation(work.uow, contact)
    ticket = tickets.create_ticket(work, subject="x", contact=contact, conversation=conversation)
    said_at = work.now - timedelta(days=4)
    conversation.last_at = said_at
    work.uow.add(
        Interaction(
            contact_id=contact.id,
            conversation_id=conversation.id,
            member_id=somebody(work).id,
            direction="out",
            at=said_at,
        )
    )
    work.uow.flush()
    silences = NudgeRules(customer_unanswered_days=3)
    assert [one.text for one in due_now(work, silences)] == [
        f"Greta Halden has not answered for 4 days: {conversation.subject}."
    ]
    tickets.update_ticket(work, ticket, status="solved")
    work.uow.flush()
    assert due_now(work, silences) == []
