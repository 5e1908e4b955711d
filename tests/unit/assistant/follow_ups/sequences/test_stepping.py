"""Steps at their time: once, in order, late where time was missed, and never without a reason kept."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from assistant.follow_ups.sequences import stepping
from assistant.work import Work
from storage.models import Delivery, Enrolment, InboxEntry
from tests.unit.assistant.follow_ups.conftest import STEPS, Desk


def test_steps_go_out_one_after_the_other_with_business_days_between(desk: Desk) -> None:
    enrolment = desk.enrol(desk.person())
    desk.sweep()
    assert desk.sent() == ["First"]
    # Monday and three business days are Thursday at the same hour; the next one is Friday.
    desk.sweep(days=2, hours=23)
    assert desk.sent() == ["First"]
    desk.sweep(hours=1)
    desk.sweep(days=1)
    assert desk.sent() == ["First", "Second", "Third"]
    assert desk.enrolment(enrolment).state == "finished"


def test_a_wait_leaves_out_weekends_and_holidays_and_keeps_the_hour_over_a_clock_change(desk: Desk) -> None:
    days = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    desk.configure(
        sequences={"news": {"steps": STEPS}}, calendar={"working_hours": days, "holidays_country": "DE"}
    )
    desk.clock.now = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)  # Good Friday is the 3rd, Easter Monday the 6th
    enrolment = desk.enrol(desk.person())
    desk.sweep()
    assert desk.enrolment(enrolment).due_at == datetime(2026, 4, 8, 9, 30, tzinfo=UTC)


def test_the_recipients_business_days_count_where_the_sequence_says_so(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": STEPS, "calendar": "recipient"}})
    desk.clock.now = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)  # Friday morning in Tokyo
    enrolment = desk.enrol(desk.person(time_zone="Asia/Tokyo"))
    desk.clock.now = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)
    desk.sweep()
    assert desk.sent() == ["First"]
    assert desk.enrolment(enrolment).due_at == datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # Wednesday there


@pytest.mark.parametrize(
    ("phone", "day"),
    [
        ("+4989123456", 28),  # Corpus Christi is a holiday of the company's own region
        ("+14155550188", 27),  # and none there; nor has their country such a region
    ],
)
def test_the_recipients_holidays_count_where_the_company_has_those_of_a_region(
    desk: Desk, phone: str, day: int
) -> None:
    desk.configure(
        sequences={"news": {"steps": STEPS[1:], "calendar": "recipient"}},
        calendar={"holidays_country": "DE", "holidays_region": "BY"},
    )
    desk.clock.now = datetime(2027, 5, 24, 10, tzinfo=UTC)
    enrolment = desk.enrol(desk.person(phone=phone))
    assert desk.enrolment(enrolment).due_at == datetime(2027, 5, day, 10, tzinfo=UTC)


def test_a_step_asks_for_its_whatsapp_template_by_name(desk: Desk) -> None:
    step = {"channel": "whatsapp", "body": "At five.", "template": "visit"}
    desk.configure(
        sequences={"news": {"steps": [step]}},
        whatsapp_templates={"other": {"sid": "HX1"}, "visit": {"sid": "HX2"}},
        sending={"needs_consent": []},
    )
    desk.enrol(desk.person(phone="+442079460123"))
    desk.sweep()
    [content] = desk.does(lambda work: [dict(one.content) for one in work.uow.session.exec(select(Delivery))])
    assert (content["template"], content["template_values"]) == ("HX2", ["At five."])


def test_two_sweeps_at_once_send_a_step_once(desk: Desk) -> None:
    enrolment = desk.enrol(desk.person())

    def twice(work: Work) -> None:
        row = work.uow.get_locked(Enrolment, enrolment)
        stepping.step(work, row)
        stepping.step(work, row)

    desk.does(twice)
    desk.sweep()
    assert desk.sent() == ["First"]


def test_a_clock_that_jumps_on_and_back_sends_nothing_twice(desk: Desk) -> None:
    desk.enrol(desk.person())
    desk.sweep()
    desk.sweep(days=3)
    desk.sweep(days=-3)
    desk.sweep(days=3)
    assert desk.sent() == ["First", "Second"]


def test_what_an_outage_delayed_goes_out_once_and_is_marked_as_late(desk: Desk) -> None:
    desk.enrol(desk.person())
    desk.sweep(hours=20)  # at half past five in the morning it is night
    desk.sweep(hours=5)
    desk.sweep()
    assert desk.sent() == ["First"]
    [_, sent] = desk.verdicts()
    assert sent.verdict == "send"
    assert sent.details["late_minutes"] == 150


def test_what_is_stale_is_dropped_with_a_verdict_and_the_next_step_is_counted_from_now(desk: Desk) -> None:
    enrolment = desk.enrol(desk.person())
    desk.sweep(days=4)
    assert desk.sent() == []
    [dropped] = desk.verdicts()
    assert dropped.verdict == "never"
    assert dropped.reason == "It was due 96 hours ago; after 72 it is dropped."
    desk.sweep(days=5)
    assert desk.sent() == ["Second"]
    assert desk.enrolment(enrolment).position == 2


def test_a_step_waits_for_the_recipients_morning_and_says_so(desk: Desk) -> None:
    desk.enrol(desk.person(phone="+14155550142"))  # half past one in San Francisco
    desk.sweep()
    assert desk.sent() == []
    [verdict] = desk.verdicts()
    assert verdict.reason == "It is night where they are (America/Los_Angeles)."
    assert verdict.not_before == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert verdict.details == {"step": 1, "variant": "a"}


def test_a_variable_without_a_value_blocks_the_step_and_the_owner_hears_of_it(desk: Desk) -> None:
    desk.configure(
        sequences={"news": {"steps": [{"channel": "email", "subject": "Hi", "body": "{{ deal.title }}"}]}}
    )
    enrolment = desk.enrol(desk.person())
    desk.sweep()
    assert desk.sent() == []
    assert desk.enrolment(enrolment).state == "stopped"
    [verdict] = desk.verdicts()
    assert verdict.reason.startswith("It ended: A variable of the template has no value")
    assert [one.startswith("Step 1 of “news” was not sent to Greta Halden") for one in desk.told()] == [True]


def test_a_channel_they_have_no_address_on_ends_it_with_a_reason(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": [{"channel": "sms", "body": "Hi"}]}})
    enrolment = desk.enrol(desk.person())
    desk.sweep()
    assert desk.enrolment(enrolment).reason == "There is no sms address of Greta Halden"


def test_a_step_that_breaks_stops_only_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = desk.enrol(desk.person()), desk.enrol(desk.person(email="otto@bells.example"))
    step = stepping.step

    def fails(work: Work, enrolment: Enrolment) -> None:
        if enrolment.id == broken:
            raise RuntimeError("a bug")
        step(work, enrolment)

    monkeypatch.setattr(stepping, "step", fails)
    desk.sweep()
    assert (desk.enrolment(broken).position, desk.enrolment(whole).position) == (0, 1)
    monkeypatch.undo()
    desk.sweep(hours=1)
    assert desk.sent() == ["First", "First"]


def test_steps_wait_while_what_came_in_is_not_read(desk: Desk) -> None:
    desk.enrol(desk.person())

    def arrive(work: Work) -> None:
        entry = InboxEntry(
            channel="email", account="a", external_id="1", body_hash="", ordering_key="o", raw=b""
        )
        entry.received_at = work.now
        work.uow.add(entry)

    desk.does(arrive)
    desk.sweep(minutes=1)
    assert desk.sent() == []
    desk.sweep(minutes=11)  # what cannot be read holds nothing up for ever
    assert desk.sent() == ["First"]


def test_the_wording_of_a_step_is_the_same_for_one_person_and_shared_out_among_many(desk: Desk) -> None:
    step = {"channel": "email", "subject": "One", "body": "Hi", "variants": [{"subject": "Two"}]}
    desk.configure(sequences={"news": {"steps": [step]}}, sending={"per_hour": {}})
    for number in range(40):
        desk.enrol(desk.person(email=f"p{number}@many.example"))
    desk.sweep()
    counts = {subject: desk.sent().count(subject) for subject in ("One", "Two")}
    assert sum(counts.values()) == 40
    assert min(counts.values()) >= 10
