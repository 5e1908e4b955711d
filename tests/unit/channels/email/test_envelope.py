"""What is looked at before a mail is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.envelope import external_id_of, message_id_of, sender_of


@pytest.mark.parametrize(
    ("raw", "message_id"),
    [
        (b"Message-ID: <a@b>\r\n\r\n", "<a@b>"),
        (b"Subject: x\nmessage-id:\n <a.b-c@d.example>\n\nbody", "<a.b-c@d.example>"),
        (b"Message-ID: noise <a@b> noise\r\n\r\n", "<a@b>"),
        (b"Message-ID: <no at sign>\r\n\r\n", ""),
        (b"Message-ID: <a b@c>\r\n\r\n", ""),
        (b"Subject: x\r\n\r\nMessage-ID: <body@b>\r\n", ""),
        (b"", ""),
        (b"Message-ID: <" + b"x" * 500 + b"@b>\r\n\r\n", ""),
    ],
)
def test_only_a_sane_id_in_the_headers_counts(raw: bytes, message_id: str) -> None:
    assert message_id_of(raw) == message_id


def test_without_an_id_the_bytes_name_a_mail() -> None:
    one, other = external_id_of(b"Subject: a\r\n\r\n"), external_id_of(b"Subject: b\r\n\r\n")
    assert one.startswith("sha256:")
    assert one != other


@pytest.mark.parametrize(
    ("raw", "sender"),
    [
        (b"From: Bob <Bob@X.example>\r\n\r\n", "bob@x.example"),
        (b'From: "Bob, the \r\n builder" <bob@x.example>\r\n\r\n', "bob@x.example"),
        (b"From: bob@x.example (Bob)\r\n\r\n", "bob@x.example"),
        (b"FROM:Bob bob@x.example\r\n\r\n", "bob@x.example"),
        (b"From: undisclosed\r\n\r\n", ""),
        (b"Subject: x\r\n\r\nFrom: body@x.example", ""),
    ],
)
def test_the_senders_address_orders_mail(raw: bytes, sender: str) -> None:
    assert sender_of(raw) == sender


@given(st.binary(max_size=400))
def test_no_bytes_are_too_broken(raw: bytes) -> None:
    assert external_id_of(raw)
    assert sender_of(b"From:" + raw) == sender_of(b"From:" + raw).strip().lower()
