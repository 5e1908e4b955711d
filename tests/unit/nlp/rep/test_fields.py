"""Records dictated field by field."""

import pytest

from nlp.intents import load_ontology
from nlp.rep.filling.fields import fields

TICKET, LEAD = load_ontology().rep["ticket.create"], load_ontology().rep["lead.create"]


@pytest.mark.parametrize(
    "text",
    [
        "New ticket. Company: Oak & Ash. Subject: drum leaks. Category: logistics. Priority: low.",
        "ticket: company=Oak & Ash, subject=drum leaks, category=logistics, prio=low",
        "New ticket\nCompany: Oak & Ash\nSubject: drum leaks\nCategory: logistics\nPriority: low",
    ],
)
def test_fields_are_read_however_they_are_parted(text: str) -> None:
    assert fields(text, TICKET) == {"company": "Oak & Ash", "subject": "drum leaks", "category": "logistics"}


def test_only_the_slots_of_the_intent_count() -> None:
    assert fields("Name: Ana Ruiz\nSubject: hello\nSource: trade show", LEAD) == {
        "name": "Ana Ruiz",
        "source": "trade show",
    }


@pytest.mark.parametrize("text", ["tell Jane: the issue: it leaks", "new ticket, subject: drum leaks", ""])
def test_a_sentence_with_a_colon_is_no_form(text: str) -> None:
    assert fields(text, TICKET) == {}
