"""Slots set right where the words tell them in a row."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from nlp.rep.filling.clause import Clause
from nlp.rep.filling.telling import Slots, employ_anew, introduce, reached, set_back, trace, unite
from nlp.rep.words.spelling import Speller
from nlp.understanding import Utterance

_NOW = datetime(2026, 6, 17, 10, 0, tzinfo=ZoneInfo("America/New_York"))


def mended(mend: Callable[[Clause, Slots], None], text: str, slots: Slots, *, intent: str) -> Slots:
    utterance = Utterance(text=text, persona="rep", now=_NOW, tz="America/New_York")
    speller = Speller([], spared=(), shorthand={})
    mend(Clause(text, intent, 1.0, (), (), utterance, speller), slots)
    return slots


def test_who_is_told_of_first_is_the_new_contact() -> None:
    text = "Tom Reyes is buyer at Alder Foods, add him"
    found = mended(introduce, text, {"company": "Reyes"}, intent="contact.create")
    assert found == {"name": "Tom Reyes", "company": "Alder Foods"}


def test_a_bare_source_among_particulars_is_the_source() -> None:
    found = mended(trace, "lead: Ada Roy, Alder, trade show", {"name": "Ada Roy"}, intent="lead.create")
    assert found["source"] == "trade show"


def test_how_and_when_are_no_part_of_what_was_sent() -> None:
    text = "sent Ada the price list by mail yesterday"
    slots = mended(set_back, text, {"text": "the price list by mail yesterday"}, intent="activity.log")
    assert (slots["kind"], slots["text"]) == ("email", "the price list")
    assert slots["at"] == datetime(2026, 6, 16, 9, 0, tzinfo=_NOW.tzinfo)


@pytest.mark.parametrize("text", ["rang Ada, got the machine", "called Ada and left a message"])
def test_a_call_that_reached_a_machine_is_a_voicemail(text: str) -> None:
    assert mended(reached, text, {"kind": "call"}, intent="activity.log")["kind"] == "voicemail"


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("merge the duplicate contact A. Roy into Ada Roy", "A. Roy", "Ada Roy"),
        ("combine Bo Lund with Bob Lund and keep Bob", "Bo Lund", "Bob Lund"),
        ("Ada Roy and A. Roy are the same person", "Ada Roy", "A. Roy"),
    ],
)
def test_both_contacts_to_be_merged_are_named(text: str, one: str, other: str) -> None:
    assert mended(unite, text, {}, intent="contact.merge") == {"contact": one, "into": other}


def test_where_somebody_works_now_is_the_company() -> None:
    text = "Ada Roy left Alder, now she is at Birch"
    found = mended(employ_anew, text, {"contact": "Ada Roy", "company": "Alder"}, intent="contact.update")
    assert found["company"] == "Birch"


def test_she_is_whom_was_spoken_of_before() -> None:
    found = mended(employ_anew, "she is a buyer at Birch", {"contact": "Birch"}, intent="contact.update")
    assert found == {"contact": "@context", "company": "Birch"}
