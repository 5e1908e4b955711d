"""Messages in points: what narrows a request joins it, requests stand by themselves."""

import pytest

from nlp.rep.cutting.points import without_points


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("CSAT\n• last month\n• Farid only", "CSAT, last month, Farid only"),
        ("Show me tickets which are:\n* breaching\n* P1", "Show me tickets which are, breaching, P1"),
        ("Re 4466:\n1. reopen\n2. P2", "reopen ticket 4466.\nset priority to P2."),
        ("#4466\n- close 4466\n- tell Ann", "close 4466.\ntell Ann."),
        ("For the deck:\n1/ churn YTD\n2/ win rate\n\nClose 12", "churn YTD.\nwin rate.\nClose 12"),
        (
            "Reassign the following until May:\n- Jo's deals to Al\n- Bo's leads to me",
            "Reassign Jo's deals to Al until May.\nReassign Bo's leads to me until May.",
        ),
        ("Deal Lux:\n- 18k\n- owner Al", "Deal Lux: 18k, owner Al"),
        ("Lux renewal:\n- SGD 18,500\n- closing EOQ", "Lux renewal: SGD 18,500, closing EOQ"),
        ("Re 12:\n1. note: wet\n2. close it", "ticket 12: note: wet.\nclose it."),
        ("Today I met Ann.\n- close 12\n- call Bob", "Today I met Ann.\nclose 12.\ncall Bob."),
    ],
)
def test_points_become_sentences(text: str, sentences: str) -> None:
    assert without_points(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        *("close 12", "", "\n\n", "- close 12", "note on Acme:\nwants 3. \nthen 4/5"),
        "reply to 4412: Hi Jane, please do this:\n- restart it\n- call me on Friday",
        "please email Jane: we need\n1. the form\n2. the photo",
    ],
)
def test_a_text_without_points_stays_as_it_is(text: str) -> None:
    assert without_points(text) == text
