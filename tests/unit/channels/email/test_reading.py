"""Kept mail as inbound messages."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from channels.contract import Received
from channels.email.reading import read_mail
from channels.email.tokens import message_id_for, reply_address_for

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OWN = frozenset(("support@acme.test",))


def received(raw: bytes, **meta: str) -> Received:
    return Received("email", "support@acme.test/INBOX", "<x@y>", "bob@x.example", raw, AT, meta)


def a_mail(*headers: str, body: str = "Hello") -> Received:
    return received("\r\n".join([*headers, "", body, ""]).encode())


def read(one: Received):  # type: ignore[no-untyped-def]
    return read_mail(one, secret="s", trusted={"mx.acme.test"}, own_addresses=OWN)


def test_a_mail_is_read_into_the_words_all_channels_share() -> None:
    message = read(
        a_mail(
            "From: Bob <Bob@x.example>",
            "To: Support <support@acme.test>, c@y.example",
            "Cc: d@y.example",
            "Subject: Help",
            "Message-ID: <1@x.example>",
            "Date: Mon, 2 Mar 2026 08:00:00 +0100",
        )
    )
    assert (message.sender.address, message.sender.name) == ("Bob@x.example", "Bob")
    assert [one.address for one in message.recipients] == ["support@acme.test", "c@y.example", "d@y.example"]
    assert message.subject == "Help"
    assert message.sent_at == datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
    assert message.payload["own_address"] == "support@acme.test"
    assert message.payload["message_id"] == "<1@x.example>"
    assert message.conversation_key == "<x@y>"


def test_the_thread_is_known_by_its_first_message_and_its_nearest() -> None:
    message = read(a_mail("From: b@x.example", "References: <a@x> <b@x>", "In-Reply-To: <c@x>"))
    assert message.references == ("<a@x>", "<b@x>", "<c@x>")
    assert message.conversation_key == "<a@x>"


def test_a_token_in_an_address_or_an_ancestor_names_the_conversation() -> None:
    address = reply_address_for("c-1", mail_from="support@acme.test", secret="s")
    message_id = message_id_for("k", conversation_id="c-2", domain="acme.test", secret="s")
    by_address = read(a_mail("From: b@x.example", f"To: {address}", f"In-Reply-To: {message_id}"))
    by_ancestor = read(
        a_mail("From: b@x.example", "To: support@acme.test", f"References: {message_id} <z@x>")
    )
    hidden = read(a_mail(f"Delivered-To: {address}", "From: b@x.example", "To: undisclosed-recipients:;"))
    assert by_address.payload["conversation_id"] == "c-1"
    assert by_address.payload["own_address"] == "support@acme.test"
    assert by_ancestor.payload["conversation_id"] == "c-2"
    assert (hidden.payload["conversation_id"], hidden.payload["own_address"]) == ("c-1", "support@acme.test")


def test_a_forged_token_names_nothing() -> None:
    address = reply_address_for("c-1", mail_from="support@acme.test", secret="guess")
    assert read(a_mail("From: b@x.example", f"To: {address}")).payload["conversation_id"] == ""


def test_our_own_mail_is_never_answered() -> None:
    message = read(a_mail("From: Support+r123@Acme.test", "To: support@acme.test"))
    assert message.machine == "own"
    assert not message.may_auto_respond


def test_reply_to_stands_in_for_a_missing_sender() -> None:
    assert read(a_mail("Reply-To: b@x.example", "Subject: x")).sender.address == "b@x.example"


def test_a_web_forms_mail_in_our_own_name_is_from_whom_it_answers_to() -> None:
    headers = ("From: Support <support@acme.test>", "Reply-To: Bob <b@x.example>", "To: support@acme.test")
    passed = read(a_mail("Authentication-Results: mx.acme.test; dmarc=pass", *headers))
    assert passed.sender.address == "b@x.example"
    assert passed.machine is None
    assert passed.is_authentic is None
    failed = read(a_mail("Authentication-Results: mx.acme.test; dmarc=fail", *headers))
    assert failed.is_authentic is False


def test_a_failed_dmarc_shows() -> None:
    headers = ("Authentication-Results: mx.acme.test; dmarc=fail", "From: b@x.example")
    assert read(a_mail(*headers)).is_authentic is False


def test_a_mail_left_on_the_server_says_so() -> None:
    one = received(b"From: b@x.example\r\nSubject: Big", truncated="headers", size=str(40 * 1024 * 1024))
    assert "40 MB" in read(one).text
    assert read(one).payload["notes"]


@given(st.binary(max_size=300))
def test_whatever_was_kept_can_be_read(raw: bytes) -> None:
    message = read(received(b"From: a@b.example\r\nIn-Reply-To:" + raw))
    assert message.account == "support@acme.test/INBOX"
    assert message.sent_at.tzinfo is not None
