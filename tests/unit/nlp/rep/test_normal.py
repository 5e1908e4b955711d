"""What is set aside before a message is read."""

import pytest

from nlp.rep.words.courtesies import without_courtesies
from nlp.rep.words.dictated import with_words
from nlp.rep.words.normal import for_classifier


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("ok great, now show me the Acme deal", "show me the Acme deal"),
        ("perfect. so now close it please", "close it please"),
        ("good deals of this week", "good deals of this week"),
        ("ok great", "ok great"),
    ],
)
def test_content_with_an_answer_is_no_part_of_the_next_request(said: str, bare: str) -> None:
    assert without_courtesies(said) == bare


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("show ticket 67012", "show ticket 1042"),
        ("close case 123456", "close case 1042"),
        ("show ticket 4", "show ticket 1042"),
        ("bump Acme to 67000", "bump Acme to $5k"),
    ],
)
def test_a_ticket_is_a_ticket_whatever_its_number(said: str, read: str) -> None:
    assert for_classifier(said) == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Re 3: P1", "set ticket 3 to P1"),
        ("ticket 12 - low prio", "set ticket 12 to low"),
        ("re 3: 30 leads", "re 3: 30 leads"),
        ("opp Ibex → qualified", "opp Ibex to qualified"),
        ("ticket 12 -> Zofia, prio => P2", "ticket 12 to Zofia, prio to P2"),
        ("her mail is tina dot ng at ibex dash co dot example", "her mail is tina.ng@ibex-co.example"),
        ("mail tobias_n at ibex dot example please", "mail tobias_n@ibex.example please"),
        ("met Jo at ibex today", "met Jo at ibex today"),
        ("mark it urgent and assign the same to Ravi", "mark it urgent and assign it to Ravi"),
        ("give the same discount to Acme", "give the same discount to Acme"),
        (
            "did the catalogue task, cancel the one about gifts",
            "did the catalogue task, cancel the task about gifts",
        ),
        (
            "close the ticket and the deal, drop the one for Jo",
            "close the ticket and the deal, drop the one for Jo",
        ),
        ("cancel the one about gifts", "cancel the one about gifts"),
    ],
)
def test_signs_and_dictated_addresses_are_read_as_they_are_meant(said: str, read: str) -> None:
    assert with_words(said) == read


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("If it isn't too much trouble, our response time please", "our response time please"),
        ("when you get a minute, show my tasks", "show my tasks"),
        ("if it is urgent, call me", "if it is urgent, call me"),
    ],
)
def test_a_request_may_be_opened_politely(said: str, bare: str) -> None:
    assert without_courtesies(said) == bare


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("his number is plus six four two one five five five oh one four two", "his number is +64215550142"),
        ("call oh two oh, seven nine four six oh nine double five", "call 020794609 55"),
        ("move it to seven", "move it to seven"),
        ("one two three and four", "one two three and four"),
        ("forecast 4 nxt month", "forecast for nxt month"),
        ("show 4 next steps", "show 4 next steps"),
    ],
)
def test_what_is_dictated_or_cut_short_is_written_out(said: str, written: str) -> None:
    assert with_words(said).replace(" ", "") == written.replace(" ", "")


@pytest.mark.parametrize(
    "behind",
    [
        ". Kindly do the needful.",
        " yeah that'd be choice",
        ".\n\nWith best regards\nUrs Zehnder",
        ". Yours sincerely, A. Bain",
    ],
)
def test_what_rounds_off_an_order_is_no_part_of_it(behind: str) -> None:
    assert (
        without_courtesies("remind me to check the pump" + behind).rstrip(".")
        == "remind me to check the pump"
    )
