"""How Lotus Notes and GroupWise head what they quote."""

import pytest

from channels.email.reply import new_text
from channels.email.reply.stacked import is_old_head, stacks

NOTES = [
    "Support <help@shop.example>",
    "03/11/2026 09:12",
    "",
    "To",
    "kunde@corp.example",
    "cc",
    "",
    "Subject",
    "Re: Device",
    "",
    "Hello",
]


def test_stacked_headings_are_found_with_the_date_above_them() -> None:
    assert list(stacks(["Yes.", "", *NOTES])) == [(2, 11)]


def test_words_alone_on_lines_are_no_headings_without_all_three() -> None:
    assert list(stacks(["To", "Ann", "", "Subject", "Lamp"])) == []


@pytest.mark.parametrize(
    "line", [">>> Ann Lee <ann@lee.example> 03.11.2026 09:12 >>>", "Ann Lee ---03/11/2026 09:12:44---Hello"]
)
def test_line_that_heads_a_quotation_alone_is_known(line: str) -> None:
    assert is_old_head(line)
    assert new_text(f"Yes.\n\n{line}\n\nHello there") == "Yes."


@pytest.mark.parametrize(
    "line", [">>> print(1)", ">>>> 3 >>>", "a --- b --- c", "2026 --- a year --- of rain"]
)
def test_other_lines_with_such_marks_are_none(line: str) -> None:
    assert not is_old_head(line)
