"""IMAP's way with names, answers and pauses."""

import random

import pytest

from channels.email.imap_fetch import Fetched, read_fetched
from channels.email.imap_names import encode_folder, quote
from channels.email.timing import MailTiming


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", "INBOX"),
        ("Sales & Co", "Sales &- Co"),
        ("Büro", "B&APw-ro"),
        ("台北", "&U,BTFw-"),
        ("😀", "&2D3eAA-"),
    ],
)
def test_folders_are_written_in_modified_utf_7(name: str, encoded: str) -> None:
    assert encode_folder(name) == encoded


def test_quotes_and_backslashes_are_escaped() -> None:
    assert quote('a "b" \\c') == '"a \\"b\\" \\\\c"'


def test_literals_are_given_to_their_message() -> None:
    lines: list[bytes | bytearray] = [
        b"1 FETCH (UID 7 RFC822.SIZE 5 BODY[] {5}",
        bytearray(b"UID 9"),
        b")",
        b"2 FETCH (BODY[] {2}",
        bytearray(b"ab"),
        b" RFC822.SIZE 2 UID 8)",
        b"3 FETCH (FLAGS (\\Seen))",
        b'4 FETCH (UID 10 RFC822.SIZE 4 BODY[] "a\\"b)")',
        b"5 FETCH (UID 11 RFC822.SIZE 0 BODY[] NIL)",
        b"Fetch completed.",
    ]
    assert read_fetched(lines) == [
        Fetched(uid=7, size=5, content=b"UID 9"),
        Fetched(uid=8, size=2, content=b"ab"),
        Fetched(uid=10, size=4, content=b'a"b)'),
        Fetched(uid=11, size=0, content=None),
    ]


def test_what_is_told_of_a_message_in_pieces_or_unasked_takes_nothing_from_it() -> None:
    lines: list[bytes | bytearray] = [
        b"1 FETCH (UID 7 BODY[] {2}",
        bytearray(b"ab"),
        b")",
        b"1 FETCH (UID 7 FLAGS (\\Seen))",
        b"1 FETCH (UID 7 RFC822.SIZE 2)",
        b"2 FETCH (UID 8 FLAGS (\\Seen))",
    ]
    assert read_fetched(lines) == [Fetched(uid=7, size=2, content=b"ab")]


def test_pauses_grow_up_to_a_limit_and_differ() -> None:
    timing, chance = MailTiming(first_pause=1.0, longest_pause=60.0), random.Random(1)
    pauses = [timing.pause_after(failures, chance=chance) for failures in range(1, 40)]
    assert 0.5 <= pauses[0] <= 1.0
    assert 4.0 <= pauses[3] <= 8.0
    assert all(30.0 <= pause <= 60.0 for pause in pauses[6:])
    assert len(set(pauses)) == len(pauses)
