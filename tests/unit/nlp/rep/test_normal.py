"""What is set aside before a message is read."""

import pytest

from nlp.rep.normal import for_classifier, without_courtesies


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
