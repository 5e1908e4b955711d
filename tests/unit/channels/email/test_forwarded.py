"""Forwarded mail: whose words it carries."""

import pytest

from channels.email.reply.forwarded import Forwarded, find_forwarded, is_forward

GMAIL = (
    "---------- Forwarded message ---------\nFrom: Greta Halden <greta@halden-bikes.example>\n"
    "Date: Mon, 2 Mar 2026 at 09:00\nSubject: The brakes squeal\nTo: Dana <dana@rapport.example>\n\n"
    "Hello Dana,\n\nthe brakes squeal."
)
APPLE = (
    "Begin forwarded message:\n\n> From: Greta Halden <greta@halden-bikes.example>\n"
    "> Subject: The brakes squeal\n> Date: 2 March 2026 at 09:00:00 CET\n"
    "> To: dana@rapport.example\n> \n> Hello Dana,\n> \n> the brakes squeal."
)
OUTLOOK = (
    "From: Greta Halden <greta@halden-bikes.example>\nSent: Monday, March 2, 2026 9:00 AM\n"
    "To: Dana Reyes\nSubject: The brakes squeal\n\nHello Dana,\n\nthe brakes squeal."
)
GERMAN = (
    "Von: Greta Halden <greta@halden-bikes.example>\nGesendet: Montag, 2. März 2026 09:00\n"
    "An: Dana Reyes\nBetreff: The brakes squeal\n\nHello Dana,\n\nthe brakes squeal."
)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (GMAIL, "Fwd: The brakes squeal"),
        (GMAIL, "Please look"),
        (APPLE, "Fwd: The brakes squeal"),
        (OUTLOOK, "FW: The brakes squeal"),
        (GERMAN, "WG: The brakes squeal"),
    ],
    ids=["gmail", "gmail-other-subject", "apple", "outlook", "german"],
)
@pytest.mark.parametrize("comment", ["", "Can you help her?"])
def test_the_first_sender_the_subject_the_words_and_the_comment_are_read(
    text: str, subject: str, comment: str
) -> None:
    found = find_forwarded(f"{comment}\n\n{text}", subject=subject)
    assert found is not None
    assert (found.sender.address, found.sender.name) == ("greta@halden-bikes.example", "Greta Halden")
    assert found.subject == "The brakes squeal"
    assert found.text == "Hello Dana,\n\nthe brakes squeal."
    assert found.comment == comment


def test_the_forwarders_signature_is_no_comment() -> None:
    found = find_forwarded(f"Can you help her?\n\n-- \nDana Reyes\nSales\n\n{GMAIL}", subject="Fwd: x")
    assert isinstance(found, Forwarded)
    assert found.comment == "Can you help her?"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (f"Yes.\n\n{OUTLOOK}", "RE: The brakes squeal"),
        ("Please look at it.", "Fwd: The brakes squeal"),
        (GMAIL.replace(" <greta@halden-bikes.example>", ""), "Fwd: The brakes squeal"),
    ],
    ids=["answer", "nothing-inside", "no-address"],
)
def test_what_is_no_forward_or_names_nobody_is_left_alone(text: str, subject: str) -> None:
    assert find_forwarded(text, subject=subject) is None


@pytest.mark.parametrize(
    "subject", ["Fwd: a", "FW: a", "WG: a", "TR : a", "RV: a", "ENC: a", "Re: Fwd: a", "转发：a", "VB: a"]
)
def test_forward_prefixes_are_known_in_many_languages(subject: str) -> None:
    assert is_forward(subject)
    assert not is_forward("Forward thinking")
