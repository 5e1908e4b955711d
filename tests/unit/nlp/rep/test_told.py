"""Whom and what a message tells of before its first order."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from nlp.rep.acts.told import told
from nlp.rep.learning.patterns import PERSON
from nlp.rep.learning.vocabulary import load_vocabulary
from nlp.rep.tagging.names import Name
from nlp.understanding import Utterance

_NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def records(text: str, *names: Name) -> Mapping[str, object]:
    said = Utterance(text=text, persona="rep", now=_NOW, tz="UTC")
    return told(text, names, chance=0.5, utterance=said, speller=load_vocabulary().speller).slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("40290's back from the dead", {"ticket": 40290}),
        ("hunch is super into it", {"company": "hunch"}),
        ("yooo pixel pals loved the demo", {"company": "pixel pals"}),
        ("my train is late", {}),
        ("it has been a long day", {}),
        ("everyone is out", {}),
    ],
)
def test_a_ticket_or_whom_it_is_about_is_told(text: str, slots: Mapping[str, object]) -> None:
    assert records(text) == slots


def test_a_name_that_was_seen_is_told_as_its_kind() -> None:
    assert records("hunch met Jane", Name(PERSON, 10, 14)) == {"contact": "Jane"}
