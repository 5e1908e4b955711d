"""What ends a sequence, what only rests it, and what is neither."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from assistant.actions import deals, tasks
from assistant.actions.deals import DealFields
from assistant.follow_ups.sequences import endings
from assistant.follow_ups.sequences.endings import Absence
from assistant.outgoing.unsubscribing import unsubscribe, unsubscribe_url
from assistant.work import Work
from storage.models import Company, Contact, Enrolment
from storage.queries import people, sequencing
from tests.unit.assistant.follow_ups.conftest import STEPS, Desk

Ends = Callable[[Work, Contact], object]


def answered(work: Work, contact_id: str, *intents: str) -> None:
    """They wrote something that was understood so."""
    endings.customer_answered(work, work.uow.get(Contact, contact_id), intents=intents)


def replied(work: Work, contact: Contact) -> None:
    """They answered."""
    endings.customer_answered(work, contact, intents=["sales.inquiry"])


def met(work: Work, contact: Contact) -> None:
    """A meeting was booked."""
    tasks.book_meeting(work, contact=contact, starts_at=work.now + timedelta(days=2))


def won(work: Work, contact: Contact) -> None:
    """Their deal was won."""
    deal = deals.create_deal(work, DealFields(title="Bikes"), contact=contact)
    work.uow.flush()
    deals.end_deal(work, deal, "won")


def unsubscribed(work: Work, contact: Contact) -> None:
    """They pressed the link."""
    [identity] = people.identities_of(work.uow, contact.id)
    unsubscribe(work, unsubscribe_url(work, identity).rpartition("/")[2])


@pytest.mark.parametrize(
    ("ends", "reason", "ending"),
    [
        (replied, "they replied", "replied"),
        (met, "a meeting was booked", "meeting"),
        (won, "the deal Bikes was won", "won"),
        (unsubscribed, "they unsubscribed", "opted_out"),
    ],
)
def test_it_ends_with_a_reason_and_a_verdict(desk: Desk, ends: Ends, reason: str, ending: str) -> None:
    contact = desk.person()
    enrolment = desk.enrol(contact)
    desk.sweep()
    desk.does(lambda work: ends(work, work.uow.get(Contact, contact)))
    assert (desk.enrolment(enrolment).state, desk.enrolment(enrolment).reason) == ("stopped", reason)
    last = desk.verdicts()[-1]
    assert (last.verdict, last.reason) == ("never", f"It ended: {reason}.")
    assert last.details == {"step": 2, "ending": ending}
    desk.sweep(days=7)
    assert "Second" not in desk.sent()


def test_a_thank_you_alone_neither_ends_a_sequence_nor_moves_it_on(desk: Desk) -> None:
    contact = desk.person()
    enrolment = desk.enrol(contact)
    desk.sweep()
    desk.does(
        lambda work: endings.customer_answered(work, work.uow.get(Contact, contact), intents=["thanks"])
    )
    assert (desk.enrolment(enrolment).state, desk.enrolment(enrolment).position) == ("active", 1)
    desk.sweep(days=3)
    assert desk.sent() == ["First", "Second"]


def test_a_thank_you_with_a_question_is_an_answer(desk: Desk) -> None:
    contact = desk.person()
    enrolment = desk.enrol(contact)
    desk.does(lambda work: answered(work, contact, "thanks", "sales.inquiry"))
    assert desk.enrolment(enrolment).state == "stopped"


def test_an_answer_after_the_last_step_counts_for_that_step(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": STEPS[:1]}})
    contact = desk.person()
    enrolment = desk.enrol(contact)
    desk.sweep()
    desk.does(lambda work: replied(work, work.uow.get(Contact, contact)))
    assert desk.enrolment(enrolment).state == "finished"
    sequence_id = desk.enrolment(enrolment).sequence_id
    [result] = desk.does(lambda work: sequencing.results_of(work.uow, sequence_id))
    assert (result.sent, result.replied) == (1, 1)


def together(desk: Desk, *contacts: str) -> None:
    """They work for one company."""

    def join(work: Work) -> None:
        company = work.uow.add(Company(name="Halden Bikes"))
        work.uow.flush()
        for contact in contacts:
            work.uow.get(Contact, contact).company_id = company.id

    desk.does(join)


@pytest.mark.parametrize(("asked_for", "state"), [(True, "stopped"), (False, "active")])
def test_a_colleagues_answer_ends_it_where_that_was_asked_for(
    desk: Desk, asked_for: bool, state: str
) -> None:
    desk.configure(sequences={"news": {"steps": STEPS, "stop_on_colleague": asked_for}})
    one, other = desk.person(), desk.person(email="otto@halden-bikes.example", name="Otto Halden")
    together(desk, one, other)
    enrolment = desk.enrol(one)
    desk.does(lambda work: replied(work, work.uow.get(Contact, other)))
    assert desk.enrolment(enrolment).state == state


def test_two_colleagues_who_answer_at_once_hold_their_rows_in_one_order(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": STEPS, "stop_on_colleague": True}})
    one, other = desk.person(), desk.person(email="otto@halden-bikes.example", name="Otto Halden")
    together(desk, one, other)
    enrolments = [desk.enrol(one), desk.enrol(other)]
    held: list[str] = []

    @event.listens_for(desk.runtime.database.engine, "before_cursor_execute")
    def note(*call: Any) -> None:
        held.extend([call[2]] if "ORDER BY enrolment.id" in call[2] else [])

    desk.does(lambda work: replied(work, work.uow.get(Contact, other)))
    assert {desk.enrolment(one).state for one in enrolments} == {"stopped"}
    assert len(held) == 1


def test_another_deals_end_leaves_a_sequence_alone(desk: Desk) -> None:
    contact = desk.person()
    enrolment = desk.enrol(contact)

    def bind(work: Work) -> None:
        other = deals.create_deal(work, DealFields(title="Bells"), contact=work.uow.get(Contact, contact))
        work.uow.flush()
        work.uow.get(Enrolment, enrolment).deal_id = other.id

    desk.does(bind)
    desk.does(lambda work: won(work, work.uow.get(Contact, contact)))
    assert desk.enrolment(enrolment).state == "active"


def test_an_absence_rests_it_until_a_business_day_after_the_return_and_names_the_stand_in(desk: Desk) -> None:
    contact = desk.person(time_zone="Europe/Berlin")
    enrolment = desk.enrol(contact)
    desk.sweep()
    away = Absence(date(2026, 3, 13), "Otto Halden")  # a Friday
    desk.does(lambda work: endings.customer_away(work, work.uow.get(Contact, contact), away))
    row = desk.enrolment(enrolment)
    assert (row.state, row.paused_until) == ("paused", datetime(2026, 3, 16, 8, tzinfo=UTC))
    assert [one for one in desk.told() if "Otto Halden" in one and "away until 13 March 2026" in one]
    assert desk.verdicts()[-1].reason == "It rests: they are away until 13 March 2026."
    desk.sweep(days=7)
    assert "Second" not in desk.sent()
    desk.sweep(days=7)
    assert "Second" in desk.sent()
    assert not desk.verdicts()[-1].details.get("late_minutes", 0) > 60 * 24 * 3


def test_an_absence_without_a_day_or_long_over_rests_nothing(desk: Desk) -> None:
    contact = desk.person()
    enrolment = desk.enrol(contact)

    def away(work: Work) -> None:
        for until in (None, date(2026, 2, 1)):
            endings.customer_away(work, work.uow.get(Contact, contact), Absence(until))

    desk.does(away)
    assert desk.enrolment(enrolment).state == "active"
