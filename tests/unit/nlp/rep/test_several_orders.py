"""Several orders in one message, and orders behind a tale: none is lost."""

import pytest

from nlp.rep import RepReader
from tests.unit.nlp.rep.support import Acts, read

_BACK = (
    "48702 still charged twice, open it again, give to Jhong, and add a note that finance has the bank proof"
)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            _BACK,
            [
                ("ticket.reopen", {"ticket": 48702}),
                ("ticket.assign", {"ticket": 48702, "owner": "Jhong"}),
                ("ticket.note", {"ticket": 48702, "text": "finance has the bank proof"}),
            ],
        ),
        (
            "good am! kindly assign 88213 and 88240 to Jhun. 88240 is P1",
            [
                ("ticket.assign", {"ticket": 88213, "owner": "Jhun"}),
                ("ticket.assign", {"ticket": 88240, "owner": "Jhun"}),
                ("ticket.update", {"ticket": 88240, "priority": "urgent"}),
            ],
        ),
        (
            "lvm w/ Tanya Osei @ Blue Gum BBQ. ping me tmrw 2:30 to try her again",
            [
                (
                    "activity.log",
                    {"kind": "voicemail", "contact": "Tanya Osei", "company": "Blue Gum BBQ"},
                ),
                ("task.create", {"text": "try her again", "about": "Tanya Osei"}),
            ],
        ),
        (
            "Merge contact S. Kanitkar into Suresh Kanitkar and open his card",
            [
                ("contact.merge", {"contact": "S. Kanitkar", "into": "Suresh Kanitkar"}),
                ("contact.show", {"contact": "Suresh Kanitkar"}),
            ],
        ),
        (
            "Gus Papadakis is now at 8 Mile Cellars, new email gus@8milecellars.example, tag him VIP",
            [("contact.update", {"contact": "Gus Papadakis", "tag": "VIP"})],
        ),
    ],
)
def test_no_order_of_several_is_lost(reader: RepReader, text: str, acts: Acts) -> None:
    assert read(reader, text, as_expected=acts) == acts


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("When's the Tri-County Meats deal closing", "deal.show"),
        ("Could you therefore move Thistledown Early Learning to proposal", "deal.move"),
        (
            "it is my second week, so forgive me if it's obvious, but how do I attach a file to a company?",
            "help",
        ),
    ],
)
def test_a_question_behind_a_tale_is_read(reader: RepReader, text: str, intent: str) -> None:
    assert read(reader, text, as_expected=[(intent, {})]) == [(intent, {})]
