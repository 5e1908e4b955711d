"""What is set aside before a message is read."""

import pytest

from nlp.rep.normal import without_courtesies


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
