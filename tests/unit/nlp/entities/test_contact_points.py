"""E-mail addresses and phone numbers."""

import pytest

from nlp.entities import find_emails, find_phones


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Theo@LangWorks.example is his", ["theo@langworks.example"]),
        ("mail a.b+c@x-y.co.uk, then d_e@f.io.", ["a.b+c@x-y.co.uk", "d_e@f.io"]),
        ("<mailto:a@b.co|a@b.co>", ["a@b.co"]),
        ("<jane@acme.example>", ["jane@acme.example"]),
        ("@jane at acme", []),
        ("a@b", []),
        ("50k@acme", []),
        ("", []),
    ],
)
def test_addresses(text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_emails(text)] == values


def test_an_address_is_located() -> None:
    text = "write to (Jane@Acme.example)!"
    (mention,) = find_emails(text)
    assert text[mention.start : mention.end] == mention.text == "Jane@Acme.example"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("call +1 646 555 0177", ["+16465550177"]),
        ("call (415) 555-0123 today", ["+14155550123"]),
        ("415.555.0123", ["+14155550123"]),
        ("415-555-0123 or +44 20 7946 0018", ["+14155550123", "+442079460018"]),
        ("tel +49 30 901820", ["+4930901820"]),
        ("deal 48000, ticket 3001, 12,500.00", []),
        ("on 2026-03-04 at 15:30", []),
        ("$1,234,567", []),
        ("", []),
    ],
)
def test_phone_numbers(text: str, values: list[str]) -> None:
    assert [mention.value for mention in find_phones(text)] == values


def test_a_national_number_takes_the_country() -> None:
    assert [mention.value for mention in find_phones("ring 020 7946 0018", country="GB")] == ["+442079460018"]
