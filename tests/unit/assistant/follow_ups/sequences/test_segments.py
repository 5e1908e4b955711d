"""A segment put into a sequence: shown before, begun once, taken back as one."""

from datetime import timedelta

import pytest

from assistant.follow_ups.campaigns.segments import get_segment, save_segment
from assistant.follow_ups.sequences import segments
from assistant.presenting.enrolling import say_preview
from assistant.work import InvalidValue, Work
from storage.models import Consent, Enrolment, Segment, Sequence, Suppression
from storage.queries import outreach
from tests.unit.assistant.follow_ups.conftest import Desk

NAMES = ("ann", "bob", "cy", "dee", "eve")


@pytest.fixture
def people(desk: Desk) -> dict[str, str]:
    """Five customers in a segment: Bob opted out, Cy bounced, Dee is in the sequence already."""
    ids = {name: desk.person(name=name.title(), email=f"{name}@x.example") for name in NAMES}

    def prepare(work: Work) -> None:
        save_segment(work, name="All of them", expression='contact.email.endsWith("@x.example")')
        work.uow.add(
            Consent(
                kind="email",
                address="bob@x.example",
                purpose="marketing",
                is_granted=False,
                proof="said so",
                at=work.now,
            )
        )
        work.uow.add(Suppression(kind="email", address="cy@x.example", reason="it bounced"))

    desk.does(prepare)
    desk.enrol(ids["dee"])
    return ids


def both(work: Work) -> tuple[Segment, Sequence]:
    """The segment and the sequence."""
    sequence = outreach.find_sequence(work.uow, "news")
    assert sequence is not None
    return get_segment(work, "all of them"), sequence


def begin(desk: Desk) -> tuple[int, str]:
    """Put the segment in; how many, and the batch."""
    return desk.does(lambda work: (segments.enrol_segment(work, *both(work)), work.uow.batch_id))


def states(desk: Desk) -> dict[str, str]:
    """The state of everybody's newest enrolment, by contact."""
    from sqlmodel import select

    rows = desk.does(lambda work: list(work.uow.session.exec(select(Enrolment).order_by("round"))))
    return {one.contact_id: one.state for one in rows}


@pytest.mark.usefixtures("people")
def test_the_preview_counts_who_is_new_and_whom_the_gate_would_withhold(desk: Desk) -> None:
    shown = desk.does(lambda work: segments.preview(work, *both(work)))
    assert (shown.count, shown.new, shown.running, shown.judged) == (5, 4, 1, 4)
    assert shown.withheld == {"opted out": 1, "suppressed": 1}
    assert say_preview(shown) == (
        "4 of 5 contacts, as Ann, Bob, Cy, Eve; 1 is in it already; "
        "2 (1 opted out, 1 suppressed) would get nothing"
    )


def test_the_preview_foresees_the_night(desk: Desk, people: dict[str, str]) -> None:
    desk.clock.advance(timedelta(hours=13))
    shown = desk.does(lambda work: segments.preview(work, *both(work)))
    assert shown.later == {"night where they are": 2}
    assert len(people) == shown.count


@pytest.mark.usefixtures("people")
def test_everybody_new_is_put_in_once(desk: Desk) -> None:
    assert begin(desk)[0] == 4
    assert begin(desk)[0] == 0
    desk.sweep(minutes=1)
    assert begin(desk)[0] == 0
    assert desk.sent() == ["First", "First", "First"]


def test_taking_it_back_ends_what_it_began_and_nothing_else(desk: Desk, people: dict[str, str]) -> None:
    _, batch_id = begin(desk)
    assert desk.does(lambda work: segments.take_back(work, batch_id)) == 4
    assert desk.does(lambda work: segments.take_back(work, batch_id)) == 0
    left = {name for name, contact_id in people.items() if states(desk)[contact_id] == "active"}
    assert left == {"dee"}
    desk.sweep(minutes=1)
    assert desk.sent() == ["First"]


def test_a_step_that_waits_in_the_outbox_is_taken_back_too(desk: Desk, people: dict[str, str]) -> None:
    _, batch_id = begin(desk)
    desk.sweep(minutes=1)
    desk.does(lambda work: segments.take_back(work, batch_id))
    assert desk.sent() == ["First"], "only what Dee got"
    assert len(people) == 5


def test_who_was_taken_back_before_the_first_step_can_be_put_in_again(
    desk: Desk, people: dict[str, str]
) -> None:
    _, batch_id = begin(desk)
    desk.does(lambda work: segments.take_back(work, batch_id))
    assert begin(desk)[0] == 4
    assert states(desk)[people["ann"]] == "active"


def test_a_segment_of_deals_and_a_sequence_that_is_off_are_refused(desk: Desk) -> None:
    def deals(work: Work) -> None:
        save_segment(work, name="Deals", expression="deal.amount > 1", entity="deal")
        _, sequence = get_segment(work, "Deals"), outreach.find_sequence(work.uow, "news")
        assert sequence is not None
        with pytest.raises(InvalidValue, match="goes to contacts"):
            segments.enrol_segment(work, get_segment(work, "Deals"), sequence)
        sequence.is_active = False
        with pytest.raises(InvalidValue, match="switched off"):
            segments.enrol_segment(work, get_segment(work, "Deals"), sequence)

    desk.does(deals)
