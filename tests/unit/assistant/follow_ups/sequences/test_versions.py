"""Sequences changed while people are in them: no step comes twice, none is lost, no promise is broken."""

from typing import Any

import pytest

from assistant.follow_ups.sequences.mirroring import mirror_sequences
from assistant.follow_ups.sequences.steps import read_steps
from assistant.work import InvalidValue
from config.crm import CrmConfigError, load_crm
from storage.queries import outreach
from tests.unit.assistant.follow_ups.conftest import STEPS, Desk


def keyed(*keys: str) -> list[dict[str, Any]]:
    """Steps a day apart, each with a key that is its subject, too."""
    return [
        {
            "key": key,
            "channel": "email",
            "wait_days": place and 1,
            "subject": key,
            "body": "Hi",
        }
        for place, key in enumerate(keys)
    ]


def test_a_step_somebody_waits_for_goes_out_as_it_was_and_the_next_one_as_it_is(desk: Desk) -> None:
    desk.enrol(desk.person())
    desk.sweep()
    desk.configure(
        sequences={
            "news": {"steps": [STEPS[0], {**STEPS[1], "subject": "New"}, {**STEPS[2], "subject": "End"}]}
        }
    )
    desk.sweep(days=3)
    desk.sweep(days=1)
    assert desk.sent() == ["First", "Second", "End"]


def test_who_begins_after_a_change_gets_the_new_words(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": [{**STEPS[0], "subject": "New"}]}})
    desk.enrol(desk.person())
    desk.sweep()
    assert desk.sent() == ["New"]


def test_a_step_put_in_before_does_not_shift_those_with_keys(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": keyed("one", "two", "three")}})
    enrolment = desk.enrol(desk.person())
    desk.sweep()
    desk.configure(sequences={"news": {"steps": keyed("zero", "one", "two", "three")}})
    for _ in range(4):
        desk.sweep(days=1)
    assert desk.sent() == ["one", "two", "three"]
    assert desk.enrolment(enrolment).position == 3


def test_a_step_taken_out_is_still_got_by_who_waits_for_it_and_by_nobody_else(desk: Desk) -> None:
    desk.configure(sequences={"news": {"steps": keyed("one", "two", "three")}})
    desk.enrol(desk.person())
    desk.sweep()
    later = desk.enrol(desk.person(email="otto@bells.example"))
    desk.configure(sequences={"news": {"steps": keyed("one", "three")}})
    for _ in range(3):
        desk.sweep(days=1)
    assert sorted(desk.sent()) == ["one", "one", "three", "two"]
    assert desk.enrolment(later).state == "finished"


def test_a_sequence_cut_short_ends_where_they_are(desk: Desk) -> None:
    enrolment = desk.enrol(desk.person())
    desk.sweep()
    desk.configure(sequences={"news": {"steps": STEPS[:1]}})
    desk.sweep(days=3)
    assert desk.sent() == ["First", "Second"]
    assert desk.enrolment(enrolment).state == "finished"


def test_a_sequence_taken_out_of_the_file_takes_nobody_in_but_goes_on_with_who_is_in_it(desk: Desk) -> None:
    desk.enrol(desk.person())
    desk.sweep()
    desk.configure(sequences={})
    with pytest.raises(InvalidValue, match="switched off"):
        desk.enrol(desk.person(email="otto@bells.example"))
    desk.sweep(days=3)
    assert desk.sent() == ["First", "Second"]
    desk.configure(sequences={"news": {"steps": STEPS}})
    desk.enrol(desk.person(email="ann@bells.example"))


def test_mirroring_what_did_not_change_makes_no_version(desk: Desk) -> None:
    crm = desk.runtime.company.crm

    def version() -> int:
        found = desk.does(lambda work: outreach.find_sequence(work.uow, "news"))
        assert found is not None
        return found.version

    before = version()
    desk.does(lambda work: mirror_sequences(work.uow, crm))
    assert version() == before


def test_variants_may_be_bodies_alone_or_change_the_subject_too() -> None:
    [step] = read_steps([{"subject": "S", "body": "B", "variants": ["C", {"subject": "T"}]}])
    assert [(one.label, one.subject, one.body) for one in step.wordings] == [
        ("a", "S", "B"),
        ("b", "S", "C"),
        ("c", "T", "B"),
    ]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("[]", "at least 1 item"),
        ("[{body: Hi, key: a}, {body: Ho, key: a}]", "two steps have the same key"),
        ("[{body: Hi, channel: fax}]", "steps.0.channel"),
        ("[{body: Hi, wait_days: -1}]", "greater than or equal to 0"),
    ],
)
def test_a_sequence_that_cannot_work_is_refused_with_its_place(desk: Desk, steps: str, said: str) -> None:
    path = desk.folder / "wrong.yaml"
    path.write_text(f"sequences: {{news: {{steps: {steps}}}}}\n")
    with pytest.raises(CrmConfigError, match=said):
        load_crm(path)
