"""What was plainly said and could not be read is refused; what was read, or never said, is not."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.dialogue.outcome import Question
from assistant.dialogue.reading.unread import refuse_unread
from assistant.dialogue.turn import Turn
from assistant.work import InvalidValue
from config.crm import load_crm
from config.settings import Settings
from nlp.understanding import Act
from nlp.values import Money, SlotValue

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def check(intent: str, text: str, /, **slots: SlotValue) -> None:
    work = SimpleNamespace(local_now=NOW, zone="UTC", crm=load_crm(Settings(_env_file=None).crm_config))
    refuse_unread(cast(Turn, SimpleNamespace(text=text, work=work)), Act(intent, 0.9, slots, text))


@pytest.mark.parametrize(
    ("intent", "text", "sentence"),
    [
        ("deal.move", "move Acme to warp speed", "no stage “warp speed”. The stages are New, "),
        ("deal.update", "set the amount of Acme to -5 dollars", "cannot be negative"),
        ("deal.update", "set the amount of Acme to 9999999999999999999 dollars", "larger than I can keep"),
        ("contact.create", "add Bob Miller with phone 12", "“12” is no phone number"),
    ],
)
def test_a_value_nobody_can_read_is_said(intent: str, text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence.replace(".", r"\.")):
        check(intent, text)


@pytest.mark.parametrize(
    ("intent", "text", "sentence", "left"),
    [
        (
            "deal.update",
            "set the close date of Acme to blorpday",
            "no day called “blorpday”",
            "close date of",
        ),
        ("deal.update", "set the close date of Acme to February 30", "February has no 30th", "close date of"),
        ("deal.update", "Acme closes on the 45th of March", "March has no 45th", "Acme closes"),
        ("deal.move", "move Acme to Smarch 3", "no month “Smarch”", "move Acme"),
        ("task.create", "remind me to call Jane on blursday", "no day called “blursday”", "call Jane"),
        ("meeting.book", "schedule a call with Jane at 25:61", "“25:61” is no time", "call with Jane"),
    ],
)
def test_a_day_nobody_can_read_is_asked_for_anew(intent: str, text: str, sentence: str, left: str) -> None:
    with pytest.raises(Question, match=sentence.replace(".", r"\.")) as asked:
        check(intent, text, deal="Acme")

    assert asked.value.slot in ("close_date", "due", "at")
    assert asked.value.act is not None
    assert left in asked.value.act.text


def test_a_day_told_in_what_is_written_down_stays_there() -> None:
    words = "she said their contract ends June 31"
    check("activity.log", f"log a call with Jane, {words}", text=words)


def test_what_was_read_is_left_alone() -> None:
    check("deal.update", "push the Acme close date to June 30", close_date=date(2026, 6, 30))
    check("deal.update", "Acme is at 52k now", amount=Money(Decimal(52_000), None))
    check("deal.move", "move Acme to negotiation", deal="Acme", stage="negotiation")
    check("contact.create", "add Bob Miller, phone 415 555 0142", phone="+14155550142")


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("task.create", "remind me to send a birthday card someday"),
        ("task.create", "remind me to call Jane"),
        ("deal.update", "move Acme to next week"),
        ("deal.update", "move Acme to Priya"),
        ("contact.show", "what's the phone number of Jane 2"),
        ("smalltalk", "thanks, have a nice blursday"),
    ],
)
def test_what_names_no_value_of_ours_is_left_alone(intent: str, text: str) -> None:
    slots: dict[str, SlotValue] = {"owner": "Priya", "title": "x"} if "Priya" in text else {}
    check(intent, text, **slots)
